"""Synthetic books written out: as a lender's files, or straight into a home as intake would have put them."""
