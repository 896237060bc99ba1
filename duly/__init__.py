"""Duly (如约): a consumer lender's collection operation, from the reminder before the due date to the court."""

__version__ = "0.1.0"
