"""What a line of the timeline says, in both languages: for the console and for the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from duly.core.day import day_of
from duly.core.sums import money
from duly.desk.timeline import Happening
from duly.nightly.sides import sides
from duly.nightly.words import Two
from duly.rules.machines import words as machines
from duly.web.console import words

STAGED = ("advance", "step_back")  # moves of a case that say nothing without the stage they lead to
STOPS = ("hold", "complaint", "dispute")
ILL = {"promise": ("grace_ended",), "plan": ("miss", "break"), "case": ("fall_late", "reopen")}
DOT = " · "


class Said(NamedTuple):
    """A line: what it is about, in which tone (stop, warm or none), and what happened."""

    about: Two | None
    tone: str
    words: Two


def said(one: Happening) -> Said:
    """What a line of the timeline says."""
    told = _moved(one) if one.event else OF[one.kind](one.noun)
    stops = one.kind in STOPS and not one.event
    return Said(_about(one.kind), "stop" if stops else "warm" if one.event in ILL.get(one.kind, ()) else "", told)


def _about(kind: str) -> Two | None:
    noun = machines.words().get(kind) if kind != "attempt" else None
    return Two(*noun.noun) if noun else ABOUT.get(kind)


def _moved(one: Happening) -> Two:
    told = machines.words()[one.kind]
    event = Two(*told.events[one.event])
    if one.event in STAGED:
        return joined(event, Two(*told.states[one.to_state]))
    if one.kind == "promise" and one.to_state != "open":
        event = Two(*told.states[one.to_state])  # kept or broken says more than how it came to be known
    return joined(event, _sum(one.noun))


def _sum(noun: Any) -> Two | None:
    minor = getattr(noun, "amount_minor", None) or getattr(noun, "total_minor", None)
    return None if minor is None else _same(money(minor, noun.currency))


def joined(*parts: Two | None) -> Two:
    """What is known of several things, one after the other."""
    known = [part for part in parts if part]
    return Two(DOT.join(part.zh for part in known), DOT.join(part.en for part in known))


def _same(text: str) -> Two:
    return Two(text, text)


def _coded(held: dict[str, Two], code: str | None) -> Two | None:
    return None if not code else held.get(code) or _same(code)


def _attempt(noun: Any) -> Two:
    return joined(_coded(words.CHANNELS, noun.channel), _coded(words.STATES, noun.state))


def _heard(noun: Any) -> Two:
    ways = {"inbound": Two("来自对方", "from the borrower"), "outbound": Two("我方发出", "from us")}
    outcome = words.OUTCOMES.get(noun.said.get("outcome") or "")
    return joined(_coded(words.CHANNELS, noun.channel), ways[noun.direction], outcome)


def _visit(noun: Any) -> Two:
    proof = Two(f"凭证 {noun.proof_id}", f"proof {noun.proof_id}") if noun.proof_id else None
    return joined(_same(noun.number), Two(*words.VISIT_EVENTS[noun.code]), proof)


def _notice(noun: Any) -> Two:
    came = noun.delivered_at and day_of(noun.delivered_at)
    proof = Two(f"凭证 {noun.proof_id}", f"proof {noun.proof_id}") if noun.proof_id else None
    return joined(_coded(words.NOTICES, noun.kind), Two(f"{came} 送达", f"delivered {came}") if came else None, proof)


def _promise(noun: Any) -> Two:
    amount = money(noun.amount_minor, noun.currency)
    return Two(f"{noun.due_on} 前还 {amount}", f"{amount} by {noun.due_on}")


def _plan(noun: Any) -> Two:
    amount, n, last = money(noun.total_minor, noun.currency), noun.instalments, noun.last_due_on
    return Two(f"拟定：{n} 期共 {amount}，到 {last}", f"worked out: {amount} in {n} instalments until {last}")


def _given_up(noun: Any) -> Two:
    return joined(Two("提出", "asked for"), _sum(noun) or _same(money(noun.charges_minor, noun.currency)))


def _hold(noun: Any) -> Two:
    last = noun.until_at and day_of(noun.until_at)
    return joined(_coded(words.HOLDS, noun.kind), Two(f"到 {last}", f"until {last}") if last else None)


OF: dict[str, Callable[[Any], Two]] = {
    "result": lambda noun: Two(noun.words.zh, noun.words.en),
    "note": lambda noun: _same(noun.text),
    "refused": lambda noun: Two(*sides(noun.answer["explanation"][0])),
    "attempt": _attempt,
    "heard": _heard,
    "visit": _visit,
    "notice": _notice,
    "promise": _promise,
    "plan": _plan,
    "waiver": _given_up,
    "settlement": _given_up,
    "hold": _hold,
    "case": lambda noun: Two("入催", "enters collections"),
    "complaint": lambda noun: joined(_coded(words.TOPICS, noun.topic)),
    "dispute": lambda noun: joined(_coded(words.DISPUTES, noun.kind)),
}
ABOUT = {"refused": Two("闸口不放行", "not cleared"), "notice": Two("告知书", "notice"), "note": Two("催记", "note")}
