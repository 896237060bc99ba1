"""What is read in one statement is what its tables hold, read one by one."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count
from random import Random
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import Min, OuterRef, Q, Subquery
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.core.day import day_of
from duly.desk.facts import Proposed, asked, question
from duly.desk.known import known
from duly.rules.machines import plan, settlement
from duly.store import models
from duly.store.models import Borrower
from duly.store.reading import Rows
from tests.desk.house import MORNING, UP, House
from tests.desk.stores import agent_of, owing

NUMBERS = count(1)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_plainly(borrower: Borrower, proposed: Proposed) -> Rows:
    """The rows of every part, one table after the other, as Django reads them."""
    day = day_of(proposed.at)
    mine: dict[str, Any] = {"borrower": Borrower.objects.filter(id=borrower.id)} | {
        name: model.objects.filter(borrower=borrower)
        for name, model in {
            "loans": models.Loan, "parties": models.Party, "addresses": models.Address,
            "preferences": models.Preference, "notices": models.Notice, "heard": models.Heard,
            "invitations": models.VisitInvited,
        }.items()
    }  # fmt: skip
    for name, model in {"holds": models.Hold, "complaints": models.Complaint, "disputes": models.Dispute}.items():
        moves = model.moves.rel.related_model.objects.filter(of=OuterRef("pk"), seq=OuterRef("moved"))
        mine[name] = model.objects.filter(borrower=borrower).annotate(moved_at=Subquery(moves.values("at")))
    mine["plans"] = models.Plan.objects.filter(borrower=borrower).annotate(
        since=Min("moves__at", filter=Q(moves__to_state__in=plan.IN_FORCE)),
        missed=Subquery(
            models.PlanMove.objects.filter(of=OuterRef("pk"), seq=OuterRef("moved")).values("missed_due_on")
        ),
    )
    mine["promises"] = models.Promise.objects.filter(borrower=borrower, state="open", due_on__gte=day)
    agreed = models.Result.objects.filter(borrower=borrower, again_at__isnull=False)
    mine["call_backs"] = agreed.order_by("-at", "id")[:1]
    mine["unreachable"] = models.Unreachable.objects.filter(borrower=borrower).order_by("-built_at", "id")[:1]
    accepted = Q(moves__event=settlement.Event.ACCEPT)
    mine["settlements"] = models.Settlement.objects.filter(borrower=borrower).annotate(
        since=Min("moves__at", filter=accepted)
    )
    mine["lenders"] = models.Lender.objects.filter(id__in=[loan.creditor_id for loan in mine["loans"]])
    mine["consents"] = [
        SimpleNamespace(**vars(each), revoked_at=each.revoked.at if hasattr(each, "revoked") else None)
        for each in models.Consent.objects.filter(borrower=borrower).select_related("revoked")
    ]
    mine["attempts"] = [
        *map(_attempt, models.Attempt.objects.filter(borrower=borrower).select_related("by", "address"))
    ]
    acted = [each.said.get("collector") for each in mine["heard"]] + [each.agency_id for each in mine["attempts"]]
    placed = [loan.placed_with_id for loan in mine["loans"]]
    mine["agencies"] = models.Agency.objects.filter(id__in={*acted, *placed, proposed.by.agency_id} - {None})
    mine["certificates"] = models.Certificate.objects.filter(
        Q(region="") | Q(region=borrower.region), user=proposed.by, channel=proposed.channel, passed_on__lte=day
    ).exclude(state="revoked")
    return {name: sorted(rows, key=lambda each: str(each.id)) for name, rows in mine.items()}


def _attempt(made: models.Attempt) -> SimpleNamespace:
    last = made.moves.order_by("seq").last()
    return SimpleNamespace(
        **vars(made), agency_id=made.by.agency_id, lender_id=made.by.lender_id, party_id=made.address.party_id,
        outcome=last and last.outcome, signals=last and last.signals,
    )  # fmt: skip


def spelt(asked: Any) -> str:
    return json.dumps(asked, default=str, sort_keys=True, ensure_ascii=False)


@MANY
@given(st.randoms(use_true_random=False))
def test_the_question_is_that_of_the_tables_read_one_by_one(dice: Random) -> None:
    no = next(NUMBERS)
    house = owing(no, dice)
    by = dice.choice((house.agent, agent_of(models.Agency.objects.get(id=f"A1-{no}"), no)))
    at = MORNING + timedelta(seconds=dice.randrange(3600))
    proposed = house.call(at=at, by=by, channel=dice.choice(("phone_call", "text")))

    found = question(house.borrower, proposed, UP)

    assert spelt(found) == spelt(asked(read_plainly(house.borrower, proposed), proposed, UP))
    json.dumps(found)  # nothing in it that JSON does not have


def test_it_is_one_statement(house: House) -> None:
    sent = []

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        known(house.borrower.id, house.agent, "phone_call", MORNING)

    assert len(sent) == 1
