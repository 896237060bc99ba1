"""The law as dated, cited, graded data."""
