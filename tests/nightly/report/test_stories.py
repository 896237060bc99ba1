import pytest

from duly.book import scorecard
from duly.nightly.reading import Reading
from duly.nightly.report.stories import NOBODY, stories

from ..conftest import DAY
from .conftest import CITATION, spoken

CARD = scorecard.load()


@pytest.fixture
def told(read_day):
    return {story.kind: story for story in stories(Reading(read_day, DAY), "CNY", spoken, CARD)}


def text(story, lang):
    return "\n".join(getattr(step.text, lang) for step in story.steps)


def test_who_forgot_is_the_one_least_late_who_gets_one_reminder(told):
    story = told["forgot"]

    assert "第 4 期，2026年9月27日应还 ¥812.34：本金 ¥800.00，利息 ¥12.34。" in text(story, "zh")
    assert "4 days past due on 1 Oct 2026, bucket M1 1–30 days, ¥812.84 overdue in all." in text(story, "en")
    assert "没有一条规则拒绝，2 条提示：放行" in text(story, "zh")
    assert story.steps[-1].text.en.startswith("Today 10:00–20:00")


def test_whoever_is_in_hardship_is_not_even_asked_about(told):
    story = told["hardship"]

    assert "遇到经济困难，先谈纾困" in text(story, "zh")
    assert "No contact is planned, so the gate is not asked." in text(story, "en")
    assert not any(step.findings for step in story.steps)


def test_a_refused_call_to_a_relative_names_every_rule_its_source_and_when_to_ask_again(told, page):
    story = told["family"]
    (gate,) = [step for step in story.steps if step.findings]

    assert [finding.rule for finding in gate.findings] == ["CN-PARTY-03", "CN-PARTY-07"]
    assert "2 条规则不通过：不得联系。" in gate.text.zh
    assert story.steps[-1].text.en.startswith("None: this is not a matter of time")
    assert CITATION in page
    assert "此人 &lt;已&gt; 拒绝。" in page
    assert "2026年10月2日 08:00" in page, "08:00 of the law's own zone, not of UTC"


def test_the_same_day_tells_of_the_same_people(told, read_day):
    again = stories(Reading(read_day, DAY), "CNY", spoken, CARD)

    assert [story.borrower_id for story in again] == [story.borrower_id for story in told.values()]


def test_a_day_without_such_a_person_says_so(read_day):
    empty = read_day.cursor()
    empty.execute("CREATE TEMP VIEW planned AS SELECT * FROM memory.main.planned WHERE party_role = 'borrower'")

    (story,) = [one for one in stories(Reading(empty, DAY), "CNY", spoken, CARD) if one.kind == "family"]

    assert story.moral == NOBODY
    assert not story.steps
