"""The page to agree on a loan: what was typed stays, what is refused says so beside its field, in one language."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from duly.store.models import Approval, Case, Loan, Plan
from duly.web.console.pages import agree
from tests.desk.deals import account
from tests.desk.house import House
from tests.web.test_console import settings_clock

__all__ = ["settings_clock"]
PLAN = {"months": "12", "first_due_on": "2026-12-20", "hardship_evidence_id": "E-1", "willing": "yes"}
RICH = {"wages": "6200", "housing": "1800", "food": "1200", "living_minimum": "2100"}
POOR = RICH | {"wages": "3200"}


@pytest.fixture(autouse=True)
def booked(settings_clock: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten past ten; the book has an instalment with a penalty."""
    monkeypatch.setattr(agree, "account_of", lambda *_: account(penalty=5_000))


@pytest.fixture()
def site(agent: Client, house: House) -> str:
    return f"/case/{Case.objects.get().id}/agree/{house.loan.id}"


def main(answer: Any) -> str:
    """What the page says and asks, without its frame."""
    text = str(answer.content.decode())
    return text[text.index("<main") : text.index("</main>")]


def faults(answer: Any) -> list[str]:
    found = re.findall(r'<span class="fault beside"[^>]*>(.*?)</span>', main(answer))
    return [re.sub("<[^>]*>", "", one) for one in found]


def test_a_plan_proposed_without_a_reason_keeps_the_answers_and_the_working_out(agent: Client, site: str) -> None:
    answer = agent.post(f"{site}/plan", PLAN | RICH | {"because": " "})

    shown = main(answer)
    assert answer.status_code == 422
    assert faults(answer) == ["理由：须写明理由，至多 200 字 · 可用：1 到 200 字"]
    assert ('value="6200"' in shown, 'value="E-1"' in shown, "新方案 12 期" in shown) == (True, True, True)
    assert shown.index("新方案") < shown.index("须写明理由") < shown.index("提议这个方案")


@pytest.mark.parametrize(("what", "form", "says"), [
    ("waiver", {"instalment": "1", "part": "fee", "amount": "10", "ground": "goodwill", "because": "手头紧"},
     "金额：多于所欠 · 可用：这一项没有所欠，没有可减的"),
    ("waiver", {"instalment": "1", "part": "penalty", "amount": "77", "ground": "goodwill", "because": "手头紧"},
     "金额：多于所欠 · 可用：至多 ¥50.00"),
    ("settlement", {"amount": "9999", "pay_by": "2026-12-03", "because": "一次付清"},
     "金额：多于所欠 · 可用：至多 ¥2,650.00"),
])  # fmt: skip
def test_a_refused_waiver_or_settlement_keeps_what_was_typed_and_says_how_much_may_be_asked_for(
    agent: Client, site: str, what: str, form: dict[str, str], says: str
) -> None:
    answer = agent.post(f"{site}/{what}", form)

    assert (answer.status_code, faults(answer)) == (422, [says])
    shown = main(answer)
    for typed in {form["amount"], form["because"]}:
        assert shown.count(f'value="{typed}"') == 1
    for chosen in {form.get("part"), form.get("ground")} - {None}:
        assert f'<option value="{chosen}" selected>' in shown


def test_more_than_anybody_may_give_up_is_refused_in_money_of_the_loan(
    agent: Client, site: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agree, "account_of", lambda *_: account(owed=90_000_000) | {"currency": "TWD"})
    Loan.objects.filter(id=house.loan.id).update(currency="TWD")

    answer = agent.post(f"{site}/settlement", {"amount": "1", "pay_by": "2026-12-03", "because": "一次付清"})

    (said,) = faults(answer)
    assert said.startswith("金额：")
    assert "息费至多 NT$80,000.00、本金至多 NT$40,000.00" in said
    assert not re.search("[a-z]{3}", said)


def test_what_the_rules_forbid_is_said_while_it_is_worked_out_and_cannot_be_proposed(agent: Client, site: str) -> None:
    answer = agent.post(f"{site}/work-out", {"months": "72", "first_due_on": "2026-12-20"} | RICH)

    said = faults(answer)
    assert answer.status_code == 200
    assert [one.partition("：")[0] for one in said] == ["期数", "困难证明编号", "还款意愿有记录"]
    assert not re.search("[a-z]{3}", "".join(said))
    assert ("提议这个方案" in main(answer), "这样还不能提议" in main(answer)) == (False, True)
    english = agent.post(f"{site}/work-out", PLAN | RICH | {"months": "72"}, headers={"accept-language": "en"})
    assert not re.search("[㐀-鿿]", "".join(faults(english)))
    assert "at most 60 months" in faults(english)[0]
    assert agent.post(f"{site}/plan", PLAN | RICH | {"months": "72", "because": "分期"}).status_code == 422
    assert Plan.objects.count() == 0


def test_what_is_missing_to_know_what_can_be_afforded_is_said_in_place_of_question_marks(
    agent: Client, site: str
) -> None:
    partly = {name: amount for name, amount in RICH.items() if name != "living_minimum"}

    shown = main(agent.post(f"{site}/work-out", PLAN | partly))
    nothing = main(agent.post(f"{site}/work-out", PLAN))

    assert ("缺当地必需生活费" in shown, "<td>?</td>" in shown + nothing, "没有填收支" in nothing) == (
        True,
        False,
        True,
    )


def test_a_plan_that_cannot_be_afforded_is_proposed_only_by_who_ticks_that_they_know(agent: Client, site: str) -> None:
    worked = main(agent.post(f"{site}/work-out", PLAN | POOR))
    assert ("承受不起" in worked, 'name="unaffordable_knowingly"' in worked) == (True, True)
    assert 'class="main" formaction' not in worked

    unticked = agent.post(f"{site}/plan", PLAN | POOR | {"because": "先少还"})
    ticked = agent.post(f"{site}/plan", PLAN | POOR | {"because": "先少还", "unaffordable_knowingly": "yes"})

    assert (unticked.status_code, len(faults(unticked)), ticked.status_code) == (422, 1, 302)
    assert Approval.objects.get().what["unaffordable_knowingly"] is True


def test_a_yes_that_was_not_told_first_says_so_beside_the_plan_in_one_language(agent: Client, site: str) -> None:
    agent.post(f"{site}/plan", PLAN | RICH | {"because": "分期"})

    answer = agent.post(f"{site}/plan/{Plan.objects.get().id}", {"evidence_id": "REC-7"})

    (said,) = faults(answer)
    assert (said.startswith("先告诉借款人：请先告知"), 'value="REC-7"' in main(answer)) == (True, True)
    assert not re.search("[a-z]{3}", said)
