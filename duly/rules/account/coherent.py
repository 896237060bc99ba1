"""Whether the parts of a question fit each other: what a field alone cannot say."""

from __future__ import annotations

from itertools import pairwise

from duly.rules.account.asked import Asked, Refused
from duly.rules.account.wire import Account, AgeingRules, Event

NEEDS: dict[str, tuple[str, ...]] = {
    "payment": ("amount",),
    "goodwill": ("amount",),
    "charge": ("amount", "part"),
    "waiver": ("amount", "instalment", "part"),
    "reversal": ("of",),
    "chargeback": ("of",),
    "refund": ("amount",),
    "stop_accrual": (),
    "resume_accrual": (),
    "penalty_rate": ("annual_rate_bp",),
    "write_off": (),
    "undo_write_off": ("of",),
    "re_age": ("instalments", "first_due_on"),
    "re_amortise": (),
}
MAY = {
    "payment": ("instalment",),
    "goodwill": ("instalment",),
    "charge": ("instalment", "label", "due_on"),
    "chargeback": ("amount",),
    "re_age": ("every", "future_interest", "parts"),
    "re_amortise": ("parts", "due_today"),
}
ASIDE = {"id", "on", "recorded_on", "kind", "note", "currency"}
TAKES_BACK: dict[str, tuple[str, ...]] = {
    "reversal": ("payment", "goodwill", "charge", "waiver", "refund", "re_age", "re_amortise"),
    "chargeback": ("payment",),
    "undo_write_off": ("write_off",),
}


def fits(account: Account) -> None:
    """Raise Refused at the first place where the account contradicts itself."""
    _once([(f"instalments[{at}].no", one.no) for at, one in enumerate(account.instalments)])
    _once([(f"events[{at}].id", one.id) for at, one in enumerate(account.events)])
    _order(account)
    _compound(account)
    ageing_fits(account.ageing)
    numbers = {one.no for one in account.instalments}
    known = {one.id: one for one in account.events}
    taken: dict[str, str] = {}
    for at, event in enumerate(account.events):
        _event(f"events[{at}]", event, account, numbers)
        if event.of is not None:
            _taken_back(f"events[{at}]", event, known, taken)


def belongs(account: Account, question: Asked, path: str, zh: str, en: str) -> None:
    """Raise Refused where an account is not of the currency and the day of the question that it is part of."""
    for name in ("currency", "as_of"):
        ours, theirs = str(getattr(question, name)), str(getattr(account, name))
        if ours != theirs:
            raise Refused(f"{path}{name}", theirs, f"与{zh}不同 not that of the {en}", ours)


def _once(named: list[tuple[str, str | int]]) -> None:
    seen: set[str | int] = set()
    for path, value in named:
        if value in seen:
            raise Refused(path, value, "出现两次 stands twice", "每个只出现一次 each once")
        seen.add(value)


def _order(account: Account) -> None:
    for name in ("order", "late_order"):
        turns = getattr(account.allocation, name) or []
        _once([(f"allocation.{name}[{at}]", turn) for at, turn in enumerate(turns)])
        dotted = {"." in turn for turn in turns}
        if len(dotted) > 1:
            raise Refused(
                f"allocation.{name}", turns, "写法混用 two ways of writing", "都带时间，或都不带 all with when, or none"
            )


def _compound(account: Account) -> None:
    terms = account.penalty
    if terms is not None and "interest" in terms.base and terms.compound is None:
        raise Refused(
            "penalty.compound", None, "复利须有约定并提示（民法典第四百九十六条） compound interest needs its ground",
            '{"in_contract": true, "notice_given": true}, or base: ["principal"]',
        )  # fmt: skip


def ageing_fits(rules: AgeingRules) -> None:
    """Raise Refused for ranges or pauses of which one runs into another, or ends before it begins."""
    for at, one in enumerate(rules.ranges):
        if one.last is not None and one.last < one.first:
            raise Refused(f"ageing.ranges[{at}].last", one.last, "早于起始 before its first", f"≥ {one.first}")
    for (at, one), (_, other) in pairwise(sorted(enumerate(rules.ranges), key=lambda item: item[1].first)):
        if one.last is None or one.last >= other.first:
            raise Refused(
                f"ageing.ranges[{at}].last", one.last, "与下一区间重叠 runs into the next", f"< {other.first}"
            )
    for at, pause in enumerate(rules.pauses):
        if pause.until is not None and pause.until < pause.since:
            raise Refused(f"ageing.pauses[{at}].until", str(pause.until), "早于首日 before since", f"≥ {pause.since}")
    for (at, rest), (_, later) in pairwise(sorted(enumerate(rules.pauses), key=lambda item: item[1].since)):
        if rest.until is None or rest.until >= later.since:
            until = None if rest.until is None else str(rest.until)
            raise Refused(f"ageing.pauses[{at}].until", until, "与另一暂停重叠 runs into another", f"< {later.since}")


def _event(path: str, event: Event, account: Account, numbers: set[int]) -> None:
    if event.kind not in NEEDS:
        raise Refused(f"{path}.kind", event.kind, "只用于循环额度 of revolving credit only", " | ".join(NEEDS))
    given = {name for name in event.model_fields_set if getattr(event, name) is not None} - ASIDE
    for name in NEEDS[event.kind]:
        if name not in given:
            raise Refused(f"{path}.{name}", None, f"{event.kind} 须有 needs it", "必填 this field is required")
    for name in sorted(given - {*NEEDS[event.kind], *MAY.get(event.kind, ())}):
        stands = event.model_dump(mode="json")[name]
        raise Refused(f"{path}.{name}", stands, f"{event.kind} 不用 has no use for it", "去掉 leave it out")
    if event.currency not in (None, account.currency):
        raise Refused(f"{path}.currency", event.currency, "币种不同 another currency", account.currency)
    if event.recorded_on is not None and event.recorded_on < event.on:
        raise Refused(f"{path}.recorded_on", str(event.recorded_on), "早于发生日 before it happened", f"≥ {event.on}")
    if event.instalment is not None and event.instalment not in numbers:
        raise Refused(f"{path}.instalment", event.instalment, "没有这一期 no such instalment", "instalments[].no")
    if event.kind == "penalty_rate" and account.penalty is None:
        raise Refused(f"{path}.kind", event.kind, "没有罚息约定 no penalty was agreed", "penalty")
    for name in ("first_due_on", "due_on"):
        day = getattr(event, name)
        if day is not None and day < event.on:
            raise Refused(f"{path}.{name}", str(day), "早于发生日 before its day", f"≥ {event.on}")
    if event.due_on is not None and event.instalment is not None:
        raise Refused(f"{path}.due_on", str(event.due_on), "那一期自有应还日 that instalment has its own", "none")


def _taken_back(path: str, event: Event, known: dict[str, Event], taken: dict[str, str]) -> None:
    meant = known.get(event.of or "")
    if meant is None or meant.kind not in TAKES_BACK[event.kind]:
        raise Refused(
            f"{path}.of", event.of, "没有这样的事项 no such event", f"id: {' | '.join(TAKES_BACK[event.kind])}"
        )
    if meant.id in taken:
        raise Refused(f"{path}.of", event.of, f"已被撤销 was taken back by {taken[meant.id]}", "一次 once")
    if event.on < meant.on:
        raise Refused(f"{path}.on", str(event.on), "早于所撤事项 before what it takes back", f"≥ {meant.on}")
    if event.amount is not None and event.amount > (meant.amount or 0):
        raise Refused(f"{path}.amount", event.amount, "多于所付 more than was paid", f"≤ {meant.amount}")
    taken[meant.id] = event.id
