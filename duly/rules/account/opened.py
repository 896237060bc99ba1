"""An account with its instalments, however they were told: as a list, as the terms of a schedule, or as revolving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duly.core.interest import rounded
from duly.rules.account.asked import Refused
from duly.rules.account.revolving import billed
from duly.rules.account.schedule import schedule
from duly.rules.account.schedule_checks import checked
from duly.rules.account.schedule_rows import Row
from duly.rules.account.schedule_wire import ScheduleQuestion
from duly.rules.account.spanned import exact_interest
from duly.rules.account.wire import Account, Instalment, Span

FORMS = ("instalments", "schedule", "revolving")


def opened(account: Account, path: str = "") -> Account:
    """The account with every instalment listed; exactly one of the three forms must be there. Raises Refused."""
    told = [name for name in FORMS if getattr(account, name)]
    if len(told) != 1:
        raise Refused(f"{path}{' | '.join(FORMS)}", told, "须恰给一种 exactly one is needed", "one of them")
    if account.schedule is not None:
        return _scheduled(account, path)
    return billed(account, path) if account.revolving is not None else account


def _scheduled(account: Account, path: str) -> Account:
    terms = account.schedule
    assert terms is not None
    if terms.currency != account.currency:
        raise Refused(f"{path}schedule.currency", terms.currency, "币种不同 another currency", account.currency)
    try:
        made = schedule(checked(terms))
    except Refused as refused:
        raise Refused(f"{path}schedule.{refused.path}", refused.value, refused.message, refused.accepted) from None
    return account.model_copy(
        update={
            "schedule": None,
            "instalments": [
                Instalment(
                    no=no,
                    due_on=row.due_on,
                    principal=row.principal,
                    interest=row.interest,
                    fee=row.fee,
                    spans=_spans(terms, row),
                )
                for no, row in zip(_numbers(made.rows), made.rows, strict=True)
                if row.due
            ],
        }
    )


def _numbers(rows: Sequence[Row]) -> Iterator[int]:
    """Each row's own number; a further down payment or an early repayment, which has none, goes on after the last."""
    taken: set[int] = set()
    following = max((row.no or 0 for row in rows), default=0)
    for row in rows:
        if row.no is None or row.no in taken:
            following += 1
            yield following
        else:
            taken.add(row.no)
            yield row.no


def _spans(terms: ScheduleQuestion, row: Row) -> list[Span]:
    """The one span of a period in which nothing changed, if its interest is what that span bears; else none."""
    span = Span(
        since=row.from_on, until=row.due_on, base=row.opening, annual_rate_bp=terms.annual_rate_bp,
        day_count=terms.day_count,
    )  # fmt: skip
    return [span] if rounded(exact_interest([span]), terms.rounding.mode) == row.interest else []
