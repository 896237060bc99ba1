"""What the fields of a schedule must be beside one another: days in order, one of two, nothing without its use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duly.rules.account.asked import Refused
from duly.rules.account.schedule_parts import Method
from duly.rules.account.schedule_wire import ScheduleQuestion

ONE_OF = "只给一个 exactly one of"
RECALCULATED: tuple[Method, ...] = ("equal_instalment", "equal_principal", "flat")


def checked(question: ScheduleQuestion) -> ScheduleQuestion:
    """The question with what is left out filled in. Raises Refused for the first thing that does not fit."""
    for fault in _faults(question):
        raise fault
    if question.method == "minimum_payment" and question.instalments is None and not question.due_on:
        return question.model_copy(update={"instalments": 600})
    return question


def _faults(asked: ScheduleQuestion) -> Iterator[Refused]:
    start = min(one.on for one in asked.disbursements)
    yield from _of_method(asked)
    yield from _of_due_days(asked, start)
    yield from _of_changes(asked, start)
    for name, parts in (
        ("down_payment", (asked.down_payment,)),
        ("fees", asked.fees),
    ):
        for place, part in enumerate(parts):
            if part is not None and (part.amount is None) == (part.percent_bp is None):
                where = name if name == "down_payment" else f"{name}[{place}]"
                yield Refused(where, None, "金额与基点恰给一个 amount or basis points", f"{ONE_OF} amount, percent_bp")
    for place, fee in enumerate(asked.fees):
        if fee.financed and fee.due != "disbursement":
            yield Refused(f"fees[{place}].financed", True, "只限放款时的费用 only of a disbursement", "false")
        if fee.due == "disbursement" and fee.of != "disbursed":
            yield Refused(f"fees[{place}].of", fee.of, "放款时还没有 not there at disbursement", "disbursed")
        if asked.method == "minimum_payment" and fee.of in ("principal", "instalment"):
            yield Refused(
                f"fees[{place}].of", fee.of, "取决于费用自身 depends on the fee", "disbursed | balance | interest"
            )


def _of_method(asked: ScheduleQuestion) -> Iterator[Refused]:
    if asked.instalment is not None and asked.method != "equal_instalment":
        yield Refused("instalment", asked.instalment, f"不用于 not for {asked.method}", "equal_instalment")
    if asked.balloon and asked.method not in RECALCULATED:
        yield Refused("balloon", asked.balloon, f"不用于 not for {asked.method}", " | ".join(RECALCULATED))
    if asked.principal_percent_bp is not None and (asked.method != "equal_principal" or asked.balloon):
        where = "equal_principal 且无 without balloon"
        yield Refused("principal_percent_bp", asked.principal_percent_bp, f"只用于 only for {where}", "equal_principal")
    if "minimum_payment" in asked.model_fields_set and asked.method != "minimum_payment":
        yield Refused("minimum_payment", None, f"不用于 not for {asked.method}", "method: minimum_payment")
    count = len(asked.due_on) or asked.instalments
    if count is None and asked.instalment is None and asked.method != "minimum_payment":
        yield Refused("instalments", None, "必填 this field is required", "instalments | instalment | due_on")
    if asked.due_on and asked.instalments not in (None, len(asked.due_on)):
        yield Refused(
            "instalments", asked.instalments, "与应还日个数不符 not the number of days", str(len(asked.due_on))
        )
    if asked.interest.rounded == "per_day" and asked.interest.calculated != "daily":
        yield Refused("interest.rounded", "per_day", "只与 daily 同用 with daily only", "per_period")
    if asked.last_instalment == "spread" and (asked.method != "equal_instalment" or asked.instalment is not None):
        yield Refused("last_instalment", "spread", "等额须由计算得出 the instalment must be calculated", "takes_rest")
    grace = asked.grace
    for name, many in (("principal", grace.principal), ("interest", grace.interest)):
        if count is not None and many >= count and many:
            yield Refused(f"grace.{name}", many, "宽限不短于期限 as long as the term", f"0 – {count - 1}")
    if asked.method in ("bullet", "minimum_payment") and (grace.principal or grace.interest or asked.payment_holidays):
        yield Refused(
            "grace" if grace.principal or grace.interest else "payment_holidays",
            None,
            f"不用于 not for {asked.method}",
            "interest_only",
        )


def _of_due_days(asked: ScheduleQuestion, start: date) -> Iterator[Refused]:
    if asked.due_on:
        others = [
            name
            for name in ("every", "first_due_on", "due_day", "due_day_changes", "payment_holidays")
            if name in asked.model_fields_set and not (name == "every" and asked.instalment_by == "nominal")
        ]
        if others:
            yield Refused(others[0], None, "已逐期给出应还日 every due day is given already", "due_on alone")
        if asked.interest.calculated == "per_period":
            yield Refused("interest.calculated", "per_period", "逐期的日子没有整期 no whole periods here", "daily")
        for place, (one, following) in enumerate(zip((start, *asked.due_on), asked.due_on, strict=False)):
            if following < one or (following == one and place):
                yield Refused(f"due_on[{place}]", str(following), "日期顺序不对 out of order", f"> {one}")
    if asked.first_due_on is not None and asked.first_due_on < start:
        yield Refused("first_due_on", str(asked.first_due_on), "早于放款 before the disbursement", f">= {start}")
    monthly = asked.every.unit in ("month", "year")
    for name, given in (("due_day", asked.due_day is not None), ("due_day_changes", bool(asked.due_day_changes))):
        if given and not monthly:
            yield Refused(name, None, f"不用于 not for {asked.every.unit}", "every.unit: month | year")
    if asked.method == "bullet" and asked.due_day_changes:
        yield Refused("due_day_changes", None, "不用于 not for bullet", "interest_only")


def _of_changes(asked: ScheduleQuestion, start: date) -> Iterator[Refused]:
    for place, paid in enumerate(asked.prepayments):
        if paid.on < start:
            yield Refused(f"prepayments[{place}].on", str(paid.on), "早于放款 before the disbursement", f">= {start}")
        if paid.settle == (paid.amount is not None):
            yield Refused(
                f"prepayments[{place}]", None, "金额与还清恰给一个 amount or settle", f"{ONE_OF} amount, settle"
            )
    seen: set[date] = set()
    for place, change in enumerate(asked.rate_changes):
        if change.on in seen:
            yield Refused(f"rate_changes[{place}].on", str(change.on), "同日两次调息 twice on one day", "一次 once")
        seen.add(change.on)
    skipped = 0
    for place, holiday in sorted(enumerate(asked.payment_holidays), key=lambda one: one[1].from_no):
        if holiday.until_no < holiday.from_no:
            where = f"payment_holidays[{place}].until_no"
            yield Refused(where, holiday.until_no, "顺序不对 out of order", f">= {holiday.from_no}")
        if holiday.from_no <= skipped:
            where = f"payment_holidays[{place}].from_no"
            yield Refused(where, holiday.from_no, "与另一停还期重叠 overlaps another", f"> {skipped}")
        skipped = holiday.until_no
