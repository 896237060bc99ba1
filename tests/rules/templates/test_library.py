"""Every text that is shipped says what it has to, may be said, and was approved as it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly import law as laws
from duly.rules.templates import BadTemplate, Template, load, missing, render, segments
from duly.rules.templates.library import load_folder
from duly.rules.templates.required import kinds
from duly.rules.templates.template import from_yaml

LAW = laws.load("cn")
DAY = date(2026, 12, 1)
TEMPLATES = tuple(load())
DOMAINS = ("anhe.example",)
SOUND = """\
id: note.zh
kind: push
language: zh
speaker: lender
version: 1
effective: {from: 2026-11-26}
text: "{brand}：您好"
"""


def named(one: Template) -> str:
    return one.id


def test_every_kind_of_message_has_a_text_in_both_languages() -> None:
    there = {(one.kind, one.language) for one in TEMPLATES}

    assert there == {(kind, language) for kind in kinds() for language in ("zh", "en")}
    assert len(kinds()) == 17


def test_every_speaker_has_the_opening_of_a_call() -> None:
    openings = [one for one in TEMPLATES if one.kind == "call_opening"]
    to_guardians = [one for one in openings if "_guardian" in one.id]

    assert Counter(one.speaker for one in to_guardians) == {"lender": 2, "agency": 2}  # no machine calls a guardian
    assert Counter(one.speaker for one in openings) - Counter(one.speaker for one in to_guardians) == {
        "lender": 2, "agency": 2, "robot": 2,
    }  # fmt: skip


@pytest.mark.parametrize("one", TEMPLATES, ids=named)
def test_a_text_lacks_nothing_and_renders_with_its_example(one: Template) -> None:
    assert missing(one.wording, LAW, DAY) == ()
    text = render(one, one.example(), on=DAY, domains=DOMAINS)
    assert "{" not in text
    assert "}" not in text


@pytest.mark.parametrize("one", [one for one in TEMPLATES if "lender" in one.names], ids=named)
def test_a_text_can_speak_of_a_lender_whose_name_ends_in_bank(one: Template) -> None:
    """It was refused as the words of an agency that poses as one: 致电…银行官方热线."""
    lender = {"zh": "如约示例银行", "en": "Duly Example Bank"}[one.language]
    assert lender in render(one, one.example() | {"lender": lender}, on=DAY, domains=DOMAINS)


@pytest.mark.parametrize("one", [one for one in TEMPLATES if one.kind == "sms"], ids=named)
def test_a_text_message_takes_one_segment(one: Template) -> None:
    assert segments(render(one, one.example(), on=DAY, domains=DOMAINS)) == 1


@given(st.sampled_from(TEMPLATES), st.data())
def test_a_single_character_changed_is_no_longer_approved(one: Template, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(one.text) - 1))
    other = data.draw(st.characters().filter(lambda new: new != one.text[at]))

    assert one.approved(DAY)
    try:
        changed = replace(one, text=one.text[:at] + other + one.text[at + 1 :])
    except BadTemplate:  # a brace or a name was hit: it is no template any more
        return
    assert not changed.approved(DAY)


@pytest.mark.parametrize(
    "other", [{"kind": "letter"}, {"language": "en"}, {"speaker": "agency"}, {"version": 2}, {"id": "other"}], ids=str
)
def test_an_approval_counts_only_for_what_it_was_given_for(other: dict[str, object]) -> None:
    assert not replace(load()["sms.zh"], **other).approved(DAY)


def test_an_approval_counts_from_its_day() -> None:
    one = load()["sms.zh"]
    assert one.approval is not None
    assert not one.approved(one.approval.on - timedelta(days=1))


def test_a_text_is_used_from_its_first_day_and_no_more_from_its_last() -> None:
    one = replace(load()["sms.zh"], effective_until=date(2027, 1, 1))

    assert not one.effective(one.effective_from - timedelta(days=1))
    assert one.effective(one.effective_from)
    assert one.effective(date(2026, 12, 31))
    assert not one.effective(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("version: 1", "version: 0", "version"),
        ("version: 1", "version: one", "version"),
        ("kind: push", "kind: poster", "poster"),
        ("language: zh", "language: fr", "fr"),
        ("speaker: lender", "speaker: police", "police"),
        ("speaker: lender", "", "speaker"),
        ("speaker: lender", "speaker: lender\ncolour: red", "colour"),
        ("speaker: lender", "speaker: lender\nspeaker: robot", "twice"),
        ("from: 2026-11-26", "from: soon", "YYYY-MM-DD"),
        ("from: 2026-11-26", "since: 2026-11-26", "since"),
        ("{brand}", "{shoe_size}", "shoe_size"),
        ("{brand}", "{brand.__class__}", "大括号"),
        ("{brand}", "{brand!r}", "大括号"),
        ("{brand}", "{brand:>9}", "大括号"),
        ("{brand}", "{0}", "大括号"),
        ("{brand}", "{{brand}}", "大括号"),
        ("{brand}", "{brand", "大括号"),
        ("您好", "您\u200b好", "u200b"),
        ("kind: push\nlanguage: zh\nspeaker: lender", "kind: push\nlanguage: zh\nspeaker: agency", "lender"),
        ("id: note.zh", "id: 'Note ZH'", "id"),
        ("version: 1", "version: 1\napproved: {by: king, on: 2026-11-26, hash: ab}", "king"),
        ("version: 1", "version: 1\napproved: {by: legal, on: 2026-11-26}", "hash"),
    ],
)
def test_a_file_is_read_strictly(old: str, new: str, told: str) -> None:
    assert from_yaml(SOUND, "note.yaml").names == ("brand",)
    with pytest.raises(BadTemplate, match=r"note\.(yaml|zh)|Note ZH") as refused:
        from_yaml(SOUND.replace(old, new), "note.yaml")
    assert told in str(refused.value)


def test_a_folder_names_no_template_twice(tmp_path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(SOUND, encoding="utf-8")

    with pytest.raises(BadTemplate, match=r"note\.zh"):
        load_folder(tmp_path)


def test_an_empty_folder_and_an_unknown_id_say_so(tmp_path) -> None:
    with pytest.raises(BadTemplate, match="holds no template"):
        load_folder(tmp_path)
    with pytest.raises(BadTemplate, match="there is no such template"):
        load()["poster.zh"]
