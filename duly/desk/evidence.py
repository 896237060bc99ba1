"""Everything that the desk knows of one borrower's matter, as plain values; and the entry that says it was handed out.

Whatever table points at the borrower comes along, so that a new noun is not forgotten. Personal data does not: it
stands sealed in tables of its own, and a sealed column never leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from duly.desk import asked, record
from duly.desk.reach import within
from duly.desk.vault import Vault, Withheld
from duly.desk.vaulted import Subject, fields_of, subject_of
from duly.rules.rights import Act, may
from duly.store.models import (
    Address,
    Agency,
    Answer,
    Borrower,
    Case,
    Certificate,
    CertificateMove,
    Clearance,
    Complaint,
    Entry,
    Exam,
    Lender,
    Mandate,
    MandateMove,
    Party,
    Seal,
    Team,
    User,
)

Row = dict[str, Any]
NEVER_OUT = {"token", "password", "last_login"}  # columns by which somebody could be found or could get in
OWN_FILES: tuple[type[Any], ...] = (Borrower, Clearance, Entry, Seal)  # each is told in another way
OF_THE_HOUSE: tuple[type[Any], ...] = (Agency, Lender, Team, User)  # whatever they point at, nobody's matter is theirs
DEEP = 3  # how many steps a table may stand away from the borrower


class NoSuchMatter(LookupError):
    """No borrower, case or complaint of that name is known to the desk."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Whose evidence it is, and what it was asked for: a case, a complaint, or all of the borrower."""

    borrower: Borrower
    about: str
    named: str


class NotYours(PermissionError):
    """This person may not hand out evidence."""


def matter(
    *, case: str | None = None, borrower: str | None = None, complaint: str | None = None, by: User | None = None
) -> Matter:
    """Find whose matter a case, a borrower or a complaint is, by its id here or by its name in the lender's book.

    `by` is who would hand it out; none is the house itself. Raises NoSuchMatter, of what `by` may not see as well;
    NotYours.
    """
    if by is not None and not may(by.role, Act.EXPORT):
        raise NotYours(f"{by.username}: 岗位 {by.role} 不得导出证据 the role {by.role} may not hand out evidence")
    asked_for: dict[str, tuple[Any, str | None]] = {
        "case": (Case, case),
        "borrower": (Borrower, borrower),
        "complaint": (Complaint, complaint),
    }
    for about, (model, named) in asked_for.items():
        if named is not None:
            rows = model.objects.filter(_named(named))
            found = (rows if by is None else within(by, rows, "pk" if model is Borrower else "borrower")).first()
            if found is None:
                raise NoSuchMatter(f"{named}: 作业台没有这个编号 the desk knows no {about} of that name")
            return Matter(found if about == "borrower" else found.borrower, about, named)
    raise NoSuchMatter(
        "须指明案件、借款人或投诉 name a case, a borrower or a complaint: --case, --borrower, --complaint"
    )


def somebody(username: str | None) -> User | None:
    """One of our people by name; None where nobody is named. Raises NoSuchMatter."""
    found = User.objects.filter(username=username).first()
    if username is not None and found is None:
        raise NoSuchMatter(f"{username}: 没有这位用户 there is no such user")
    return found


def _named(named: str) -> models.Q:
    try:
        return models.Q(id=UUID(named)) | models.Q(ref=named)
    except ValueError:
        return models.Q(ref=named)


def gathered(borrower: Borrower) -> dict[str, Any]:
    """Tables by name, each a list of rows in the order of their time; moves with what they moved.

    `borrower` is one row, `clearance` and the record stand apart. People, firms and teams that are named come too.
    """
    told: dict[str, Any] = {"borrower": _row(borrower)}
    named: dict[type[Any], set[Any]] = {}
    for model, way in reaching():
        rows = [_row(each) for each in model.objects.filter(**{way: borrower.id})]
        _note_named(model, rows, named)
        told[_name(model)] = sorted(rows, key=_when)
    for clearance in Clearance.objects.filter(borrower=borrower).values("asked_by_id"):
        named.setdefault(User, set()).add(clearance["asked_by_id"])
    return told | _of_the_house(named)


def reaching() -> Iterator[tuple[type[Any], str]]:
    """Every table from which a row leads to a borrower, and by which way; sealed ones are left where they are."""
    for model in apps.get_app_config("store").get_models():
        way = _way(model, DEEP)
        if way and model not in OWN_FILES and not is_sealed(model):
            yield model, way


def is_sealed(model: type[Any]) -> bool:
    """Whether a table keeps something that only its own key opens."""
    return any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)


def people(borrower: Borrower, vault: Vault, *, clear: bool, by: User | None, at: datetime) -> list[Row]:
    """Who is meant and how they were to be reached, masked; in the clear as far as `by` may see it as evidence.

    Each look in the clear is on the record. Raises VaultClosed; NotYours where nobody would look.
    """
    _ = vault.keys.current
    if clear and by is None:
        raise NotYours("明文须写明谁导出 in the clear only for somebody who is named")
    whom: list[Subject] = [
        borrower,
        *Party.objects.filter(borrower=borrower),
        *Address.objects.filter(borrower=borrower),
    ]
    shown = vault.masked_all(whom)
    held = [(who, field) for who in whom for field in fields_of(who) if (who.id, field) in shown.held]
    told = []
    for who, field in sorted(held, key=lambda one: (subject_of(one[0]), str(one[0].id), one[1])):
        row: Row = {"subject": subject_of(who), "id": str(who.id), "field": field, "clear": False}
        row |= {"shown": shown[who.id, field].text, "why": shown[who.id, field].why}
        told.append(row | (_in_clear(vault, who, field, by, at) if clear and by else {}))
    return told


