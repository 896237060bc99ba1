"""The reference pages are the code's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from duly.book.contract.meanings import FORMS, LANGS, of_column, of_table, of_value
from duly.book.reference import PAGES, markdown, paths
from duly.core.table import Kind

PLACE = Path(__file__).parents[2] / "docs" / "reference"
EVERY = [table for tables in PAGES.values() for table in tables]


@pytest.mark.parametrize(("name", "page", "lang"), paths())
def test_the_page_kept_in_the_docs_is_what_the_code_says(name, page, lang):
    """When it is not: duly book contract --out docs/reference."""
    assert (PLACE / name).read_text("utf-8") == markdown(page, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.name)
def test_everything_has_words_in_both_languages(table, lang):
    assert of_table(table, lang)
    for column in (*table.columns, *table.derived):
        assert of_column(table, column, lang)
        assert all(of_value(table, column, value, lang) for value in column.values)


def test_every_kind_of_value_says_how_it_is_written():
    assert FORMS.keys() == set(Kind)
