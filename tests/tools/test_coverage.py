"""Every row of the digest of the law is accounted for, once."""

from __future__ import annotations

from tools import coverage


def test_every_row_is_held_or_says_why_it_is_not() -> None:
    told = coverage.rows()

    assert len(told) == len({row for row, *_ in told}) == 180 + 35
    assert all(paths or (zh and en) for _, _, paths, zh, en in told)


def test_no_row_says_that_it_is_absent_while_a_limit_holds_it() -> None:
    assert not set(coverage.WITHOUT_LIMIT) & set(coverage.held())


def test_the_pages_are_those_of_the_law_held_here() -> None:
    assert coverage.TARGET.read_text("utf-8") == coverage.yaml_text()
    assert {lang: path.read_text("utf-8") for lang, path in coverage.PAGES.items()} == {
        lang: coverage.page(lang) for lang in coverage.PAGES
    }
