"""The day side: load, decide, write."""
