"""Random accounts and what may happen to them, as JSON; the same dice give the same account."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

FIRST = date(2026, 1, 1)
PARTS = ["penalty", "fee", "interest", "principal"]
WHENS = ["past_due", "due", "in_advance"]
DAYS = 160
Question = dict[str, Any]


def account(dice: Random, events: int = 8) -> Question:
    """An account with everything that may be agreed, and up to so many events."""
    asked: Question = {
        "currency": "CNY",
        "as_of": _day(dice, 40, DAYS),
        "instalments": _instalments(dice),
        "allocation": _allocation(dice),
        "ageing": _ageing(dice),
        "events": [],
    }
    if dice.random() < 0.8:
        asked["penalty"] = _penalty(dice)
    for at in range(dice.randint(0, events)):
        asked["events"].append(event(dice, asked, f"e{at}"))
    return asked


def as_agreed(question: Question) -> Question:
    """The account without what spreads it anew."""
    spreads = {one["id"] for one in question["events"] if one["kind"] in ("re_age", "re_amortise")}
    kept = [one for one in question["events"] if one["id"] not in spreads and one.get("of") not in spreads]
    return question | {"events": kept}


def event(dice: Random, asked: Question, name: str) -> Question:
    """Something that may happen to this account, after what has."""
    taken = {one["of"] for one in asked["events"] if "of" in one}
    left = [one for one in asked["events"] if one["id"] not in taken]
    numbers = [one["no"] for one in asked["instalments"]]
    one: Question = {"id": name, "on": _day(dice, 0, DAYS)}
    backward = [
        other
        for other in left
        if other["kind"] in ("payment", "goodwill", "charge", "waiver", "refund", "write_off", "re_age", "re_amortise")
    ]
    if backward and dice.random() < 0.25:
        meant = dice.choice(backward)
        kinds = {"payment": ["reversal", "chargeback"], "write_off": ["undo_write_off"]}.get(
            meant["kind"], ["reversal"]
        )
        later = date.fromisoformat(meant["on"]) + timedelta(dice.choice([0, 0, 1, 5, 30]))
        one |= {"kind": dice.choice(kinds), "of": meant["id"], "on": str(later)}
        if one["kind"] == "chargeback" and dice.random() < 0.5:
            one["amount"] = dice.randint(1, meant["amount"])
    else:
        kinds = ["payment"] * 8 + [
            "goodwill",
            "charge",
            "charge",
            "waiver",
            "refund",
            "stop_accrual",
            "resume_accrual",
            "write_off",
            "re_age",
            "re_amortise",
        ]
        one["kind"] = dice.choice(kinds + ["penalty_rate"] * ("penalty" in asked))
        if one["kind"] in ("payment", "goodwill", "charge", "waiver", "refund"):
            one["amount"] = _amount(dice) or 1
        if one["kind"] == "waiver" or (one["kind"] in ("payment", "charge") and dice.random() < 0.3):
            one["instalment"] = dice.choice(numbers)
        if one["kind"] in ("charge", "waiver"):
            one["part"] = dice.choice(PARTS)
        if one["kind"] == "re_age":
            one |= _re_age(dice, one["on"])
        if one["kind"] == "re_amortise" and dice.random() < 0.5:
            one["due_today"] = dice.choice(["stays", "moved"])
        if one["kind"] in ("re_age", "re_amortise") and dice.random() < 0.4:
            one["parts"] = dice.sample(PARTS, dice.randint(1, 4))
        if one["kind"] == "charge" and "instalment" not in one and dice.random() < 0.3:
            one["due_on"] = str(date.fromisoformat(one["on"]) + timedelta(dice.choice([0, 1, 20])))
        if one["kind"] == "penalty_rate":
            one["annual_rate_bp"] = _rate(dice)
    if dice.random() < 0.2:
        one["recorded_on"] = str(date.fromisoformat(one["on"]) + timedelta(dice.randint(0, 60)))
    return one


def _re_age(dice: Random, on: str) -> Question:
    agreed: Question = {
        "instalments": dice.randint(1, 4),
        "first_due_on": str(date.fromisoformat(on) + timedelta(dice.choice([0, 1, 10, 31]))),
    }
    if dice.random() < 0.7:
        agreed |= {"every": {"count": dice.choice([1, 7, 15]), "unit": "day"}}
    if dice.random() < 0.5:
        agreed |= {"future_interest": dice.choice(["kept", "dropped"])}
    return agreed


def _day(dice: Random, least: int, most: int) -> str:
    return str(FIRST + timedelta(dice.randint(least, most)))


def _amount(dice: Random) -> int:
    if dice.random() < 0.03:
        return dice.choice([10**13, dice.randint(0, 10**13)])
    return dice.choice([0, 1, 2, 99, dice.randint(0, 2_000), dice.randint(0, 2_000), dice.randint(0, 500_000)])


def _rate(dice: Random) -> int | str:
    return dice.choice([0, 1, 1825, 3650, "948.22", "0.0001", 100_000])


def _instalments(dice: Random) -> list[Question]:
    numbers = dice.sample(range(20), dice.randint(1, 5))
    every = dice.choice([0, 1, 15, 30])
    return [
        {
            "no": no,
            "due_on": str(FIRST + timedelta(10 + at * every)),
            **{part: _amount(dice) for part in PARTS if dice.random() < 0.8},
        }
        for at, no in enumerate(numbers)
    ]


def _order(dice: Random) -> list[str]:
    whole = PARTS if dice.random() < 0.5 else [f"{when}.{part}" for when in WHENS for part in PARTS]
    return dice.sample(whole, dice.choice([len(whole), len(whole), dice.randint(1, len(whole))]))


def _allocation(dice: Random) -> Question:
    agreed: Question = {
        "order": _order(dice),
        "direction": dice.choice(["horizontal", "vertical"]),
        "in_advance": dice.choice(["next", "last", "reamortise"]),
        "excess": dice.choice(["applied", "applied", "held"]),
        "odd": dice.choice(["first", "last", "rest", "rounded"]),
        "charged_back": dice.choice(["where_paid", "where_paid", "its_day", "next_due"]),
        "charged_back_as": dice.choice(["as_paid", "as_paid", "principal"]),
        "refund_beyond": dice.choice(["credit", "credit", "its_day", "next_due"]),
    }
    if dice.random() < 0.4:
        agreed |= {"late_order": _order(dice), "switch_days": dice.choice([0, 1, 10, 30, 90])}
    return agreed


def _penalty(dice: Random) -> Question:
    base = dice.choice([["principal"], ["interest"], ["principal", "interest"]])
    return {
        "annual_rate_bp": _rate(dice),
        "base": base,
        "compound": {"in_contract": True, "notice_given": True} if "interest" in base else None,
        "days_in_year": dice.choice([360, 365]),
        "grace_days": dice.choice([0, 0, 1, 3, 10]),
        "grace": dice.choice(["forgiven", "charged"]),
    }


def _ageing(dice: Random) -> Question:
    rules: Question = {
        "parts": dice.sample(PARTS, dice.randint(1, 4)),
        "first_day": dice.choice([0, 1]),
        "grace_days": dice.choice([0, 0, 3]),
        "grace_counts": dice.choice([True, False]),
        "grace_of": dice.choice(["both", "account"]),
        "pause_first_day": dice.choice(["rests", "rests", "counts"]),
        "tolerance": dice.choice([0, 0, 100]),
        "instalment_tolerance": dice.choice([0, 0, 50]),
    }
    if dice.random() < 0.5:
        rules["ranges"] = [
            {"name": "early", "first": 1, "last": 5},
            {"name": "middle", "first": 6, "last": 30},
            {"name": "old", "first": 40},
        ]
    if dice.random() < 0.4:
        begun = dice.randint(5, 60)
        ended = begun + dice.randint(0, 30)
        rules["pauses"] = [{"since": str(FIRST + timedelta(begun)), "until": str(FIRST + timedelta(ended))}]
        if dice.random() < 0.3:
            rules["pauses"].append({"since": str(FIRST + timedelta(ended + 5))})
    return rules
