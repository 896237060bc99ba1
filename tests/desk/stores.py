"""Random borrowers in the store: every noun that the judge hears of, in every state, known and not known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from duly.desk import settling
from duly.rules.machines.attempt import Event
from duly.rules.machines.complaint import LONGER
from duly.rules.rights import Role
from duly.store import models
from duly.store.models import (
    address,
    attempt,
    complaint,
    consent,
    dispute,
    hold,
    notice,
    party,
    preference,
    unreachable,
)
from duly.store.moving import move
from tests.desk import deals
from tests.desk.house import MORNING, House

Dice = Random
CHANNELS = ("phone_call", "text", "email", "visit", "im")
ASKS_FOR_MORE = {Event.CARRY, *LONGER}
CALLED = tuple(one for one in CHANNELS if one != "visit")  # a visit has an order
OUTCOMES = ("", "no_answer", "conversation", "wrong_number", "busy")


def instant(dice: Dice) -> datetime:
    """Around the morning, with and without a fraction of a second."""
    fraction = dice.choice((0, 0, 500_000, 123_456, 120))
    return MORNING.replace(microsecond=fraction) - timedelta(minutes=dice.randrange(-600, 60_000))


def maybe(dice: Dice, value: Any) -> Any:
    return dice.choice((None, value))


def word(dice: Dice) -> str:
    return dice.choice(("", "a", "别打了", "\"'\\", "😀 \u2028", "95000"))


def further(dice: Dice) -> Any:
    """What JSON can hold."""
    return dice.choice((None, True, 0, -(10**14), 0.1, word(dice), [word(dice), None], {"b": 1, "a": {"c": []}}))


def owing(no: int, dice: Dice) -> House:
    """A house whose borrower has a past."""
    house = House.opened(no)
    agencies = [agency(f"{name}-{no}", house, dice) for name in ("A1", "A2")]
    loans(house, agencies, dice)
    people(house, dice)
    said(house, agencies, dice)
    stops(house, dice)
    agreements(house, dice)
    placed = models.Loan.objects.filter(borrower=house.borrower, placed_with=agencies[0], state="open").exists()
    hands = [house.agent, *([agent_of(agencies[0], no)] if placed else [])]
    for _ in range(dice.randrange(4)):
        attempted(house, dice.choice(hands), dice)
    house.borrower.refresh_from_db()
    return house


def agency(name: str, house: House, dice: Dice) -> models.Agency:
    known = {
        "name": word(dice), "lender": house.lender, "listed": maybe(dice, True), "published": maybe(dice, False),
        "contract": maybe(dice, {"from": "2026-01-01", "until": word(dice)}), "pia_id": maybe(dice, "P"),
        "last_evaluation_on": maybe(dice, date(2026, 2, 28)), "caller_ids": [word(dice)],
    }  # fmt: skip
    return models.Agency.objects.create(id=name, **known)  # as it is from the start: a change of the list takes two


def agent_of(agency: models.Agency, no: int) -> models.User:
    return models.User.objects.get_or_create(username=f"of{no}", role="agency_agent", agency=agency)[0]


def loans(house: House, agencies: list[models.Agency], dice: Dice) -> None:
    for _ in range(dice.randrange(3)):
        models.Loan.objects.create(
            borrower=house.borrower, creditor=house.lender, placed_with=maybe(dice, dice.choice(agencies)),
            product=dice.choice(("credit_card", "consumer_loan")), currency="CNY", signed_on=maybe(dice, date(2025, 2, 1)),
            late_since=maybe(dice, date(2026, 10, 31)), current=dice.choice((None, True, False)),
            state=dice.choice(("open", "settled", "written_off")), settled_at=maybe(dice, instant(dice)),
            overdue_minor=dice.randrange(10**12), terms={"plan": further(dice), word(dice): further(dice)},
        )  # fmt: skip


def people(house: House, dice: Dice) -> None:
    parties = [
        models.Party.objects.create(
            borrower=house.borrower, role=dice.choice(party.ROLES), relation=word(dice),
            refused_at=maybe(dice, instant(dice)), terms={"estate": further(dice)},
        )
        for _ in range(dice.randrange(3))
    ]  # fmt: skip
    for no in range(dice.randrange(3)):
        models.Address.objects.create(
            borrower=house.borrower, party=dice.choice((None, *parties)), kind=dice.choice(address.KINDS),
            source=dice.choice(("contract", "reserved")), source_ref=word(dice), reserved=dice.choice((True, False)),
            state=dice.choice(address.STATES), token=f"{house.borrower.ref}-{no}",
        )  # fmt: skip


def said(house: House, agencies: list[models.Agency], dice: Dice) -> None:
    mine = {"borrower": house.borrower}
    for _ in range(dice.randrange(3)):
        collector = dice.choice(({}, {"collector": None}, {"collector": "A2"}, {"collector": "L1"}, {"collector": "?"}))
        models.Heard.objects.create(
            **mine, at=instant(dice), channel=dice.choice(CHANNELS), direction=dice.choice(("inbound", "outbound")),
            said={"party": "P1", "text": word(dice), "answered": maybe(dice, True), **collector},
        )  # fmt: skip
        models.Preference.objects.create(
            **mine, kind=dice.choice(preference.KINDS), said_at=instant(dice),
            terms=dice.choice(({}, {"actor": "robot"}, {"actor": "human", "from": "08:00"}, {"max_per_day": 3})),
        )  # fmt: skip
        models.Notice.objects.create(
            **mine, kind=dice.choice(notice.KINDS), agency=maybe(dice, dice.choice(agencies)), loans=maybe(dice, ["x"]),
            sent_at=instant(dice), delivered_at=maybe(dice, instant(dice)), proof_id=maybe(dice, word(dice)),
        )  # fmt: skip
        models.VisitInvited.objects.create(**mine, said_at=instant(dice), evidence_id="E", by=house.agent)
        models.Unreachable.objects.create(
            **mine, built_at=instant(dice), basis=dice.choice(unreachable.BASES), addresses=[word(dice)], by=house.agent
        )
        given = models.Consent.objects.create(
            **mine, scope=dice.choice(consent.SCOPES), given_at=instant(dice), form=maybe(dice, "written"),
            evidence_id=maybe(dice, "E"), terms={"channels": further(dice)},
        )  # fmt: skip
        if dice.random() < 0.5:
            models.ConsentRevoked.objects.create(consent=given, at=instant(dice))


def stops(house: House, dice: Dice) -> None:
    mine = {"borrower": house.borrower, "loans": maybe(dice, [str(house.loan.id)])}
    for _ in range(dice.randrange(3)):
        nouns: list[Any] = [
            models.Hold.objects.create(
                **mine, kind=dice.choice(hold.KINDS), from_at=instant(dice), until_at=maybe(dice, instant(dice)),
                state="placed",
            ),
            models.Complaint.objects.create(
                **mine, topic=dice.choice(complaint.TOPICS), received_at=instant(dice), state="open"
            ),
            models.Dispute.objects.create(
                **mine, kind=dice.choice(dispute.KINDS), raised_at=instant(dice), state="open"
            ),
        ]  # fmt: skip
        for each in nouns:
            wander(each, dice)


def agreements(house: House, dice: Dice) -> None:
    """A plan of the house's loan, or a settlement that was accepted, or neither."""
    what = dice.choice(("plan", "settlement", None))
    if what == "plan":
        made = models.Plan.objects.create(
            borrower=house.borrower, loan=house.loan, currency="CNY", kind="deferment", change={}, account={},
            said_first={}, instalments=dice.randrange(1, 60), first_due_on=date(2026, 12, 1),
            last_due_on=date(2027, 12, 1), month_most_minor=1, total_minor=1, grace_days=dice.randrange(9), fits=True,
            asks_approval=False, offer_ends_on=date(2026, 12, 1), proposed_by=house.agent, proposed_at=instant(dice),
            state="proposed",
        )  # fmt: skip
        told = {"evidence_id": "E", "told_first": True, "missed_due_on": date(2026, 12, 1)}
        for event in ("offer", "accept", "sign", "miss", "catch_up")[: dice.randrange(6)]:
            move(made, event, at=instant(dice), by=house.agent, because="", **told)
        wander(made, dice, **told)
    if what == "settlement":
        wanted, other = deals.settlement(house).id, deals.person(Role.STRATEGY, house.agent.id)
        settling.approve(settlement_id=wanted, because="agreed", at=MORNING, by=other)
        offered = settling.offer(settlement_id=wanted, at=MORNING, by=other)
        if dice.random() < 0.8:
            move(offered, "accept", at=instant(dice), by=house.agent, because="", evidence_id="E", told_first=True)


