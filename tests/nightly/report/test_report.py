import base64
import hashlib
import json
import re
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.book import scorecard
from duly.law import pack
from duly.nightly import words
from duly.nightly.report import render
from duly.nightly.report.people import apportion, people
from duly.nightly.summary import Measures


def test_every_total_is_the_sum_of_the_rows_above_it(parsed):
    summed = {name: parts for name, parts in parsed.tables.items() if parts["tfoot"]}

    assert len(summed) >= 12
    for name, parts in summed.items():
        (totals,) = parts["tfoot"]
        for column, total in enumerate(totals):
            if total is not None:
                assert total == sum(row[column] for row in parts["tbody"]), f"{name}, column {column}"


def test_tables_that_count_the_same_thing_agree(parsed, made_day):
    def total(table: str, column: int = 0) -> int:
        return parsed.tables[f"table-{table}"]["tfoot"][0][column]

    summary = made_day.summary
    assert total("people") == summary["borrowers"]["total"]
    assert total("aging") == total("classes") == total("rolls") == summary["loans"]["total"]
    assert total("aging", 1) == total("parts") == total("arms", 2) == summary["money"]["overdue_minor"]
    assert total("aging", 2) == total("classes", 1) == summary["money"]["outstanding_minor"]
    assert total("verdicts") == total("channels") + total("channels", 1) == summary["planned"]
    assert total("parties") == total("channels") == summary["permitted"]
    assert total("rules-of-refusal") == total("parties", 1) == summary["refused"]
    assert total("reasons") + total("reasons", 1) == total("arms", 3) == summary["borrowers"]["in_peace"]
    assert total("teams", 1) == sum(summary["worklists"].values())


def test_each_bucket_of_the_heat_map_shares_out_all_its_loans(page, parsed, made_day):
    rows = parsed.tables["table-moved"]["tbody"]

    assert sum(row[0] for row in rows) == made_day.summary["loans"]["total"]


def test_every_chart_is_followed_by_a_table_with_the_same_figures(page):
    drawn = r'<script type="application/json" data-chart="chart-([\w-]+)">(.*?)</script>(?=(.*?)<table)'
    charts = re.findall(drawn, page, re.S)

    assert len(charts) == page.count('<script type="application/json"') == page.count('role="img"') >= 7
    for name, spec, between in charts:
        assert json.loads(spec)["kind"] in {"bars", "calibration"}, name
        assert "<section" not in between, name


def test_nothing_in_the_book_can_become_part_of_the_page(page, parsed):
    """The lender of this book is called </script><img src=x onerror=alert(1)>."""
    assert "img" not in {tag for tag, _ in parsed.elements}
    assert not [attrs for _, attrs in parsed.elements if any(name.startswith("on") for name in attrs)]
    assert "</script><img src=x" in "".join(parsed.text)
    assert page.count("<script") == page.count("</script>")


def test_the_page_asks_nobody_for_anything(parsed):
    for tag, attrs in parsed.elements:
        for name in ("src", "href", "action", "data", "srcset"):
            asked = attrs.get(name) or "#"
            assert asked.startswith("#") or asked == "data:,", (tag, asked)
    assert policy_of(parsed).startswith("default-src 'none'")


def policy_of(parsed) -> str:
    (policy,) = [
        attrs["content"] for _, attrs in parsed.elements if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    return policy


def test_only_the_scripts_it_was_written_with_may_run(page, parsed):
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)

    assert len(scripts) == 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy_of(parsed)


def test_all_is_said_in_both_languages(parsed):
    spans = [attrs for tag, attrs in parsed.elements if tag == "span" and attrs.get("class") in {"zh", "en"}]

    assert len(spans) > 200
    for zh, en in zip(spans[::2], spans[1::2], strict=True):
        assert (zh["class"], en["class"]) == ("zh", "en")


