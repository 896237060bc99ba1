"""The report of a day: one file that opens anywhere, Chinese first, whose every figure is in a table."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from duly.book.scorecard import Card, model_card
from duly.law import Law
from duly.law.cited import citation_sides
from duly.law.limit import CERTAINTIES, FORCES
from duly.nightly import words
from duly.nightly.figures import day as written
from duly.nightly.figures import moment
from duly.nightly.reading import Reading
from duly.nightly.report import gate, ledger, people, quality
from duly.nightly.report.stories import Findings, stories
from duly.nightly.summary import Summary
from duly.nightly.words import Two


def render(
    engine: duckdb.DuckDBPyConnection,
    summary: Summary,
    *,
    law: Law,
    card: Card,
    findings: Findings,
    beside: Mapping[str, Two] | None = None,
) -> str:
    """Write the report of a day that was run, as one HTML text that asks for nothing outside itself.

    `engine` knows the tables of the book and of the day by their names; `law` and `card` are what decided. `findings`
    tells, for a planned contact by its id, what each rule that spoke had to say; `beside` are pages beside it, by file
    name, and what they are called.
    """
    day = date.fromisoformat(summary["day"])
    rules = {
        one.id: gate.RuleCard(Two(one.zh, one.en), Two(*one.citation_sides), one.force, one.certainty) for one in law
    }
    described = model_card()
    read = Reading(engine, day)
    measures, placed = read.measures(), read.places_instalments()
    page: str = _template().render(
        people=people.people(summary, measures, placed=placed),
        stories=stories(read, summary["money"]["currency"], findings, card),
        intake=ledger.intake(summary),
        ageing=ledger.ageing(summary, measures, moves=not placed),
        gate=gate.gate(summary, measures, rules),
        teams=gate.teams(measures, read.teams()),
        score=quality.score(measures, described if described["card"] == card.id else {}),
        arms=quality.arms(summary, measures),
        steps=quality.steps(summary),
        summary=summary,
        beside=beside or {},
        day=Two(*(written(day, lang) for lang in words.LANGUAGES)),
    )
    return page.lstrip()


def page_of(package: str, name: str, **said: Any) -> str:
    """Write another page in the look of the report: NAME.html of a package, with its NAME.css and NAME.js inside.

    A page has a button with the id `language`; NAME.js, where there is one, comes after the script of that button.
    """
    house = Environment(
        loader=PackageLoader(package, "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    own = files(package).joinpath(f"{name}.js")
    script = _text("language.js") + (own.read_text("utf-8") if own.is_file() else "")
    house.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False, indent=2)
    house.filters["data"] = _json
    style = _text("report.css") + files(package).joinpath(f"{name}.css").read_text("utf-8")
    page = house.get_template(f"{name}.html")
    inside = {"behaviour": Markup(script), "style": Markup(style), "policy": _allowing(script)}
    return page.render(**said, **inside).lstrip()


@cache
def _template() -> Any:
    house = Environment(
        loader=PackageLoader("duly.nightly.report", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    house.filters["json"] = _json
    house.globals.update(
        charts=_script("vendor/echarts.common.min.js"),
        behaviour=_script("report.js"),
        style=Markup(_text("report.css")),
        policy=_policy("vendor/echarts.common.min.js", "report.js"),
        certainties=CERTAINTIES,
        cited=lambda kept: Two(*citation_sides(kept)),
        forces=FORCES,
        moments=lambda instant: Two(*(moment(instant, lang) for lang in words.LANGUAGES)),
    )
    return house.get_template("report.html")


def _text(name: str) -> str:
    return files("duly.nightly.report").joinpath(name).read_text("utf-8")


def _script(name: str) -> Markup:
    """A script of ours or a vendored one, to stand inside the page."""
    text = _text(name)
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError(f"{name} cannot stand inside a page: it holds </script or <!--")
    return Markup(text)


def _policy(*scripts: str) -> str:
    """What the page may do: run the scripts it was written with, and ask nobody for anything."""
    return _allowing(*map(_text, scripts))


def _allowing(*texts: str) -> str:
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:"


def _json(value: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)
