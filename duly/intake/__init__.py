"""Files in: a lender's book, validated row by row; nothing lost, nothing half-visible."""
