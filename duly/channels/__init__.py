"""Carriers to the outside."""
