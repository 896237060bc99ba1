"""What somebody is told before they pay part, promise or sign: what it does to the limitation period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from duly.law import Law
from duly.rules.account.asked import asked
from duly.rules.account.ledger import Replayed, replay
from duly.rules.account.opened import opened
from duly.rules.account.statement_words import clause
from duly.rules.account.wire import Account
from duly.rules.clocks import years_later
from duly.rules.limitation import Interruption, limitation

NEVER_YEAR = 2199
PERIOD, INTERRUPTED = "cn.civil_code.limitation_period", "cn.civil_code.limitation_interrupted"


class Act(NamedTuple):
    """How an act is named, and what one may leave undone; whether the defence goes with it for certain."""

    zh: str
    en: str
    undone_zh: str
    undone_en: str
    gives_up_zh: str
    gives_up_en: str


ACTS: Mapping[str, Act] = {
    "sign": Act("签署", "Signing", "签", "sign", "会", "signing gives this up"),
    "promise": Act("承诺还款", "Promising to pay", "承诺", "promise", "会", "promising gives this up"),
    "pay_part": Act("部分还款", "Paying part", "付", "pay", "可能会", "paying may give this up"),
}


def expires_on(seen: Replayed, *, as_of: date, law: Law) -> date:
    """Until when the claim can be enforced, by its last instalment and what was paid; other events nobody told."""
    dated = [one.agreed.due_on for one in seen.instalments if one.agreed.due_on.year < NEVER_YEAR]
    paid = [Interruption("part_payment", event.on, True) for event in seen.events if event.kind == "payment"]
    return limitation(max(dated), paid, [], as_of=as_of, law=law).expires_on


def told_first(act: str, *, before: date, due_on: date, as_of: date, law: Law) -> dict[str, Any]:
    """The sentence in both languages. `due_on` is the last day on which something is agreed to be paid."""
    after = years_later(max(as_of, due_on), law.on(as_of)[PERIOD]["years"])
    return _told(ACTS[act], before, after, as_of, law)


def told_first_of(account: Any, act: str, *, due_on: date, as_of: date, law: Law) -> dict[str, Any]:
    """The same for an account in JSON, before a promise or a part payment. Raises Refused.

    The instalments stay as they are: where they carry the period further than the act does, it stays where it was.
    """
    before = expires_on(replay(opened(asked(Account, account))), as_of=as_of, law=law)
    after = years_later(max(as_of, due_on), law.on(as_of)[PERIOD]["years"])
    if after > before:
        return _told(ACTS[act], before, after, as_of, law)
    zh, en = ACTS[act].zh, ACTS[act].en
    return {
        "restarts": False,
        "expires_on": str(before),
        "zh": f"{zh}即承认这笔债务；诉讼时效仍到 {before}，不因此改变。",
        "en": f"{en} acknowledges the debt; the limitation period still runs until {before}.",
    }


def _told(name: Act, before: date, after: date, as_of: date, law: Law) -> dict[str, Any]:
    zh = f"{name.zh}即承认这笔债务，诉讼时效重新计算：{name.zh}前到 {before}，{name.zh}后到 {after}。"
    en = f"{name.en} acknowledges the debt: the limitation period, until {before} before, runs until {after} after."
    expired = before < as_of
    if expired:
        zh += f"现在时效已过，您可以不{name.undone_zh}，对方不能以诉讼相逼；{name.zh}后{name.gives_up_zh}失去这一抗辩。"
        en += (
            f" It has ended by now: you need not {name.undone_en}, and nobody may press you with a lawsuit; "
            f"{name.gives_up_en}."
        )
    return {
        "restarts": True,
        "expired_before": expired,
        "expires_before": str(before),
        "expires_on": str(after),
        "clause": clause(INTERRUPTED, law),
        "zh": zh,
        "en": en,
    }