def _in_clear(vault: Vault, who: Subject, field: str, by: User, at: datetime) -> Row:
    value = vault.unmask(who, field, purpose="evidence", by=by, at=at)
    if isinstance(value, Withheld):
        return {"why": f"{value.why.zh} {value.why.en}"}
    return {"shown": value.reveal(), "clear": True}


def left_out() -> list[str]:
    """Tables about the borrower that stay where they are, and the columns that leave with none."""
    sealed = [
        model for model in apps.get_app_config("store").get_models() if model is not Clearance and is_sealed(model)
    ]
    return sorted([*map(_name, sealed), *NEVER_OUT])


def _way(model: type[Any], steps: int) -> str | None:
    if model is Borrower or model in OF_THE_HOUSE or not steps:
        return None
    pointing = [each for each in model._meta.concrete_fields if each.is_relation]
    ways = [("borrower_id", each.null) for each in pointing if each.related_model is Borrower]
    ways += [
        (f"{each.name}__{way}", each.null) for each in pointing if (way := _way(each.related_model, steps - 1))
    ]  # of two that are as short, the one that every row has: a move has its noun, and not each has an attempt
    shortest = min(ways, key=lambda way: (way[0].count("__"), way[1], way[0]), default=None)
    return shortest and shortest[0]


def clearances(borrower: Borrower) -> Iterator[tuple[Row, bytes]]:
    """Each clearance or refusal in order, with the judge's answer whole, and the text of the question it answers."""
    for each in Clearance.objects.filter(borrower=borrower).order_by("judged_at", "id").iterator(chunk_size=100):
        yield _row(each), asked.unpacked(bytes(each.question))


def _of_the_house(named: Mapping[type[Any], set[Any]]) -> dict[str, list[Row]]:
    """Those whom the rows name, and by what right they acted; of their names only the beginning."""
    by_right = _by_right(sorted(named.get(User, ())))
    of_whom: dict[type[Any], set[Any]] = {model: set(ids) for model, ids in named.items()}
    for model, rows in by_right.items():
        _note_named(model, rows, of_whom)
    told = {
        _name(model): [_row(each) for each in model.objects.filter(pk__in=ids).order_by("pk")]
        for model, ids in of_whom.items()
    }
    told |= {_name(model): rows for model, rows in by_right.items()}
    for user in told.get("user", ()):
        user["name"] = f"{user['name'][:1]}＊"
    return told


def _by_right(who: list[int]) -> dict[type[Any], list[Row]]:
    """What those who acted were certified for, with the exam behind it, and the papers they acted on; with moves.

    An exam that brought no certificate is nobody's evidence.
    """
    certified = Certificate.objects.filter(user__in=who).order_by("user", "passed_on", "id")
    mandates = Mandate.objects.filter(agent__in=who).order_by("agent", "issued_at", "id")
    exams = Exam.objects.filter(certificates__in=certified).distinct().order_by("user", "number")
    found: dict[type[Any], Any] = {
        Certificate: certified, CertificateMove: CertificateMove.objects.filter(of__in=certified).order_by("of", "seq"),
        Exam: exams, Answer: Answer.objects.filter(exam__in=exams).order_by("exam", "place"),
        Mandate: mandates, MandateMove: MandateMove.objects.filter(of__in=mandates).order_by("of", "seq"),
    }  # fmt: skip
    return {model: [_row(each) for each in rows] for model, rows in found.items()}


def _note_named(model: type[Any], rows: list[Row], named: dict[type[Any], set[Any]]) -> None:
    """Remember every row outside the borrower's own tables that a row points at."""
    for field in model._meta.concrete_fields:
        at = field.related_model
        if field.is_relation and at is not Borrower and not _way(at, DEEP):
            named.setdefault(at, set()).update({row[field.attname] for row in rows} - {None})


def _row(row: Any) -> Row:
    fields = [each for each in row._meta.concrete_fields if each.attname not in NEVER_OUT]
    return {
        each.attname: _plain(getattr(row, each.attname)) for each in fields if not isinstance(each, models.BinaryField)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _name(model: type[Any]) -> str:
    return str(model._meta.model_name)


TIMES = ("at", "judged_at", "received_at", "raised_at", "said_at", "given_at", "sent_at", "reported_at", "proposed_at",
         "requested_at", "asked_at", "ordered_at", "from_at", "made_on", "opened_on", "day")  # fmt: skip


def when(row: Mapping[str, Any]) -> str:
    """The instant or day of a row; empty of one that has none."""
    return next((str(row[name]) for name in TIMES if row.get(name)), "")


def _when(row: Mapping[str, Any]) -> tuple[str, int, str]:
    return when(row), row.get("seq", 0), str(row.get("id", ""))


@transaction.atomic(durable=True)
def hand_out(what: Matter, said: Mapping[str, Any], *, at: datetime, by: User | None) -> Entry:
    """Write on the record that evidence left, and which; `said` names the pack by its hash."""
    Borrower.objects.select_for_update().get(id=what.borrower.id)
    return record.write(
        str(what.borrower.id), "export", {"evidence": what.about, "of": what.named, **said}, at=at, by=by
    )
