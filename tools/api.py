"""Write what the API is, in OpenAPI and as a page: `python -m tools.api [--check]`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.settings")
os.environ.setdefault("DULY_SECRET_KEY", "of the tool alone")
django.setup()

from duly.nightly.sides import sides  # noqa: E402
from duly.rules import pace  # noqa: E402
from duly.rules.events import EVENTS  # noqa: E402
from duly.web.api.document import document  # noqa: E402
from duly.web.api.problems import KINDS  # noqa: E402
from duly.web.api.urls import API  # noqa: E402
from tools.pages import write_or_check  # noqa: E402

Lang = Literal["zh", "en"]
FOLDER = Path(__file__).parents[1] / "docs" / "reference"
PROSE = Path(__file__).parent / "api_prose"
WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "operations": "| 操作 | 须有的权限 | 写 | 说明 |", "problems": "| `urn:duly:problem:` | 状态 | 意思 | 怎么办 |",
        "events": "| 事件 | 何时 |", "once": "键", "tag": "键 · ETag",
    },
    "en": {
        "operations": "| operation | rights needed | writes | what it does |",
        "problems": "| `urn:duly:problem:` | status | meaning | way out |", "events": "| event | when |",
        "once": "key", "tag": "key · ETag",
    },
}  # fmt: skip


def openapi() -> str:
    """The document as it is served, one key a line."""
    return json.dumps(document(API), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def page(lang: Lang) -> str:
    """The reference: prose with the tables of operations, problems and events in it."""
    text = (PROSE / f"api.{lang}.md").read_text("utf-8")
    for name, rows in (("operations", _operations(lang)), ("problems", _problems(lang)), ("events", _events(lang))):
        text = text.replace(f"{{{name}}}", "\n".join(rows))
    newest = list(pace.table().values())[-1]
    return text.replace("{at_once}", str(newest.at_once)).replace("{a_second}", str(newest.a_second))


def _operations(lang: Lang) -> Iterator[str]:
    yield from (WORDS[lang]["operations"], "|---|---|---|---|")
    for path, methods in document(API)["paths"].items():
        for method, said in methods.items():
            one_of = " / ".join(f"`{act}`" for act in said.get("x-needs-one-of", ()))
            needs = ", ".join(filter(None, [*(f"`{act}`" for act in said["x-needs"]), one_of]))
            headers = {one["name"] for one in said["parameters"] if one["in"] == "header"}
            writes = WORDS[lang]["tag"] if "If-Match" in headers else WORDS[lang]["once"] if headers else ""
            summary = sides(said["summary"])[lang == "en"]
            yield f"| `{method.upper()} {path.removeprefix('/api/v1')}` | {needs} | {writes} | {summary} |"


def _problems(lang: Lang) -> Iterator[str]:
    yield from (WORDS[lang]["problems"], "|---|---|---|---|")
    for name, kind in KINDS.items():
        said: Any = (kind.zh, kind.way_zh) if lang == "zh" else (kind.en, kind.way_en)
        yield f"| `{name.replace('_', '-')}` | {kind.status} | {said[0]} | {said[1]} |"


def _events(lang: Lang) -> Iterator[str]:
    yield from (WORDS[lang]["events"], "|---|---|")
    for event, words in EVENTS.items():
        yield f"| `{event}` | {words.zh if lang == 'zh' else words.en} |"


def main() -> None:
    """Write them, or with --check say which is not what the program says."""
    made = {FOLDER / "openapi.json": openapi()} | {FOLDER / f"api.{lang}.md": page(lang) for lang in WORDS}
    write_or_check(made, "程序 the program", "api")


if __name__ == "__main__":
    main()
