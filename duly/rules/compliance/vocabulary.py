"""Facts are named once, where a pack says what it may know; each name gives the term of its conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from duly.core.terms import Fact, Meaning, Number, Truth, Word, of_fact

Said = Mapping[str, tuple[str, str]]  # a value's words, Chinese and English


class Naming:
    """Put facts into a vocabulary, and give their terms; `said` are the words of their values."""

    def __init__(self, vocabulary: dict[str, Fact], said: Said | None = None) -> None:
        self.vocabulary, self.said = vocabulary, said or {}

    def truth(self, name: str, zh: str, en: str, *, by_minute: bool = False) -> Truth:
        return cast(Truth, self._named(name, Meaning.TRUTH, zh, en, by_minute=by_minute))

    def count(self, name: str, zh: str, en: str) -> Number:
        return cast(Number, self._named(name, Meaning.COUNT, zh, en))

    def minute(self, name: str, zh: str, en: str, *, by_minute: bool = False) -> Number:
        """A minute of the local day; `by_minute` where another minute of the contact would have another."""
        return cast(Number, self._named(name, Meaning.MINUTE, zh, en, by_minute=by_minute))

    def word(self, name: str, zh: str, en: str, *values: str) -> Word:
        return cast(Word, self._named(name, Meaning.WORD, zh, en, values=values, said=self.said))

    def _named(self, name: str, meaning: Meaning, zh: str, en: str, **more: Any) -> Any:
        self.vocabulary[name] = Fact(name, meaning, zh, en, **more)
        return of_fact(self.vocabulary[name])
