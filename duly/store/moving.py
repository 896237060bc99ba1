"""Move a noun: write what happened; the database leads the noun's state there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from duly.store.adding import add
from duly.store.models.noun import Moved
from duly.store.models.user import User


def move(noun: Moved, event: str, *, at: datetime, by: User | None, because: str, **further: Any) -> None:
    """Let `event` happen to the noun.

    Raises NoSuchMove where it cannot; django.db.IntegrityError where the database knows better, for example that
    somebody else moved it first.
    """
    to_state = noun.machine.after(noun.state, event)
    seq = noun.moved + 1
    moves = type(noun).moves.rel.related_model  # type: ignore[attr-defined]
    add(moves(of=noun, seq=seq, event=event, to_state=to_state, at=at, by=by, because=because, **further))
    noun.state, noun.moved = to_state, seq
