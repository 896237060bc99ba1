"""The judge's contract over worked cases of the China pack: verdict, rules, what is missing, the first moment allowed."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from duly.rules.compliance.cn.sending import CODES
from duly.rules.compliance.wire import answer
from duly.rules.compliance.wire.reading import fields

CASES = json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))
BY_ID = {case["id"]: case for case in CASES}
PLAIN = BY_ID["CN-T002"]  # an ordinary call in hours, against which nothing speaks


def asked(case: dict[str, Any]) -> dict[str, Any]:
    return answer({"pack": "cn", "ask": case["ask"], "facts": case["facts"]})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_judge_answers_as_the_case_says(case: dict[str, Any]) -> None:
    told = asked(case)

    assert told["verdict"] in case["accept"], told["explanation"]
    if "expected_next_allowed" in case:
        assert told["next_allowed"] == case["expected_next_allowed"]
    assert set(case.get("expected_requires", ())) <= set(told["requires"])
    if case["expected"] != "allow":
        assert {rule["id"] for rule in told["rules"]} & set(case["rules"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_order_of_history_does_not_matter(case: dict[str, Any]) -> None:
    turned = copy.deepcopy(case)
    turned["facts"]["events"] = list(reversed(case["facts"].get("events") or []))
    if "events" not in case["facts"]:
        del turned["facts"]["events"]

    assert asked(turned) == asked(case)


def changed(path: str, value: Any, base: dict[str, Any] = PLAIN) -> dict[str, Any]:
    """A question with one field changed; the value ... takes it away."""
    facts = copy.deepcopy(base["facts"])
    *way, last = path.split(".")
    at: Any = facts
    for part in way:
        at = at[int(part)] if part.isdigit() else at[part]
    if value is ...:
        del at[last]
    else:
        at[int(last) if last.isdigit() else last] = value
    return answer({"pack": "cn", "facts": facts})


@pytest.mark.parametrize("path", [
    "action.caller_id", "action.recording", "action.staff", "action.party", "consumer.deceased", "consumer.capacity",
    "debts.0.plan", "debts.0.legal_case", "debts.0.transfer", "debts.0.status", "events", "systems",
    "staff.0.certificate_expires_on", "addresses.0.source", "lenders.0.caller_ids", "action.content.discloses_debt",
    "action.address", "action.debts",
])  # fmt: skip
def test_a_fact_that_is_not_known_never_lets_a_call_pass(path: str) -> None:
    assert asked(PLAIN)["verdict"] == "allow"

    told = changed(path, ...)

    assert told["verdict"] not in ("allow", "warn")
    assert told["rules"]
    assert "无法判断" in "".join(told["explanation"])


@pytest.mark.parametrize(("path", "value", "names"), [
    ("action.ts", "2026-06-03T08:00:00", "facts.action.ts"),
    ("action.channel", "pigeon", "facts.action.channel"),
    ("action.party", "P9", "facts.action.party"),
    ("action.address", "N9", "facts.action.address"),
    ("debts.0.dpd", "forty", "facts.debts[0].dpd"),
    ("consumer.capacity", "some", "facts.consumer.capacity"),
    ("action.purpose", "hunt", "facts.action.purpose"),
])  # fmt: skip
def test_a_question_that_cannot_be_read_is_answered_with_the_path_and_never_with_leave(
    path: str, value: Any, names: str
) -> None:
    told = changed(path, value)

    assert told["verdict"] == "deny"
    assert told["rules"][0]["clause"] == names


WHOM_NOBODY_NAMED = (
    ("consumer.guardian", "X9", "facts.consumer.guardian"),
    ("addresses.0.owner", "X9", "facts.addresses[0].owner"),
    ("consents", [{"id": "K1", "given_by": "X9", "scope": "night_contact"}], "facts.consents[0].given_by"),
    ("preferences", [{"type": "channel_opt_out", "address": "N9"}], "facts.preferences[0].address"),
    ("holds", [{"id": "H1", "type": "legal", "debts": ["D1", "D9"]}], "facts.holds[0].debts[1]"),
    ("complaints", [{"id": "C1", "accused": ["S9"]}], "facts.complaints[0].accused[0]"),
    ("notices", [{"id": "V1", "type": "outsourcing", "agency": "A9"}], "facts.notices[0].agency"),
    ("unreachable_proof", {"id": "U1", "addresses": ["N9"]}, "facts.unreachable_proof.addresses[0]"),
    ("debts.0.creditor", "L9", "facts.debts[0].creditor"),
    ("debts.0.assigned_to", "A9", "facts.debts[0].assigned_to"),
    ("debts.0.transfer", {"from": "L9", "to": "L1"}, "facts.debts[0].transfer.from"),
    ("staff.0.employer", "A9", "facts.staff[0].employer"),
    ("collector.id", "L9", "facts.collector.id"),
    ("action.staff", ["S9"], "facts.action.staff[0]"),
    ("action.visit", {"notice_id": "V9"}, "facts.action.visit.notice_id"),
    ("action.content.on_behalf_of", "L9", "facts.action.content.on_behalf_of"),
)


@pytest.mark.parametrize(("path", "value", "names"), WHOM_NOBODY_NAMED, ids=lambda each: str(each)[:30])
def test_a_reference_to_a_record_that_is_not_there_is_a_fault_that_names_it(path: str, value: Any, names: str) -> None:
    told = changed(path, value)

    assert told["verdict"] == "deny"
    assert (told["rules"][0]["id"], told["rules"][0]["clause"]) == ("QUESTION", names)


def test_a_finding_of_the_language_check_that_nobody_knows_is_a_fault() -> None:
    told = changed("action.content.flags", ["F-FEE", "F-NEW"])

    assert (told["verdict"], told["rules"][0]["clause"]) == ("deny", "facts.action.content.flags[1]")


def test_every_code_of_the_language_check_may_be_told_and_blocks() -> None:
    for code in CODES:
        told = changed("action.content.flags", [code])

        assert told["verdict"] not in ("allow", "warn"), code
        assert told["rules"][0]["id"] != "QUESTION", code


@pytest.mark.parametrize(("path", "value"), [
    ("debts.0.transfer", {}),
    ("debts.0.transfer", {"from": "L1", "to": "L1", "notice": {}}),
    ("holds", [{}]), ("complaints", [{}]), ("disputes", [{}]), ("preferences", [{}]),
])  # fmt: skip
def test_an_empty_record_is_no_leave(path: str, value: Any) -> None:
    assert changed(path, value)["verdict"] not in ("allow", "warn")


def test_a_notice_without_a_number_announces_no_visit() -> None:
    case = next(each for each in CASES if (each["facts"]["action"].get("visit") or {}).get("notice_id"))
    told = []
    for notice_id in ("V1", None):
        facts = copy.deepcopy(case["facts"])
        sent = {"type": "visit", "sent_at": "2026-01-05T10:00:00+08:00", "proof_id": "PF"}
        facts["notices"] = [sent | ({"id": notice_id} if notice_id else {})]
        facts["action"]["visit"]["notice_id"] = notice_id
        told.append(answer({"pack": "cn", "facts": facts})["requires"])

    assert set(told[1]) - set(told[0]) == {"visit_notice"}


def test_an_empty_notice_announces_nothing() -> None:
    case = copy.deepcopy(BY_ID["CN-T083"])
    case["facts"]["notices"] = [{}]
    case["facts"]["debts"][0]["transfer"]["notice"] = {}

    told = asked(case)

    assert told["verdict"] == "deny"
    assert {"transfer_notice", "outsourcing_notice"} <= set(told["requires"])


def test_a_field_the_contract_does_not_name_is_listed_and_ignored() -> None:
    told = changed("consumer.hair", "grey")

    assert told["verdict"] == "allow"
    assert told["ignored"] == ["facts.consumer.hair"]


def test_a_house_rule_is_never_shown_as_law() -> None:
    for case in CASES:
        for rule in asked(case)["rules"]:
            assert (rule["force"] == "P") == (rule["certainty"] == "P")


def test_before_the_first_limit_nothing_is_permitted() -> None:
    assert changed("action.ts", "2025-02-27T10:00:00+08:00")["verdict"] == "deny"


class TestWhatHappensAlongACall:
    def test_a_consent_given_by_somebody_else_is_none(self) -> None:
        case = copy.deepcopy(BY_ID["CN-T008"])
        case["facts"]["consents"][0] |= {"given_by": "X1", "revoked_at": None}

        assert asked(case)["verdict"] == "deny"

    def test_an_own_recorded_consent_opens_its_window_and_no_minute_more(self) -> None:
        case = copy.deepcopy(BY_ID["CN-T008"])
        case["facts"]["consents"][0]["revoked_at"] = None

        assert asked(case)["verdict"] == "allow"

        case["facts"]["action"]["ts"] = "2026-06-03T22:29:00+08:00"
        assert asked(case)["next_allowed"] == "2026-06-03T22:30:00+08:00"

    def test_a_wait_after_a_call_is_never_cut_short_by_the_seconds_of_either(self) -> None:
        case = copy.deepcopy(PLAIN)
        call = {"channel": "phone_call", "direction": "outbound", "party": "P1", "collector": "L1",
                "address": case["facts"]["action"]["address"], "outcome": "no_answer"}  # fmt: skip
        case["facts"]["events"] = [{**call, "ts": "2026-06-03T10:00:45+08:00"}]
        case["facts"]["action"]["ts"] = "2026-06-03T10:20:50+08:00"

        told = asked(case)

        assert (told["verdict"], told["next_allowed"]) == ("deny", "2026-06-03T10:21:00+08:00")

        case["facts"]["action"]["ts"] = told["next_allowed"]
        assert asked(case)["verdict"] == "allow"

    def test_a_contact_person_who_refused_is_offered_no_later_moment(self) -> None:
        case = copy.deepcopy(BY_ID["CN-T037"])
        case["facts"]["action"]["ts"] = "2026-06-03T22:30:00+08:00"

        told = asked(case)

        assert told["next_allowed"] is None
        assert "stop" in {rule["effect"] for rule in told["rules"]}

    @pytest.mark.parametrize("words", ["别再问我了", "以后不要再来骚扰我", "Please don't ask me again"])
    def test_a_refusal_is_heard_in_the_words_themselves(self, words: str) -> None:
        case = copy.deepcopy(BY_ID["CN-T037"])
        case["facts"]["parties"][0].pop("refused_at", None)
        for event in case["facts"]["events"]:
            event.pop("signals", None)
            if event["party"] == case["facts"]["action"]["party"]:
                event["text"] = words

        assert "CN-PARTY-07" in {rule["id"] for rule in asked(case)["rules"] if rule["effect"] == "stop"}

    def test_hours_wished_for_on_several_days_are_kept_each_on_its_own(self) -> None:
        """2026-06-03 is a Wednesday."""
        case = copy.deepcopy(PLAIN)
        evenings = {"ts": "2026-05-01T10:00:00+08:00", "type": "contact_window", "days": ["Mon", "Tue"],
                    "from": "18:00", "to": "20:00"}  # fmt: skip
        mornings = evenings | {"days": ["Wed", "Sun"], "from": "09:00", "to": "12:00"}
        case["facts"]["preferences"] = [evenings, mornings]
        case["facts"]["action"]["ts"] = "2026-06-03T10:00:00+08:00"

        assert asked(case)["verdict"] == "allow"

        case["facts"]["action"]["ts"] = "2026-06-03T12:00:00+08:00"
        assert asked(case)["next_allowed"] == "2026-06-07T09:00:00+08:00"

    def test_of_two_wishes_for_one_day_the_later_counts(self) -> None:
        case = copy.deepcopy(PLAIN)
        wish = {"ts": "2026-05-01T10:00:00+08:00", "type": "contact_window", "from": "09:00", "to": "12:00"}
        later = wish | {"ts": "2026-05-02T10:00:00+08:00", "from": "18:00", "to": "20:00"}
        case["facts"]["preferences"] = [later, wish]
        case["facts"]["action"]["ts"] = "2026-06-03T10:00:00+08:00"

        assert asked(case)["next_allowed"] == "2026-06-03T18:00:00+08:00"

    def test_a_plan_missed_beyond_its_grace_is_no_longer_kept(self) -> None:
        case = copy.deepcopy(BY_ID["CN-T079"])
        case["facts"]["debts"][0]["plan"]["missed_due_on"] = "2026-05-30"

        assert asked(case)["verdict"] == "allow"

    def test_a_transfer_with_a_proved_notice_lets_the_new_creditor_begin(self) -> None:
        case = copy.deepcopy(BY_ID["CN-T083"])
        case["facts"]["debts"][0]["transfer"]["notice"] = {
            "sent_at": "2026-05-21T10:00:00+08:00", "delivered_at": "2026-05-22T10:00:00+08:00", "proof_id": "PF-2",
        }  # fmt: skip

        assert asked(case)["verdict"] == "allow"

    def test_the_old_creditor_stops_with_the_day_of_the_transfer(self) -> None:
        case = copy.deepcopy(PLAIN)
        case["facts"]["lenders"].append({"id": "L2", "name": "乙银行", "kind": "bank"})
        case["facts"]["debts"][0] |= {"creditor": "L2", "transfer": {"from": "L1", "to": "L2", "on": "2026-06-03"}}

        assert asked(case)["verdict"] == "deny"

        case["facts"]["debts"][0]["transfer"]["on"] = "2026-06-04"
        assert asked(case)["verdict"] == "allow"


def test_every_field_of_the_contract_has_a_name_that_is_text() -> None:
    assert all(isinstance(name, str) for named in fields().values() for name in named)
