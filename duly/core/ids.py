"""The lender's ids: words that are carried as they are."""

from __future__ import annotations

ID = r"[A-Za-z0-9._:/\-]{1,64}"  # an id as it may stand in the book; nothing else names a row
