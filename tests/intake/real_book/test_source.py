"""What is read of the carried data set, and what never is."""

from __future__ import annotations

from importlib import resources

import pytest

from duly.intake.real_book import source


def test_a_card_has_no_place_for_personal_attributes_or_for_what_happened_next():
    assert set(source.Card.__dataclass_fields__) == {"row", "limit", "reported", "billed", "paid"}


def test_the_published_file_is_recognised_by_its_digest(monkeypatch):
    monkeypatch.setattr(source, "SHA256", "0" * 64)

    with pytest.raises(source.SourceDamaged, match="not the published data set"):
        list(source.cards())


def test_the_source_says_who_made_it_and_under_which_licence():
    words = resources.files("duly.intake.real_book").joinpath("ATTRIBUTION.md").read_text("utf-8")

    assert "I-Cheng Yeh" in words
    assert "CC BY 4.0" in words
    assert source.SHA256 in words


def test_one_card_holder_in_five_defaulted():
    defaults = source.defaults()

    assert (len(defaults), sum(defaults.values())) == (30_000, 6_636)
