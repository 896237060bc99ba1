"""The page of approvals: nobody grants blind, and whoever asked is led on."""

from __future__ import annotations

import pytest
from django.test import Client

from duly.desk import approving, deciding, placing, visits_on
from duly.rules.rights import Role
from duly.store.models import Approval, Case, User
from tests.desk.agencies import in_order
from tests.desk.deals import BUDGET, person, proposed, settlement, waived
from tests.desk.house import MORNING, House
from tests.desk.visits import called_before, ordered, people, switched_on
from tests.web.test_console import settings_clock

__all__ = ["settings_clock"]
POOR = BUDGET | {"wages": 320_000}  # too little is left to pay with


@pytest.fixture(autouse=True)
def morning(settings_clock: None) -> None:
    """Ten past ten."""


def page(user: User, lang: str = "zh-hans") -> str:
    client = Client(SERVER_NAME="localhost", headers={"accept-language": lang})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/approvals")
    assert answer.status_code == 200
    return answer.content.decode()


def lead_of(house: House) -> User:
    house.listed()
    return person(Role.LEAD, team=house.agent.team)


def test_whoever_grants_a_plan_sees_its_sums_its_term_its_evidence_and_that_it_cannot_be_afforded(house: House) -> None:
    lead = lead_of(house)
    made = proposed(house, budget=POOR, unaffordable_knowingly=True)

    shown, english = page(lead), page(lead, "en")

    for said in ("LN1", "¥2,600.00", "12", "2026-12-20", "E1", "承受不起", "明知承受不起仍提议", "¥3,200.00"):
        assert said in shown, said
    assert f'href="/case/{Case.objects.get().id}"' in shown
    for said in ("cannot be afforded", "Evidence of hardship", str(made.last_due_on)):
        assert said in english, said
    assert "personalised" not in shown + english


def test_whoever_grants_a_waiver_sees_each_item_and_what_was_given_up_in_all(house: House) -> None:
    lead = lead_of(house)
    waived(house, 100_000)

    shown = page(lead)

    for said in ("第 1 期罚息 ¥1,000.00", "经济困难", "连同此前，共减免息费", "LN1"):
        assert said in shown, said
    assert "hardship" not in shown


def test_whoever_grants_a_settlement_sees_what_is_paid_what_is_given_up_and_until_when(house: House) -> None:
    settlement(house)

    shown = page(person(Role.STRATEGY))

    for said in ("LN1", "¥2,300.00", "减免利息", "¥200.00", "减免本金", "¥100.00", "2026-12-05", "诉讼时效"):
        assert said in shown, said


def test_whoever_grants_a_placement_sees_the_agency_and_each_loan_with_a_way_there(house: House) -> None:
    agency, compliance = in_order(house), person(Role.COMPLIANCE)
    house.listed()
    placing.ask(agency.id, ["LN1"], "账龄较长", at=MORNING, by=person(Role.STRATEGY))

    shown = page(compliance)

    for said in (f'href="/agency-files/{agency.id}"', agency.name, "LN1", "¥1,200.00", "笔数"):
        assert said in shown, said
    assert f'href="/case/{Case.objects.get().id}"' in shown


def test_whoever_grants_a_visit_sees_who_goes_where_when_and_what_may_happen_there(house: House) -> None:
    switched_on(house)
    called_before(house)
    house.listed()
    made = ordered(house, risks=("animals",))

    shown = page(people(house)[1])

    for said in (
        made.number,
        made.first.name,
        made.second.name,
        made.recorder.serial,
        "有看家的动物",
        "2026-11-27 10:00",
    ):
        assert said in shown, said


def test_whoever_grants_visits_a_listing_or_an_erasure_reads_what_it_is(house: House) -> None:
    agency, strategy, compliance = in_order(house), person(Role.STRATEGY), person(Role.COMPLIANCE)
    house.listed()
    visits_on.ask("试行", at=MORNING, by=strategy)
    asked = {"because": "本人要求", "at": MORNING}
    approving.ask(
        kind="agency_listing", subject=f"unpublish {agency.id}", by=strategy,
        what={"agency": agency.id, "do": "unpublish"}, **asked,
    )  # fmt: skip
    approving.ask(
        kind="erase", subject=f"{house.address.id.hex}:number", by=person(Role.COMPLAINTS),
        borrower_id=house.borrower.id, **asked,
    )  # fmt: skip

    shown = page(compliance)

    assert Approval.objects.count() == 3
    for said in ("如约示例银行", "从名单撤下", agency.name, "永久删除", "号码", "手机"):
        assert said in shown, said


@pytest.mark.parametrize(("refs", "zh", "en"), [
    (["LN1"], "委出：1 笔借据", "Carry out: place 1 loan<"),
    (["LN1", "LN2"], "委出：2 笔借据", "Carry out: place 2 loans<"),
])  # fmt: skip
def test_whoever_asked_for_a_placement_is_led_to_where_it_is_carried_out(
    house: House, refs: list[str], zh: str, en: str
) -> None:
    agency, strategy = in_order(house), person(Role.STRATEGY)
    if "LN2" in refs:
        House.opened(2)
    wanted = placing.ask(agency.id, refs, "账龄较长", at=MORNING, by=strategy)
    assert "下一步" not in page(strategy)

    approving.grant(approval_id=wanted.approval.id, because="可以", at=MORNING, by=person(Role.COMPLIANCE))

    shown = page(strategy)
    assert (zh in shown, f'href="/agency-files/{agency.id}"' in shown) == (True, True)
    assert en in page(strategy, "en")


def test_whoever_asked_for_a_plan_or_a_settlement_is_led_back_to_the_loan_once_it_is_granted(house: House) -> None:
    asker, lead = lead_of(house), person(Role.LEAD, 2, team=house.agent.team)
    settlement(house, by=asker)
    deciding.decide(
        approval_id=Approval.objects.get().id, is_granted=True, because="可以", at=MORNING, by=person(Role.STRATEGY)
    )
    assert lead is not asker

    shown = page(asker)

    where = f"/case/{Case.objects.get().id}/agree/{house.loan.id}#settlement"
    assert (f'href="{where}"' in shown, "向借款人提出" in shown) == (True, True)


def test_a_reason_that_cannot_be_kept_stays_where_it_was_typed_with_what_is_wrong_beside_it(house: House) -> None:
    settlement(house)
    client = Client(SERVER_NAME="localhost", headers={"accept-language": "zh-hans"})
    client.force_login(person(Role.STRATEGY), backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(f"/approvals/{Approval.objects.get().id}", {"answer": "grant", "because": "恶意投诉"})

    shown = answer.content.decode()
    assert (answer.status_code, 'value="恶意投诉"' in shown) == (422, True)
    assert "<b>理由</b>：投诉是权利，不给人贴标签 · 可用：写事实" in shown
