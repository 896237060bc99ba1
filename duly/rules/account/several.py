"""One payment for several debts: divided by the borrower's word and the law, then within each as it was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duly.core.interest import rate_of_bp
from duly.rules.account.asked import Refused
from duly.rules.account.coherent import belongs
from duly.rules.account.ledger import Replayed, replay
from duly.rules.account.wire import Account, Debt, Event, SharedPayment
from duly.rules.payment import Owed, allocate

PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Share:
    """What one debt received, and its account after that."""

    debt: str
    amount: int
    after: Replayed


def divide(asked: SharedPayment) -> tuple[tuple[Share, ...], int]:
    """Each debt's share in the order asked, and what none of them owes. Raises Refused.

    A debt is due as far as its instalments are: the due parts of all debts come before what is not yet due of any
    (Civil Code 560), unless the borrower named the debt.
    """
    _fits(asked)
    owed = [part for at, debt in enumerate(asked.debts) for part in _parts(at, debt, asked.as_of)]
    named = [f"{at}.{when}" for one in asked.designated for at in _at(asked, one) for when in ("due", "later")]
    here = {part.debt for part in owed}
    divided = allocate(
        asked.payment, owed, designated=[one for one in named if one in here], card_interest_first_days=0
    )
    received = [0] * len(asked.debts)
    for name, parts in divided.parts:
        received[int(name.split(".")[0])] += sum(parts.values())
    shares = [
        Share(debt.id, amount, replay(_paid(debt.account, amount)))
        for debt, amount in zip(asked.debts, received, strict=True)
    ]
    return tuple(shares), divided.unapplied


def _fits(asked: SharedPayment) -> None:
    seen: set[str] = set()
    for at, debt in enumerate(asked.debts):
        if debt.id in seen:
            raise Refused(f"debts[{at}].id", debt.id, "出现两次 stands twice", "每个只出现一次 each once")
        seen.add(debt.id)
        belongs(debt.account, asked, f"debts[{at}].account.", "付款", "payment")
        if any(event.id == PAYMENT for event in debt.account.events):
            raise Refused(
                f"debts[{at}].account.events", PAYMENT, "编号留作本次付款 the id is this payment's", "another id"
            )
    for at, one in enumerate(asked.designated):
        if one not in seen:
            raise Refused(f"designated[{at}]", one, "没有这笔债务 no such debt", " | ".join(sorted(seen)))


def _at(asked: SharedPayment, name: str) -> list[int]:
    return [at for at, debt in enumerate(asked.debts) if debt.id == name]


def _parts(at: int, debt: Debt, on: date) -> list[Owed]:
    """What is due of a debt, and what is not yet, as two claims of one rank each."""
    standing = replay(debt.account)
    claims = []
    for when in ("due", "later"):
        owed = [one for one in standing.instalments if one.total and (one.agreed.due_on <= on) == (when == "due")]
        if owed:
            claims.append(
                Owed(
                    debt=f"{at}.{when}",
                    product="",
                    due=when == "due",
                    due_on=owed[0].agreed.due_on,
                    dpd=0,
                    secured=debt.secured,
                    annual_rate_bp=rate_of_bp(debt.annual_rate_bp),
                    costs=0,
                    interest=0,
                    fees=0,
                    principal=sum(one.total for one in owed),
                )
            )
    return claims


def _paid(account: Account, amount: int) -> Account:
    if not amount:
        return account
    paid = Event(id=PAYMENT, on=account.as_of, kind="payment", amount=amount)
    return account.model_copy(update={"events": [*account.events, paid]})
