"""The audit: all contacts ever made, replayed under the law of their own days, a stretch of borrowers at a time."""

from __future__ import annotations

from duly.nightly.audit.page import page
from duly.nightly.audit.replaying import Asked, BadContacts, replay
from duly.nightly.audit.totals import Totals

__all__ = ["Asked", "BadContacts", "Totals", "page", "replay"]
