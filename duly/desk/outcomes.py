"""Write down what came of an attempt, and set in motion what follows from it, in one transaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from duly import law as laws
from duly.core.day import CONTACT_ZONE, clock, day_of
from duly.desk import case_file, record, relieving, stopping
from duly.desk.saying import LABEL, NOT_IN_A_NOTE, unprintable
from duly.rules import promise
from duly.rules.machines.attempt import Event, State
from duly.rules.results import Does, ResultCode, groups, reasons, results
from duly.rules.words import Context, Finding, check
from duly.store.models import Address, Attempt, AttemptMove, Borrower, Loan, Note, Planned, Promise, Result, User
from duly.store.models.complaint import TOPICS
from duly.store.models.hardship import REASONS
from duly.store.moving import move

REST = timedelta(minutes=15)  # a house default: the pause after an abusive call
REACHED = {State.DELIVERED: "reached", State.FAILED: "not_reached"}


class BadResult(ValueError):
    """A field of a result that cannot be taken. `field` names it; `zh` and `en` say why and what is accepted."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(f"{field}: {zh} {en}")
        self.field, self.zh, self.en = field, zh, en


class AlreadyRecorded(ValueError):
    """This attempt has its result; a second one would tell the story twice."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the agent says came of it, as it was typed."""

    code: str
    reason: str = ""
    note: str = ""
    loan: str = ""
    amount: str = ""
    due_on: str = ""
    topic: str = ""
    again_at: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """What every effect of a result may need."""

    borrower: Borrower
    attempt: Attempt
    told: Told
    at: datetime
    by: User


def write(*, attempt: Attempt, told: Told, at: datetime, by: User) -> Result:
    """Record the result of an attempt.

    Raises BadResult; AlreadyRecorded.
    """
    with stopping.locked(attempt.borrower_id) as borrower:
        attempt.refresh_from_db()
        if Result.objects.filter(attempt=attempt).exists():
            raise AlreadyRecorded("这通联系已有结果 this attempt has its result already")
        code = _code(told, attempt)
        _close(attempt, code, at=at, by=by)
        case = _Case(borrower, attempt, told, at, by)
        again = EFFECTS[code.does](case)
        made = Result.objects.create(
            borrower=borrower, attempt=attempt, by=by, at=at, code=code.code, reason=told.reason, again_at=again
        )
        if told.note.strip():
            note(borrower, told.note, attempt=attempt, at=at, by=by)
        _leave_the_list(case, again)
        said = {"result": str(made.id), "attempt": str(attempt.id), "code": code.code}
        record.write(str(borrower.id), "change", said, at=at, by=by)
    return made


def note(borrower: Borrower, text: str, *, at: datetime, by: User, attempt: Attempt | None = None) -> Note:
    """Keep a note that the words allow. Raises BadResult, naming what cannot stand there."""
    return Note.objects.create(borrower=borrower, attempt=attempt, at=at, by=by, text=worded("note", text, at=at))


def worded(field: str, text: str, *, at: datetime, most: int = 2000) -> str:
    """A text of one of us about a case, as it may be kept. Raises BadResult, naming what cannot stand there."""
    text = text.strip()
    if not text or len(text) > most:
        raise BadResult(field, f"须有内容，且不超过 {most} 字", f"write 1 to {most:,} characters")
    if unprintable(text):
        raise BadResult(field, "有看不见的字符，请重新输入", "holds a sign that nobody can see; type it again")
    for shape, zh, en in NOT_IN_A_NOTE:
        if shape.search(text):
            raise BadResult(field, f"这里不写{zh}，它在保险库里", f"leave out {en}; it is in the vault")
    if mark := LABEL.search(text):
        raise BadResult(
            field, f"“{mark[0]}”：投诉是权利，不给人贴标签", "a complaint is a right; nobody is labelled for it"
        )
    for one in _heard(text, at):
        raise BadResult(field, f"“{one.words}”：{one.why_zh}；{one.instead_zh}", f"{one.why_en}; {one.instead_en}")
    return text


