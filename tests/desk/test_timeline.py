"""The timeline of a case: what began, each of its moves, in order, with who or what did it and words in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duly.desk import calling, clearing, planning, timeline
from duly.desk.reach import NotFound
from duly.rules.machines import MACHINES
from duly.store.models import Attempt, Case, Heard, Hold, Notice, Promise
from duly.store.moving import move
from duly.web.happenings import said
from tests.desk.deals import TODAY, signed
from tests.desk.house import MORNING, SAID, UP, House, talks

A_DAY = timedelta(days=1)


@pytest.fixture()
def house(house: House) -> House:
    house.listed()
    return house


def promised(house: House, **changed: object) -> Promise:
    return Promise.objects.create(
        **{"borrower": house.borrower, "loan": house.loan, "currency": "CNY", "amount_minor": 120_000,
           "made_on": TODAY, "due_on": TODAY + A_DAY, "state": "open"} | changed
    )  # fmt: skip


def told(house: House) -> list[tuple[str, str, str]]:
    """What each line says, the latest first: about what, which move, and in both languages."""
    lines = timeline.timeline(house.borrower)
    return [(one.kind, one.event, " / ".join(said(one).words)) for one in lines]


def test_a_promise_is_told_when_it_is_made_and_again_when_it_is_kept(house: House) -> None:
    made = promised(house)
    move(made, "paid_in_full", at=MORNING + 2 * A_DAY, by=None, because="按回款核对 by the payments")

    kept, new = (one for one in timeline.timeline(house.borrower) if one.kind == "promise")

    assert said(kept).words == ("已兑现 · ¥1,200.00", "kept · ¥1,200.00")
    assert (kept.by, kept.because) == (None, "按回款核对 by the payments")
    assert said(new).words == ("2026-11-26 前还 ¥1,200.00", "¥1,200.00 by 2026-11-26")


def test_a_promise_stands_above_the_call_of_its_day(house: House) -> None:
    Heard.objects.create(borrower=house.borrower, at=MORNING, channel="phone_call", direction="outbound")
    promised(house)

    assert [kind for kind, _, _ in told(house)][:2] == ["promise", "heard"]


def test_a_plan_names_who_worked_it_out_and_is_told_once_where_it_was_offered_at_once(house: House) -> None:
    signed(house)

    lines = [one for one in timeline.timeline(house.borrower) if one.kind == "plan"]

    assert [(one.event, one.by) for one in lines] == [("sign", house.agent), ("", house.agent)]
    assert planning.signed_on(lines[0].noun) == TODAY


def test_a_case_that_is_cured_and_falls_late_again_says_so_in_order(house: House) -> None:
    case = Case.objects.get()
    for n, event in enumerate(("advance", "cure", "fall_late"), start=1):
        move(case, event, at=MORNING + n * A_DAY, by=None, because="按台账 by the book")

    assert [line for line in told(house) if line[0] == "case"] == [
        ("case", "fall_late", "再次逾期 / late again"),
        ("case", "cure", "恢复正常 / cured"),
        ("case", "advance", "进入下一阶段 · 电话 / on to the next stage · phone"),
        ("case", "", "入催 / enters collections"),
    ]


def test_a_notice_says_what_it_was_for_when_it_came_and_what_proves_it(house: House) -> None:
    Notice.objects.create(
        borrower=house.borrower, kind="adverse_credit", sent_at=MORNING, delivered_at=MORNING + A_DAY, proof_id="EMS-1"
    )

    assert told(house)[0][2] == (
        "报送不良信息前的告知 · 2026-11-26 送达 · 凭证 EMS-1 / before adverse credit is reported · delivered 2026-11-26 · proof EMS-1"
    )


@pytest.mark.parametrize(("ref", "known"), [
    (None, ""), ("H-77", timeline.FROM_THE_BOOK), ("invented/B1-hold", timeline.INVENTED_SAID),
])  # fmt: skip
def test_what_did_not_begin_here_says_from_where_it_is_known(house: House, ref: str | None, known: str) -> None:
    Hold.objects.create(borrower=house.borrower, ref=ref, kind="care", from_at=MORNING, state="placed")

    assert [one.because for one in timeline.timeline(house.borrower) if one.kind == "hold"] == [known]


def test_whatever_moves_on_a_timeline_has_words_for_each_of_its_moves() -> None:
    nouns = {machine.noun: machine for machine in MACHINES}

    assert {each.noun.machine.noun for each in timeline.MOVED} <= set(nouns)
    for each in timeline.MOVED:
        assert nouns[each.noun.machine.noun] is each.noun.machine


def test_nobody_is_called_whose_cases_have_all_been_closed(house: House) -> None:
    move(Case.objects.get(), "close", at=MORNING, by=None, because="不再逾期 current again")

    with pytest.raises(NotFound):
        calling.call(user=house.agent, address=house.address, carrier=talks(), systems=UP, at=MORNING)
    with pytest.raises(NotFound):
        clearing.clear(clearing.Wanted(house.address.id, "95000", SAID), systems=UP, at=MORNING, by=house.agent)
    assert not Attempt.objects.exists()
