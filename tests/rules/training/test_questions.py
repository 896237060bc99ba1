"""The course asks what the law's cases are about, and the judge answers: nobody writes an answer by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from duly import law as laws
from duly.core.day import CONTACT_ZONE
from duly.rules.compliance import Contact, judge
from duly.rules.compliance.cn.pack import SENDING
from duly.rules.training.cases import CHAPTERS, TEXTS, cases, ordinary, sentences
from duly.rules.training.exam import drawn, terms
from duly.rules.training.questions import ANSWERS, OPTIONS, NoSuchQuestion, Question, question, questions, told
from duly.rules.words import Context, check
from duly.rules.words.checker import codes
from tests.facts import SENDING_ORDINARY
from tools import training

LAW = laws.load("cn")
EVERY = list(questions(LAW).values())
OF_CONTACTS = [one for one in EVERY if one.kind != "say"]


def test_the_cases_are_the_laws() -> None:
    assert training.OUT.read_text("utf-8") == training.text()


def test_no_answer_stands_in_what_is_shipped() -> None:
    """Had a verdict been copied, the course would go on teaching it after the law has changed."""
    kept = yaml.safe_load(training.OUT.read_text("utf-8"))

    assert {name for of_it in kept["contacts"].values() for one in of_it for name in one} == {"id", "contact", "facts"}
    assert {name for one in kept["sentences"] for name in one} == {"id", "text"}


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_what_is_asked_and_answered_is_text_in_both_languages(one: Question) -> None:
    """A bare Yes in a list of words is no text: it was shown as "True"."""
    for words in (one.situation, one.asked, *one.options, *(each.words for each in one.because)):
        assert isinstance(words.zh, str), words
        assert isinstance(words.en, str), words


def test_nobody_objects_to_the_ordinary() -> None:
    at = datetime(2026, 3, 2, 10, 0, tzinfo=CONTACT_ZONE)

    assert not judge(Contact("voice", at), ordinary(), LAW, SENDING).findings
    assert set(SENDING_ORDINARY) - set(ordinary()) == {"day", "local_minute"}


@pytest.mark.parametrize("one", OF_CONTACTS, ids=lambda one: one.id)
def test_what_is_right_is_what_the_judge_says(one: Question) -> None:
    asked = question(one.id, LAW)
    case = cases()[asked.case]
    verdict = judge(case.contact, told(case), LAW, SENDING)
    right = asked.options[asked.key]

    if asked.kind == "may":
        assert verdict.allowed == (ANSWERS[asked.key].word == "allow")
        assert verdict.allowed or verdict.severity is ANSWERS[asked.key]
    elif asked.kind == "which":
        assert [right.zh] == [limit.zh for limit in LAW if limit.id == verdict.refused_by[0]]
    else:
        at = datetime.strptime(right.zh, "%Y-%m-%d %H:%M").replace(tzinfo=CONTACT_ZONE)
        blocking = {one.rule for one in verdict.findings if one.severity.blocks}
        assert at == max(one.retry_at for one in verdict.findings if one.retry_at and one.severity.blocks)
        assert all(one.retry_at for one in verdict.findings if one.rule in blocking)


def test_what_is_right_of_a_sentence_is_what_the_check_hears() -> None:
    said = [one for one in EVERY if one.kind == "say"]

    for one in said:
        heard = check(sentences()[one.case].text, Context()).codes
        expected = codes()[heard[0]]["why_zh"] if heard else "没有问题，可以说"
        assert one.options[one.key].zh == expected
        others = {option.zh for place, option in enumerate(one.options) if place != one.key}
        assert not others & {codes()[code]["why_zh"] for code in heard}
    assert {bool(check(one.said).codes) for one in said} == {True, False}


def test_every_question_has_four_different_answers_in_both_languages_and_a_source() -> None:
    for one in EVERY:
        assert len({option.zh for option in one.options}) == len({option.en for option in one.options}) == OPTIONS
        assert all(because.words.zh and because.words.en for because in one.because)
        assert one.because[0].source or one.kind == "say"
        assert "{" not in one.situation.zh + one.situation.en
        assert not any("㐀" <= sign <= "鿿" for sign in one.situation.en + one.asked.en)


def test_every_word_of_the_course_is_text() -> None:
    """A bare Yes in the file is no word; in English the answers would read True and False."""
    wrong = [(part, code) for part, told in TEXTS.items() for code, pair in told.items()
             if not all(isinstance(side, str) and side for side in (pair.zh, pair.en))]  # fmt: skip

    assert wrong == []


def test_what_is_right_stands_at_no_place_that_can_be_guessed() -> None:
    for kind in ("when", "which", "say"):
        places = Counter(one.key for one in EVERY if one.kind == kind)
        assert len(places) == OPTIONS
        assert max(places.values()) < sum(places.values()) / 2


@given(st.text(min_size=1))
def test_an_exam_is_drawn_again_from_its_seed_as_much_of_every_chapter(seed: str) -> None:
    first, again = drawn(seed, LAW, terms()), drawn(seed, LAW, terms())

    assert first == again
    assert Counter(one.chapter for one in first) == dict.fromkeys(CHAPTERS, terms().per_chapter)
    assert len({one.case for one in first}) == len(first)


def test_different_seeds_draw_differently() -> None:
    assert len({tuple(one.id for one in drawn(str(seed), LAW, terms())) for seed in range(50)}) == 50


def test_a_question_that_there_is_not_is_refused() -> None:
    with pytest.raises(NoSuchQuestion):
        question("cn.none/1/may", LAW)


@pytest.mark.parametrize(
    ("passed", "last"), [("2026-11-25", "2027-11-24"), ("2028-02-29", "2029-02-27"), ("2026-12-31", "2027-12-30")]
)
def test_a_certificate_holds_for_a_year(passed: str, last: str) -> None:
    assert terms().last_day(date.fromisoformat(passed)) == date.fromisoformat(last)


def test_as_many_as_the_share_asks_are_needed_and_no_fewer() -> None:
    assert [terms().needed(asked) for asked in (0, 1, 10, 24)] == [0, 1, 8, 20]


def test_the_yearly_exam_is_the_laws() -> None:
    assert LAW[terms().limit].id == "CN-AGY-10"
