"""The console of the people who work here."""
