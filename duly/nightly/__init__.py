"""One business day as an ordered tuple of named steps."""
