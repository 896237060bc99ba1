"""The pack for Regulation F (12 CFR 1006) of the United States."""
