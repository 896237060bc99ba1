"""One account as a person would keep it by hand: day after day, in fractions, knowing nothing of the engine.

It is slow and says only what the fields of the wire say. What the engine answers is held against it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from math import floor
from typing import Any

PARTS = ("penalty", "fee", "interest", "principal")
SAME_DAY = (
    "penalty_rate", "stop_accrual", "write_off", "resume_accrual", "charge", "waiver", "payment", "goodwill",
    "chargeback", "refund", "re_amortise", "re_age",
)  # fmt: skip
Question = dict[str, Any]


def day(text: str) -> date:
    return date.fromisoformat(text)


@dataclass
class Row:
    """An instalment: what is owed, the exact penalty so far, and how much of it was charged."""

    no: int
    due: date
    owed: dict[str, int]
    exact: Fraction = Fraction(0)
    charged: int = 0
    agreed_by: str = ""  # the new spread that brings it

    @property
    def total(self) -> int:
        return sum(self.owed.values())


@dataclass
class Hand:
    """The account, and everything that was done to it."""

    asked: Question
    rows: list[Row]
    on: date
    credit: int = 0
    accruing: bool = True
    rate: Fraction = Fraction(0)
    paid: dict[str, list[tuple[int, str, int]]] = field(default_factory=dict)
    waited: list[list[Any]] = field(default_factory=list)  # number, part, what is not yet owed again
    since: list[tuple[date, date | None]] = field(default_factory=list)

    def row(self, no: int) -> Row:
        return next(row for row in self.rows if row.no == no)


def by_hand(asked: Question, until: date | None = None) -> Hand:
    """Keep the account until a day."""
    until = until or day(asked["as_of"])
    events = counting(asked, until)
    rows = rows_of(asked, events)
    first = min([rows[0].due, until, *(day(one["on"]) for one in events)])
    hand = Hand(
        asked, rows, first, rate=Fraction(asked["penalty"]["annual_rate_bp"]) if asked.get("penalty") else Fraction(0)
    )
    while True:
        for one in events:
            if day(one["on"]) == hand.on:
                happen(hand, one)
        hand.since.append((hand.on, late_since(hand)))
        if hand.on == until:
            return hand
        hand.on += timedelta(1)
        a_day_passes(hand)


def counting(asked: Question, until: date) -> list[Question]:
    """What had happened, was known, and was not undone."""
    known = [
        one for one in asked.get("events", [])
        if day(one["on"]) <= until and one.get("recorded_on", one["on"]) <= asked.get("known_on", "9999")
    ]  # fmt: skip
    undone = {one["of"] for one in known if one["kind"] in ("reversal", "undo_write_off")}
    there = {one["id"] for one in known} - undone
    left = [
        one for one in known if one["id"] in there and one["kind"] in SAME_DAY and one.get("of", one["id"]) in there
    ]
    return sorted(
        left, key=lambda one: (one["on"], SAME_DAY.index(one["kind"]), one.get("recorded_on", one["on"]), one["id"])
    )


def rows_of(asked: Question, events: list[Question]) -> list[Row]:
    rows = [
        Row(one["no"], day(one["due_on"]), {part: one.get(part, 0) for part in PARTS}) for one in asked["instalments"]
    ]
    agreed, last = asked.get("allocation", {}), max(row.no for row in rows)
    there, asked["_own"] = {one["id"] for one in events}, {}
    for kind in ("charge", "chargeback", "refund", "re_age"):
        for one in sorted((one for one in asked["events"] if one["kind"] == kind), key=lambda e: (e["on"], e["id"])):
            for due in own_days(asked, agreed, one):
                last += 1
                asked["_own"].setdefault(one["id"], last)
                if one["id"] in there:
                    by = one["id"] if kind == "re_age" else ""
                    rows.append(Row(last, due, dict.fromkeys(PARTS, 0), agreed_by=by))
    return sorted(rows, key=lambda row: (row.due, row.no))


def own_days(asked: Question, agreed: Question, one: Question) -> list[date]:
    """The due days of instalments that an event brings with it."""
    kind = one["kind"]
    if kind == "re_age":
        days, every = [day(one["first_due_on"])], one.get("every", {"count": 1, "unit": "month"})
        while len(days) < one["instalments"]:
            months = days[0].year * 12 + days[0].month - 1 + len(days)
            in_month = date(months // 12 + (months % 12 == 11), (months + 1) % 12 + 1, 1) - timedelta(1)
            of_month = in_month.replace(day=min(days[0].day, in_month.day))
            days.append(of_month if every["unit"] == "month" else days[-1] + timedelta(every["count"]))
        return days
    where = agreed.get({"chargeback": "charged_back", "refund": "refund_beyond"}.get(kind, ""))
    later = any(row["due_on"] >= one["on"] for row in asked["instalments"])
    own = where == "its_day" or (where == "next_due" and not later)
    return [day(one.get("due_on", one["on"]))] if own or (kind == "charge" and "instalment" not in one) else []


def owed_again_on(hand: Hand, one: Question, where: str) -> Row | None:
    """The instalment that owes again what an event takes back; None, where it had been."""
    if where not in ("its_day", "next_due"):
        return None
    if one["id"] in hand.asked["_own"]:
        return hand.row(hand.asked["_own"][one["id"]])
    return hand.row(
        min((each["due_on"], each["no"]) for each in hand.asked["instalments"] if each["due_on"] >= one["on"])[1]
    )


def shared(amount: int, count: int, odd: str) -> list[int]:
    """Equal shares of an amount."""
    each, left = divmod(amount, count)
    if odd in ("first", "last"):
        shares = [each + 1] * left + [each] * (count - left)
        return shares if odd == "first" else shares[::-1]
    nearest = floor(Fraction(amount, count) + Fraction(1, 2)) if odd == "rounded" else each
    shares = []
    for _ in range(count - 1):
        shares.append(min(nearest, amount - sum(shares)))
    return [*shares, amount - sum(shares)]


def spread_anew(hand: Hand, one: Question) -> None:
    anew = one["kind"] == "re_age"
    from_on = hand.on + timedelta(one.get("due_today") == "moved")
    bearing = [
        row
        for row in hand.rows
        if (
            row.agreed_by == one["id"]
            if anew
            else row.due >= from_on and row.owed["interest"] + row.owed["principal"] > 0
        )
    ]
    if not bearing:
        return
    for row in bearing:
        row.agreed_by = ""
    emptied = [row for row in hand.rows if row not in bearing and (anew or row.due < from_on)]
    for part in one.get("parts", PARTS):
        drops = anew and part == "interest" and one.get("future_interest") == "dropped"
        moved = sum(row.owed[part] for row in emptied if not (drops and row.due > hand.on))
        for row in emptied:
            row.owed[part] = 0
        odd = hand.asked.get("allocation", {}).get("odd", "first")
        for row, share in zip(bearing, shared(moved, len(bearing), odd), strict=True):
            row.owed[part] += share


def a_day_passes(hand: Hand) -> None:
    """The day before has gone by: what was overdue on it costs; then the money that waits pays what falls due."""
    agreed = hand.asked.get("penalty")
    for row in hand.rows if agreed else []:
        if row.due >= hand.on:
            continue
        base = sum(row.owed[part] for part in agreed.get("base", ["principal"]))
        over = hand.on > row.due + timedelta(agreed.get("grace_days", 0))
        if base == 0:
            if hand.on <= row.due + timedelta(agreed.get("grace_days", 0) + 1):
                row.exact = Fraction(row.charged)  # paid within the days of grace: they cost nothing
            continue
        if hand.accruing and (over or agreed.get("grace", "charged") == "charged"):
            row.exact += base * hand.rate / 10_000 / agreed.get("days_in_year", 365)
        if over:
            row.owed["penalty"] += floor(row.exact) - row.charged
            row.charged = floor(row.exact)
    if any(row.due == hand.on for row in hand.rows):
        let_credit_pay(hand)


def let_credit_pay(hand: Hand) -> None:
    if hand.asked.get("allocation", {}).get("excess", "applied") == "applied" and hand.credit > 0:
        hand.credit, lines = divide(hand, hand.credit)
        hand.waited += [list(line) for line in lines]


def order_of(hand: Hand) -> list[tuple[str, str]]:
    agreed = hand.asked.get("allocation", {})
    order = agreed.get("order", list(PARTS))
    if agreed.get("late_order"):
        unpaid = [row.due for row in hand.rows if row.owed["interest"] + row.owed["principal"] > 0]
        if unpaid and (hand.on - min(unpaid)).days > agreed.get("switch_days", 90):
            order = agreed["late_order"]
    if "." in order[0]:
        return [(turn.split(".")[0], turn.split(".")[1]) for turn in order]
    return [(when, part) for when in ("past_due", "due", "in_advance") for part in order]


def divide(hand: Hand, money: int) -> tuple[int, list[tuple[int, str, int]]]:
    """Divide money over the rows; what is left, and where the rest went."""
    agreed, lines = hand.asked.get("allocation", {}), []
    vertical = agreed.get("direction") == "vertical"

    def give(row: Row, part: str, most: int) -> int:
        given = min(most, row.owed[part])
        row.owed[part] -= given
        if given:
            lines.append((row.no, part, given))
        return given

    turns = order_of(hand)
    grouped = (
        [[turn] for turn in turns] if vertical else [list(same) for _, same in groupby(turns, key=lambda turn: turn[0])]
    )
    for group in grouped:
        when, parts = group[0][0], [part for _, part in group]
        rows = [
            row
            for row in hand.rows
            if when == ("past_due" if row.due < hand.on else "due" if row.due == hand.on else "in_advance")
        ]
        if when == "in_advance" and agreed.get("in_advance") == "reamortise":
            for part in parts:
                while money and (owing := [row for row in rows if row.owed[part]]):
                    shares = shared(money, len(owing), agreed.get("odd", "first"))
                    money -= sum(give(row, part, one) for row, one in zip(owing, shares, strict=True))
            continue
        if when == "in_advance" and agreed.get("in_advance") == "last":
            rows = rows[::-1]
        for row in rows:
            for part in parts:
                money -= give(row, part, money)
    return money, lines


def happen(hand: Hand, one: Question) -> None:
    kind, amount = one["kind"], one.get("amount", 0)
    if kind in ("payment", "goodwill"):
        pay(hand, one)
    elif kind == "charge":
        hand.row(one.get("instalment", hand.asked["_own"].get(one["id"]))).owed[one["part"]] += amount
        let_credit_pay(hand)
    elif kind == "waiver":
        row = hand.row(one["instalment"])
        waived = min(amount, row.owed[one["part"]])
        row.owed[one["part"]] -= waived
    elif kind == "chargeback":
        payment = next(other for other in hand.asked["events"] if other["id"] == one["of"])
        take_back(hand, payment, one)
        let_credit_pay(hand)
    elif kind == "refund":
        row = owed_again_on(hand, one, hand.asked.get("allocation", {}).get("refund_beyond", ""))
        beyond = max(0, amount - max(0, hand.credit)) if row else 0
        hand.credit -= amount - beyond
        if row:
            row.owed["principal"] += beyond
    elif kind in ("re_age", "re_amortise"):
        spread_anew(hand, one)
    elif kind == "penalty_rate":
        hand.rate = Fraction(one["annual_rate_bp"])
    else:
        hand.accruing = kind == "resume_accrual"


def pay(hand: Hand, one: Question) -> None:
    left, lines = one["amount"], []
    if "instalment" in one:
        row = hand.row(one["instalment"])
        for _, part in order_of(hand):
            given = min(left, row.owed[part])
            row.owed[part] -= given
            left -= given
            lines += [(row.no, part, given)] if given else []
    left, more = divide(hand, left)
    hand.credit += left
    hand.paid[one["id"]] = lines + more


def take_back(hand: Hand, payment: Question, one: Question) -> None:
    """So much of a payment bounced: first of what had waited, then of what was paid, the latest first."""
    amount, agreed = one.get("amount", payment["amount"]), hand.asked.get("allocation", {})
    again = owed_again_on(hand, one, agreed.get("charged_back", ""))

    def owe(no: int, part: str, back: int) -> None:
        row = again or hand.row(no)
        row.owed["principal" if agreed.get("charged_back_as") == "principal" else part] += back

    lines = hand.paid[payment["id"]]
    had_waited = min(amount, payment["amount"] - sum(moved for _, _, moved in lines))
    left = amount - had_waited
    for no, part, moved in reversed(lines):
        back = min(left, moved)
        owe(no, part, back)
        left -= back
    waits = min(had_waited, max(0, hand.credit))
    hand.credit, had_waited = hand.credit - waits, had_waited - waits
    for used in reversed(hand.waited):
        back = min(had_waited, used[2])
        owe(used[0], used[1], back)
        used[2] -= back
        had_waited -= back
    hand.credit -= had_waited  # it had been refunded


def late_since(hand: Hand) -> date | None:
    """The oldest due day of what makes the account late, on the day reached."""
    rules = hand.asked.get("ageing", {})
    parts = rules.get("parts", ["fee", "interest", "principal"])
    fallen = [row for row in hand.rows if row.due < hand.on + timedelta(rules.get("first_day", 0))]
    owed = [(row.due, sum(row.owed[part] for part in parts)) for row in fallen]
    late = [(due, amount) for due, amount in owed if amount > rules.get("instalment_tolerance", 0)]
    return min(late)[0] if sum(amount for _, amount in late) > rules.get("tolerance", 0) else None


def dpd(asked: Question, since: date | None, on: date) -> int:
    """Count the days one by one, but those that are paused."""
    if since is None:
        return 0
    rules = asked.get("ageing", {})
    first = since + timedelta(1 - rules.get("first_day", 0))
    days = [first + timedelta(n) for n in range((on - first).days + 1)]
    later = timedelta(rules.get("pause_first_day") == "counts")
    paused = [
        (day(one["since"]) + later, day(one["until"]) if one.get("until") else date.max)
        for one in rules.get("pauses", [])
    ]
    return sum(not any(begun <= one <= ended for begun, ended in paused) for one in days)


def range_on(asked: Question, since: date | None, on: date) -> str | None:
    rules = asked.get("ageing", {})
    days, grace = dpd(asked, since, on), rules.get("grace_days", 0)
    if days <= grace:
        return None
    counted = days if rules.get("grace_counts", True) else days - grace
    months = [{"name": f"M{n}", "first": 30 * n - 29, "last": 30 * n} for n in range(1, 7)] + [
        {"name": "M7", "first": 181}
    ]
    for one in rules.get("ranges", months):
        if one["first"] <= counted <= (one.get("last") or 10**9):
            return str(one["name"])
    return None
