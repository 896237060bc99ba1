"""The pack for consumer credit in the United Kingdom: FCA CONC 7 and breathing space."""
