"""Values that know nothing of us: money, days, tables, terms and verdicts."""
