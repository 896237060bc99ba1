"""One case, pure: what may be done, and why."""