def _heard(text: str, at: datetime) -> Iterator[Finding]:
    """What a note tells of deeds, and what it calls people: an insult is one in a note too."""
    yield from check(text, Context(kind="note", as_of=day_of(at))).findings
    yield from (one for one in check(text, Context(as_of=day_of(at))).findings if one.code == "F-INSULT")


def _code(told: Told, attempt: Attempt) -> ResultCode:
    code = results().get(told.code)
    if code is None:
        raise BadResult("code", "请选择结果", "choose a result")
    if told.reason and told.reason not in reasons():
        raise BadResult("reason", "没有这个原因", "there is no such reason")
    came = REACHED.get(State(attempt.state))
    if groups()[code.group].at_a_door != (attempt.channel == "visit"):
        raise BadResult("code", "与联系方式不符，请重选", "is of another kind of contact; choose again")
    if came is None and attempt.state != State.UNKNOWN:
        raise BadResult("code", "这通联系还没有发出", "this contact has not been made yet")
    if not groups()[code.group].fits(came, case_file.role_of(attempt)):
        raise BadResult(
            "code",
            "与线路回执或联系对象不符，请重选",
            "does not fit what the line said, or whom it went to; choose again",
        )
    return code


def _close(attempt: Attempt, code: ResultCode, *, at: datetime, by: User) -> None:
    """Close it with what the carrier heard and what the agent heard; the judge reads both."""
    last = AttemptMove.objects.filter(of=attempt).order_by("-seq").first()
    signals = sorted({*(last.signals if last else ()), *code.signals})
    outcome = groups()[code.group].heard or code.code
    outcome = "wrong_number" if code.does is Does.WRONG_NUMBER else outcome
    told: dict[str, Any] = {"outcome": outcome, "signals": signals, "at": at, "by": by}
    if attempt.state == State.UNKNOWN:
        event = Event.REACHED if groups()[code.group].came == "reached" else Event.NOT_REACHED
        move(attempt, event, because="坐席告知 the agent knows", **told)
    move(attempt, Event.CLOSE, because=f"{code.words.zh} {code.words.en}", **told)


def _leave_the_list(case: _Case, again: datetime | None) -> None:
    """Take the borrower off today's list, or put them back for the minute they asked for."""
    listed = Planned.objects.filter(borrower=case.borrower, day=day_of(case.at))
    if again is not None and day_of(again) == day_of(case.at):
        local = again.astimezone(CONTACT_ZONE)
        minute = local.hour * 60 + local.minute
        listed.filter(latest_minute__gt=minute).update(earliest_minute=minute, taken_by=None, taken_at=None)
        listed = listed.filter(latest_minute__lte=minute)
    listed.filter(done_at=None).update(done_at=case.at)


def _nothing(case: _Case) -> None:
    return None


def _hold(kind: str, days: int | None) -> Callable[[_Case], None]:
    def effect(case: _Case) -> None:
        stopping.hold(case.borrower, kind=kind, days=days, at=case.at, by=case.by)

    return effect


def _hardship(case: _Case) -> None:
    reason = case.told.reason if case.told.reason in REASONS else "other"
    relieving.report(case.borrower, reason=reason, at=case.at, by=case.by)


def _dispute(kind: str) -> Callable[[_Case], None]:
    def effect(case: _Case) -> None:
        loans = [str(_loan(case).id)] if case.told.loan else None
        stopping.dispute(case.borrower, kind=kind, loans=loans, at=case.at, by=case.by)

    return effect


def _complaint(case: _Case) -> None:
    if case.told.topic not in TOPICS:
        raise BadResult("topic", "请选择投诉事由", "choose what it is about")
    stopping.complain(case.borrower, topic=case.told.topic, at=case.at, by=case.by)


def _no_more_calls(case: _Case) -> None:
    stopping.opt_out(case.borrower, channels=["phone_call"], at=case.at, by=case.by)


def _no_more_visits(case: _Case) -> None:
    stopping.opt_out(case.borrower, channels=["visit"], at=case.at, by=case.by)


def _address(state: str) -> Callable[[_Case], None]:
    def effect(case: _Case) -> None:
        address = Address.objects.select_related("borrower").get(id=case.attempt.address_id)
        stopping.address_is(address, state, at=case.at, by=case.by)

    return effect