def wander(noun: Any, dice: Dice, **told: Any) -> None:
    """A few of the moves that the noun can make from where it is."""
    for _ in range(dice.randrange(4)):
        if possible := [event for was, event in noun.machine.moves if was == noun.state and event not in ASKS_FOR_MORE]:
            move(noun, dice.choice(possible), at=instant(dice), by=None, because="", **told)


def attempted(house: House, by: models.User, dice: Dice) -> None:
    house.borrower.refresh_from_db()
    at, channel = instant(dice), dice.choice(CALLED)
    same = {"borrower": house.borrower, "address": house.address, "channel": channel, "purpose": "collect"}
    cleared = models.Clearance.objects.create(
        **same, asked_by=by, judged_at=at, expires_at=at + timedelta(seconds=120), verdict="allow", answer={},
        facts_sha256="", heeded=house.borrower.heeded, pack_version="",
    )  # fmt: skip
    made = models.Attempt.objects.create(
        **same, clearance=cleared, by=by, mode="interactive", caller_id=word(dice), loans=[str(house.loan.id)], at=at,
        state=attempt.ATTEMPT.start,
    )  # fmt: skip
    if dice.random() < 0.7:
        move(made, Event.CARRY, at=at, by=by, because="")
    wander(made, dice, outcome=dice.choice(OUTCOMES), signals=maybe(dice, []) or [word(dice)])
