"""An entry of the record as an auditor reads it: no key of ours, no code, each language by itself."""

from __future__ import annotations

from uuid import uuid4

from duly.rules.rights import Act
from duly.web.console import entries
from duly.web.console.words import WORDS

APPROVAL = str(uuid4())


def test_an_entry_is_told_in_words_with_the_beginning_of_an_id() -> None:
    said = {"approval": APPROVAL, "event": "grant", "because": "核实过 done", "said": "虚构的以往 invented past"}

    told = [(one.words, one.shown, one.whole) for one in entries.told(said)]

    assert told == [
        (("审批", "approval"), (APPROVAL[:8], APPROVAL[:8]), APPROVAL),
        (("动作", "move"), ("另一人批准", "another person grants it"), ""),
        (("理由", "reason"), ("核实过 done", "核实过 done"), ""),  # typed by somebody: never taken apart
        (("说明", "said"), ("虚构的以往", "invented past"), ""),
    ]


def test_an_amount_a_share_and_a_table_read_as_such() -> None:
    said = {"amount_minor": 1_230_050, "total_bp": 8_250, "read": {"borrower": 3, "hold": 0}, "kind": ["text", "visit"]}

    assert [one.shown for one in entries.told(said)] == [
        ("12,300.50", "12,300.50"),
        ("82.5 %", "82.5 %"),
        ("借款人 3、暂停催收 0", "borrower 3, hold 0"),
        ("短信、外访", "text message, visit"),
    ]


def test_what_a_second_person_is_asked_for_has_the_name_that_the_house_gives_it() -> None:
    told = entries.told({"approval": APPROVAL, "kind": "bulk_placement"})

    assert told[1].shown == ("批量委案", "bulk placement with an agency")


def test_a_look_says_what_it_was_at_and_what_for() -> None:
    looks = [
        entries.told(said)[0].shown for said in ({"purpose": "case"}, {"purpose": "identify"}, {"purpose": "为诉讼"})
    ]

    assert looks == [("案件", "the case"), ("核实身份", "to make sure who is speaking"), ("为诉讼", "为诉讼")]


def test_what_has_no_name_yet_shows_no_key() -> None:
    assert [one.words for one in entries.told({"never_seen": "x"})] == [("never seen", "never seen")]


def test_rights_instants_and_the_switch_of_visits_are_said_in_words() -> None:
    said = {
        "scopes": ["contact", "see_case", "stop"], "visits": "on", "from": "2026-09-28T03:00:00+00:00", "tips": [],
        "event": "use", "because": "已用于所申请之事 used for what was asked",
    }  # fmt: skip

    told = {one.name: (one.words.zh, one.shown) for one in entries.told(said)}

    assert told["scopes"] == ("权限", ("联系、看案件、停催", "contact, see cases, stop collection"))
    assert told["visits"] == ("外访", ("开通", "on"))
    assert told["from"] == ("从", ("2026-09-28 11:00", "2026-09-28 11:00"))
    assert told["tips"] == ("内部举报", ("—", "—"))
    assert told["because"] == ("理由", ("已用于所申请之事", "used for what was asked"))


def test_every_right_has_its_words() -> None:
    assert WORDS["rights"].keys() == {str(act) for act in Act}