def _third_refuses(case: _Case) -> None:
    address = Address.objects.select_related("party__borrower").get(id=case.attempt.address_id)
    if address.party is not None:
        stopping.third_person_refuses(address.party, at=case.at, by=case.by)
    else:
        stopping.opt_out(case.borrower, channels=["phone_call"], address=address, at=case.at, by=case.by)


def _cool_down(case: _Case) -> None:
    User.objects.filter(id=case.by.id).update(rests_until=case.at + REST)


def _promise(case: _Case) -> None:
    loan, amount, due_on = _loan(case), _amount(case), _due_on(case)
    if amount > loan.overdue_minor > 0:
        raise BadResult("amount", "超过这笔的逾期金额", "is more than is overdue on this loan")
    Promise.objects.create(
        borrower=case.borrower, loan=loan, amount_minor=amount, currency=loan.currency, made_on=day_of(case.at),
        due_on=due_on, state=Promise.machine.start,
    )  # fmt: skip


def _again(case: _Case) -> datetime:
    try:
        asked = datetime.fromisoformat(case.told.again_at)
    except ValueError:
        raise BadResult("again_at", "请写明再联系的时间", "say when to call again") from None
    again = asked.replace(tzinfo=CONTACT_ZONE) if asked.tzinfo is None else asked
    if not case.at < again <= case.at + timedelta(days=promise.DAYS_MOST):
        raise BadResult(
            "again_at", f"须在今后 {promise.DAYS_MOST} 天内", f"must lie within {promise.DAYS_MOST} days from now"
        )
    hours = laws.load("cn").on(day_of(again))["cn.gbt_45251.contact_hours"]
    local = again.astimezone(CONTACT_ZONE)
    if not hours["opens"] <= local.hour * 60 + local.minute < hours["closes"]:
        raise BadResult("again_at", *_in_hours(hours))
    return again


def _in_hours(hours: Any) -> tuple[str, str]:
    opens, closes = clock(hours["opens"]), clock(hours["closes"])
    return f"须在 {opens} 至 {closes} 之间，北京时间", f"must lie between {opens} and {closes}, Beijing time"


def _loan(case: _Case) -> Loan:
    loans = {str(one.id): one for one in Loan.objects.filter(borrower=case.borrower, state="open")}
    if case.told.loan not in loans:
        raise BadResult("loan", "请选择借据", "choose the loan")
    return loans[case.told.loan]


def _amount(case: _Case) -> int:
    found = re.fullmatch(r"([0-9]{1,11})(?:\.([0-9]{1,2}))?", case.told.amount.strip().replace(",", ""))
    minor = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0") or 0) if found else 0
    if minor <= 0:
        raise BadResult("amount", "须为金额，如 500 或 500.00", "must be an amount such as 500 or 500.00")
    return minor


def _due_on(case: _Case) -> date:
    try:
        due = date.fromisoformat(case.told.due_on)
    except ValueError:
        raise BadResult("due_on", "请选择哪天前还", "choose the day by which it will be paid") from None
    if refused := promise.why_not(due, day_of(case.at)):
        raise BadResult("due_on", *refused)
    return due


EFFECTS: Mapping[Does, Callable[[_Case], datetime | None]] = {
    Does.NONE: _nothing,
    Does.PROMISE: _promise,
    Does.AGAIN: _again,
    Does.HOLD_HARDSHIP: _hardship,
    Does.HOLD_CARE: _hold("care", stopping.CARE_DAYS),
    Does.HOLD_DECEASED: _hold("deceased", None),
    Does.DISPUTE_PAID: _dispute("paid"),
    Does.DISPUTE_AMOUNT: _dispute("amount"),
    Does.DISPUTE_NOT_MINE: _dispute("not_mine"),
    Does.COMPLAINT: _complaint,
    Does.NO_MORE_CALLS: _no_more_calls,
    Does.WRONG_NUMBER: _address("reassigned"),
    Does.OUT_OF_SERVICE: _address("not_in_service"),
    Does.THIRD_REFUSES: _third_refuses,
    Does.COOL_DOWN: _cool_down,
    Does.NO_MORE_VISITS: _no_more_visits,
}
