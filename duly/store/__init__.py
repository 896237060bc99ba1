"""Where facts and days are kept: the lake of columnar files."""
