"""The judge's contract: a question in JSON in, one answer out. It maps the contract's names onto ours and back.

`answer` never raises for what a question says: a question that cannot be read has an answer too, and it blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from duly import law as laws
from duly.rules.compliance.calculations import BadQuestion, calculate
from duly.rules.compliance.wire.answer import Answer, fault
from duly.rules.compliance.wire.reading import Question, Unreadable, read
from duly.rules.compliance.wire.references import resolve
from duly.rules.compliance.wire.repeated import Repeated

Judge = Callable[[Question, laws.Law], Answer]
ZONES = {"cn": "Asia/Shanghai", "us-regf": "America/New_York", "uk": "Europe/London"}


def _judges() -> dict[str, Judge]:
    from duly.rules.compliance.cn.wire import judge as cn
    from duly.rules.compliance.uk.wire import judge as uk
    from duly.rules.compliance.us_regf.wire import judge as us_regf

    return {"cn": cn, "us-regf": us_regf, "uk": uk}


def answer(asked: Any, pack: str | None = None) -> dict[str, Any]:
    """Answer one question, as the contract words it."""
    named = asked.get("pack") if isinstance(asked, Mapping) else None
    chosen = named if named is not None else pack or "cn"
    zone = ZoneInfo(ZONES.get(str(chosen), "UTC"))
    try:
        if not isinstance(asked, Mapping):
            raise Unreadable("$", "a question is a JSON object")
        if isinstance(asked, Repeated):
            raise Unreadable(asked.path, "stands twice in one object, and nobody knows which of the two is meant")
        if pack and chosen != pack:
            raise Unreadable("pack", f"the question says {chosen!r}, the command {pack!r}; leave one of them out")
        judges = _judges()
        if not isinstance(chosen, str) or chosen not in judges:
            raise Unreadable("pack", f"{chosen!r} is none of {', '.join(judges)}")
        law = laws.load(chosen)
        if "kind" in asked:
            return _calculated(asked, chosen, law)
        question = read(asked, chosen)
        resolve(question)
        found = judges[chosen](question, law)
        found.ignored, found.pack, found.pack_version = question.ignored, chosen, law.version
        return found.wire(_zone(question, zone))
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as unforeseen:
        # what nobody foresaw permits nothing, and must not end the stream
        broken = (
            unforeseen if isinstance(unforeseen, Unreadable) else Unreadable("$", f"cannot be judged: {unforeseen}")
        )
        known = laws.load(chosen) if isinstance(chosen, str) and chosen in laws.PACKS else None
        return fault(broken.path, broken.why, str(chosen), known).wire(zone)


def _zone(question: Question, zone: ZoneInfo) -> Any:
    """A pack of one clock tells its instants by it, one of many clocks by that of the act."""
    return question.at.tzinfo if question.pack == "us-regf" else zone


def _calculated(asked: Mapping[str, Any], pack: str, law: laws.Law) -> dict[str, Any]:
    if pack != "cn":
        raise Unreadable("kind", f"the pack {pack} answers no calculations; cn does")
    given = asked.get("input")
    if not isinstance(given, Mapping):
        raise Unreadable("input", "is missing; a calculation carries an object of input")
    try:
        return {**calculate(asked["kind"], given, law), "pack": pack, "pack_version": law.version}
    except BadQuestion as broken:
        raise Unreadable(broken.path, broken.why) from None
