"""JSON in which an object names a key twice says two things; neither is taken for what was meant."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any


class Repeated(dict[str, Any]):
    """A question in which a key stands twice, and the path of the first of them."""

    path: str = ""


class _Twice(dict[str, Any]):
    """An object as parsed, and the first key that it names again."""

    key: str = ""


def parsed(text: str) -> Any:
    """Parse JSON; a question, or a question of an array, that names a key twice is Repeated.

    Raises ValueError for what is no JSON.
    """
    seen = False

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal seen
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        seen, twice = True, _Twice(plain)
        twice.key = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        return twice

    whole = json.loads(text, object_pairs_hook=made)
    if not seen:
        return whole
    return [_marked(each) for each in whole] if isinstance(whole, list) else _marked(whole)


def _marked(question: Any) -> Any:
    path = next(_paths(question, ""), None)
    if path is None or not isinstance(question, dict):
        return question
    marked = Repeated(question)
    marked.path = path
    return marked


def _paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, _Twice):
        yield f"{path}.{value.key}".lstrip(".")
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _paths(each, f"{path}.{name}")
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _paths(each, f"{path}[{place}]")
