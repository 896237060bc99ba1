"""Daily limits whose places can be numbered before the act: what is counted, by what, and which limit says how many.

The rules of frequency judge what happened. A place is taken before anything happens, so here stand only the limits
that count every contact of a kind, whatever came of it; the amounts are those of the same limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from duly.law import Law


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `most` contacts of a local day under `limit`, counted for `key`."""

    limit: str
    key: str
    most: int


PER_DAY = {"text": "house.texts_a_day", "push": "house.pushes", "im": "house.instant_messages"}
PER_NUMBER = {"phone_call": "cn.cba26.attempts_per_number"}
AGREED = "agreed_limit"  # by the borrower, and so no limit of the law


def quotas(law: Law, day: date, facts: Mapping[str, Any]) -> Iterator[Quota]:
    """The numbered limits that one proposed contact falls under; `facts` are those of the judge's contract."""
    action = facts["action"]
    channel = action["channel"]
    if path := PER_DAY.get(channel):
        yield from _of(law, day, path, action["party"])
    agreed = [
        wish for wish in facts.get("preferences") or ()
        if wish["type"] == AGREED and wish.get("max_per_day") is not None
        and (wish.get("channels") is None or channel in wish["channels"])
    ]  # fmt: skip
    if path := PER_NUMBER.get(channel):  # of an agreed number of calls only those count that were answered
        if not agreed:
            yield from _of(law, day, path, action["address"])
    else:
        yield from (Quota(AGREED, action["party"], int(wish["max_per_day"])) for wish in agreed)


def _of(law: Law, day: date, path: str, key: str) -> Iterator[Quota]:
    if law[path].force_dated.on(day) is not None:
        yield Quota(path, key, int(law[path].on(day)["most_a_day"]))