def test_headings_go_down_one_level_at_a_time_and_ids_are_used_once(parsed):
    levels = [int(tag[1]) for tag, _ in parsed.elements if re.fullmatch(r"h[1-6]", tag)]
    ids = [attrs["id"] for _, attrs in parsed.elements if attrs.get("id")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(ids) == len(set(ids))


def test_people_come_first(page, made_day):
    headline = f"今天有 {made_day.summary['borrowers']['in_peace']:,} 人不被打扰"

    assert page.index(headline) < page.index("M1 1–30 天")
    assert "不是法律意见" in page
    assert "演示数据 Demonstration &lt;b&gt;only&lt;/b&gt;" in page


def test_the_same_day_gives_the_same_bytes(page, made_day, read_day):
    from .conftest import spoken

    assert render(read_day, made_day.summary, law=pack.load("cn"), card=scorecard.load(), findings=spoken) == page


@pytest.mark.parametrize(
    ("folder", "licence"),
    [
        (files("duly.nightly.report").joinpath("vendor"), ("LICENSE.txt", "Apache License")),
        (Path(__file__).parents[2] / "vendor", ("axe-LICENSE.txt", "Mozilla Public License")),
    ],
    ids=["charts", "accessibility"],
)
def test_a_vendored_library_is_the_one_that_was_looked_at_with_its_licence(folder, licence):
    sums = dict(reversed(line.split()) for line in folder.joinpath("SHA256SUMS.txt").read_text().splitlines())

    for name, digest in sums.items():
        assert hashlib.sha256(folder.joinpath(name).read_bytes()).hexdigest() == digest
    assert {file.name for file in folder.iterdir()} == {*sums, "SHA256SUMS.txt"}
    assert licence[1] in folder.joinpath(licence[0]).read_text("utf-8")


@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=6), st.integers(0, 200))
def test_figures_are_shared_out_in_proportion(numbers, seats):
    given_ = apportion(numbers, seats)

    if whole := sum(numbers):
        assert sum(given_) == seats
        assert all(
            abs(figures * whole - number * seats) < whole for figures, number in zip(given_, numbers, strict=True)
        )
    else:
        assert not any(given_)


def leads(page):
    return re.findall(r'<p class="lead">.*?lang="zh-Hans">(.*?)</span>', page, re.S)


def test_the_opening_says_why_the_late_are_left_in_peace_and_by_which_means_the_others_are_reached(page, made_day):
    _, spared, wanted, *_ = leads(page)
    summary = made_day.summary

    late, *reasons = (int(number) for number in re.findall(r"(\d+) 人", spared))
    assert late == summary["borrowers"]["in_peace_though_late"] == sum(reasons)
    for channel, contacts in summary["permitted_by_channel"].items():
        assert f"{words.say(words.CHANNELS, channel, 'zh')} {contacts}" in wanted


@pytest.mark.parametrize("placed", [False, True])
def test_where_a_converter_placed_amounts_next_to_nothing_is_not_told_as_if_it_were_owed(made_day, placed):
    tiny = Measures([("in_peace", "hardly_anything", "late", 3), ("borrowers", "leave_in_peace", "late", 3)])

    told = "".join(line.zh for line in people(made_day.summary, tiny, placed=placed).lead)

    assert "3 人逾期了，今天也不联系：欠得极少，不值得打扰任何人 3 人。" in told
    assert ("转换程序" in told) == placed


def test_where_nobody_is_late_the_opening_is_one_sentence(quiet_page):
    assert leads(quiet_page) == ["台账上有 3 人。3 人没有逾期。"]


def test_a_rule_that_lacks_a_fact_is_not_drawn_as_if_it_objected(page, parsed, made_day):
    spec = json.loads(re.search(r'data-chart="chart-by-rule">(.*?)</script>', page).group(1))
    objects, unknown = (one["values"] for one in spec["series"])
    summary = made_day.summary

    assert [one["name"][1] for one in spec["series"]] == ["Objects", "Cannot know"]
    assert sum(objects) + sum(unknown) == sum(summary["refused_by_rule"].values())
    assert sum(unknown) == sum(summary["unknown_by_rule"].values()) > 0
    assert [row[:2] for row in parsed.tables["table-refused-by"]["tbody"]] == [
        list(one) for one in zip(objects, unknown, strict=True)
    ]


def test_contacts_without_an_address_are_told_in_a_line_of_their_own(page, made_day):
    assert f"没有联系方式在案：{made_day.summary['refused_without_address']} 次。" in page


def test_a_story_says_how_little_the_score_knew_where_the_book_has_no_statements(page):
    assert "只知道：目前已逾期的天数。" in page
    assert "不能当作预测" in page


def test_of_few_people_everybody_is_drawn(quiet_page, page):
    def crowd(text):
        return re.search(r'<div class="crowd".*?</div>', text, re.S).group().count("<use")

    assert crowd(quiet_page) == 3
    assert crowd(page) == 100
