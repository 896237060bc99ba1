"""The audit as one page that opens anywhere and asks for nothing outside itself."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from duly.book.contract.contacts import CONTACTS
from duly.book.contract.meanings import LANGS, of_value
from duly.core.day import CONTACT_ZONE
from duly.law import Law
from duly.law.limit import CERTAINTIES, FORCES
from duly.nightly.audit.totals import Totals
from duly.rules.compliance.cn.facts import VOCABULARY

ROWS = 100  # of a table of names
BEHAVIOUR = """
const button = document.getElementById("language");
button.addEventListener("click", () => {
  const english = document.documentElement.dataset.lang === "zh";
  document.documentElement.dataset.lang = english ? "en" : "zh";
  document.documentElement.lang = english ? "en" : "zh-Hans";
  button.textContent = english ? "中文" : "English";
  button.lang = english ? "zh-Hans" : "en";
});
"""


def page(totals: Totals, law: Law, pack: str) -> str:
    """Write what an audit adds up to as HTML, Chinese first."""
    house = Environment(
        loader=PackageLoader("duly.nightly.audit", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    cards = {limit.id: limit for limit in law}
    hashed = base64.b64encode(hashlib.sha256(BEHAVIOUR.encode()).digest()).decode()
    weeks = _weeks(totals)
    text: str = house.get_template("page.html").render(
        totals=totals,
        pack=pack,
        version=law.version,
        rejected=sum(totals.rejected.values()),
        weeks=weeks,
        ticks=_ticks([week["name"] for week in weeks]),
        rules=_rules(totals, cards),
        agencies=[row for row in _named(totals, 1) if row["name"]],
        actors=[row | {"called": _called("actor", row["name"])} for row in _named(totals, 0)],
        examples=[_shown(row) for row in totals.examples],
        aside=[_aside(rule, facts, cards) for rule, facts in sorted(totals.set_aside.items())],
        style=Markup(files("duly.nightly.report").joinpath("report.css").read_text("utf-8")),
        behaviour=Markup(BEHAVIOUR),
        policy=Markup(f"'sha256-{hashed}'"),
    )
    return text.lstrip()


def _weeks(totals: Totals) -> list[dict[str, Any]]:
    judged, faulty = totals.by(2, totals.judged), totals.by(2, totals.faulty)
    most = max(judged.values(), default=1)
    return [
        {
            "name": str(week),
            "all": judged[week],
            "bad": faulty[week],
            "height": round(100 * judged[week] / most, 2),
            "bad_height": round(100 * faulty[week] / most, 2),
        }
        for week in sorted(judged)
    ]


def _ticks(days: list[str]) -> list[str]:
    """The days that stand below the picture, evenly apart: the first, the last, and one between where it is halfway."""
    middle = days[len(days) // 2 : len(days) // 2 + len(days) % 2]
    return list(dict.fromkeys([*days[:1], *middle, *days[-1:]]))


def _rules(totals: Totals, cards: dict[str, Any]) -> list[dict[str, Any]]:
    broken: Counter[str] = totals.by(0, totals.broken)
    unsure: Counter[str] = totals.by(0, totals.unsure)
    return [
        {
            "id": rule,
            "zh": cards[rule].zh,
            "en": cards[rule].en,
            "force": FORCES[cards[rule].force],
            "certainty": CERTAINTIES[cards[rule].certainty],
            "citation": cards[rule].citation_sides,
            "broken": broken[rule],
            "unsure": unsure[rule],
        }
        for rule in sorted({*broken, *unsure}, key=lambda one: (-broken[one], -unsure[one], one))
    ]


def _named(totals: Totals, place: int) -> list[dict[str, Any]]:
    judged, faulty = totals.by(place, totals.judged), totals.by(place, totals.faulty)
    order = sorted(judged, key=lambda name: (-faulty[name] / judged[name], str(name)))
    return [{"name": name, "all": judged[name], "bad": faulty[name]} for name in order][:ROWS]


def _called(column: str, value: str) -> dict[str, str]:
    """A value of the contacts' own table in both languages."""
    return {lang: of_value(CONTACTS, CONTACTS.column(column), value, lang) for lang in LANGS}


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "at": row["done_at"].astimezone(CONTACT_ZONE).strftime("%Y-%m-%d %H:%M:%S"),
        "channel": _called("channel", row["channel"]),
        "actor": _called("actor", row["actor"]),
    }


def _aside(rule: str, facts: tuple[str, ...], cards: dict[str, Any]) -> dict[str, str]:
    return {
        "id": rule,
        "zh": cards[rule].zh,
        "en": cards[rule].en,
        "lacks_zh": "、".join(VOCABULARY[name].zh for name in facts),
        "lacks_en": ", ".join(VOCABULARY[name].en for name in facts),
    }
