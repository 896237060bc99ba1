import copy
import json
import re
from pathlib import Path

import pytest

from duly.book.measures import MEASURES
from duly.law import pack
from duly.nightly.sentences import sentences
from duly.nightly.summary import DoesNotAddUp, reconcile
from duly.nightly.words import Two

TITLES = {limit.id: Two(limit.zh, limit.en) for limit in pack.load("cn")}
NAMES = {
    "day", "rows", "money", "loans", "planned", "permitted", "refused", "refused_by_rule", "left_in_peace_by_reason",
    "worklists", "score", "steps",
}  # fmt: skip


def test_a_summary_holds_what_the_reference_names_and_is_plain_json(made_day):
    assert set(made_day.summary) >= NAMES
    assert json.loads(json.dumps(made_day.summary)) == made_day.summary


def test_everybody_is_left_in_peace_or_planned_for_and_every_plan_is_judged(made_day):
    summary = made_day.summary

    assert summary["borrowers"]["total"] == sum(summary["left_in_peace_by_reason"].values()) + summary["planned"]
    assert summary["planned"] == summary["permitted"] + summary["refused"]
    assert summary["loans"]["total"] == 400 == sum(summary["loans"]["by_bucket"].values())
    assert summary["refused"] > 0 < summary["permitted"]


def test_people_are_late_as_their_loans_are(made_day):
    """Every borrower of this day has one loan, and some are past due within their days of grace."""
    summary = made_day.summary

    assert summary["borrowers"]["late"] == summary["loans"]["overdue"]
    assert made_day.measures.value("in_peace", "in_grace", "not_late") == summary["loans"]["in_grace"] > 0
    assert made_day.measures.value("in_peace", "in_grace", "late") == 0


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (("rows", "payments"), "accepted"),
        (("money_taken", "payments.amount_minor"), "quarantined"),
        (("loans", "by_bucket"), "M3"),
        (("money",), "overdue_minor"),
        (("money",), "outstanding_minor"),
        (("borrowers",), "in_peace"),
        (("borrowers",), "total"),
        ((), "planned"),
        ((), "permitted"),
        ((), "refused"),
        (("worklists",), "T51"),
    ],
)
def test_one_figure_off_by_one_is_noticed_and_named(made_day, where, name):
    wrong = copy.deepcopy(made_day.summary)
    part = wrong
    for key in where:
        part = part[key]
    part[name] += 1

    with pytest.raises(DoesNotAddUp, match=r"2026-10-01 does not add up: .* but "):
        reconcile(wrong, made_day.measures, loans_in_book=400)


def test_a_loan_that_was_taken_in_and_never_aged_is_noticed(made_day):
    with pytest.raises(DoesNotAddUp, match="loans aged 400 but loans in the book 401"):
        reconcile(made_day.summary, made_day.measures, loans_in_book=401)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_manager_reads_eight_to_twelve_sentences_with_the_figures_of_the_summary(made_day, lang):
    told = sentences(made_day.summary, TITLES, lang)

    assert 8 <= len(told) <= 12
    assert all(told)
    text = "\n".join(told)
    for figure in (made_day.summary["planned"], made_day.summary["permitted"], made_day.summary["loans"]["total"]):
        assert f"{figure:,}" in text
    assert ("法律意见" if lang == "zh" else "legal advice") in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_reasons_are_told_of_everybody_left_in_peace_and_the_late_among_them_apart(made_day, lang):
    people = made_day.summary["borrowers"]
    (told,) = [one for one in sentences(made_day.summary, TITLES, lang) if f"{people['in_peace']:,}" in one]

    _, reasons, late = re.fullmatch(r"(.*?[.。] ?)(.*?[.。] ?)(.*)", told).groups()
    assert sum(int(number) for number in re.findall(r"\d+", reasons)) == people["in_peace"]
    assert re.findall(r"\d+", late) == [str(people["in_peace_though_late"])]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_rule_is_named_in_words_before_its_id_and_objects_only_where_it_knows(made_day, lang):
    (told,) = [one for one in sentences(made_day.summary, TITLES, lang) if "CN-FREQ-01" in one]
    refused, unknown = made_day.summary["refused_by_rule"], made_day.summary["unknown_by_rule"]
    nowhere = made_day.summary["refused_without_address"]

    def named(rule, contacts):
        title = getattr(TITLES[rule], lang)
        return f"{title}（{rule}）{contacts}" if lang == "zh" else f"{title} ({rule}) {contacts}"

    objecting, lacking, without = re.fullmatch(r"(.*?[.。] ?)(.*?[.。] ?)(.*)", told).groups()
    assert named("CN-FREQ-01", refused["CN-FREQ-01"]) in objecting
    assert named("CN-PARTY-07", refused["CN-PARTY-07"]) in objecting
    assert refused["CN-PARTY-03"] == unknown["CN-PARTY-03"]
    assert "CN-PARTY-03" not in objecting
    assert named("CN-PARTY-03", unknown["CN-PARTY-03"]) in lacking
    assert re.findall(r"\d+", without) == [str(nowhere)] != ["0"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_reference_names_every_key_and_every_measure(made_day, lang):
    reference = (Path(__file__).parents[2] / "docs" / "reference" / f"summary.{lang}.md").read_text("utf-8")

    keys = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", reference, re.M)
    assert sorted(keys) == sorted(made_day.summary)
    for measure in MEASURES:
        assert f"| `{measure.name}` | {measure.of} | {measure.by} | {getattr(measure, lang)} |" in reference
