"""The file of an agency: what it must hold, what the judge finds missing in it and since when, and the public list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from duly.core.day import CONTACT_ZONE, NotADay, day_of, parse_day
from duly.desk import approving, record
from duly.desk.facts import BORROWER, agency_told, lender_told
from duly.desk.reach import NotFound
from duly.law import load
from duly.rules.account.asked import Refused
from duly.rules.compliance.cn.mandated import TERMS
from duly.rules.compliance.wire import answer
from duly.store.models import Agency, Approval, User
from duly.store.models.record import HOUSE

YEARLY = ("cn.gbt_45251.agency_evaluation", "cn.cba26.agency_inspection")
LISTING, PUBLISH, UNPUBLISH = "agency_listing", "publish", "unpublish"
DAYS = ("last_evaluation_on", "last_inspection_on", "from", "until")
SUBJECTS = tuple(sorted(TERMS))  # that a contract of mandate has to settle


@dataclass(frozen=True, slots=True)
class Lacking:
    """What stands in the way of entrusting the agency with a case, by which rule, and since when: None is always."""

    rule: Mapping[str, str]
    said: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Entered:
    """The file as somebody enters it; blank is not known."""

    phone: str = ""
    contract_id: str = ""
    contract_from: str = ""
    contract_until: str = ""
    terms: tuple[str, ...] = ()
    last_evaluation_on: str = ""
    last_inspection_on: str = ""
    pia_id: str = ""
    violation_record: str = ""  # yes, no or blank


def of_the_house(by: User) -> QuerySet[Agency]:
    """The agencies of the person's lender."""
    return Agency.objects.filter(lender_id=by.lender_id).order_by("id")


def one(by: User, agency_id: str) -> Agency:
    """One of them. Raises NotFound."""
    found = of_the_house(by).select_related("lender").filter(id=agency_id).first()
    if found is None:
        raise NotFound(agency_id)
    return found


def asked(agency: Agency, act: str, at: datetime, cases: int = 1) -> dict[str, Any]:
    """The question whether the lender may do something with an agency, in the judge's contract."""
    lender = agency.lender
    return {
        "pack": "cn",
        "ask": "permission",
        "facts": {
            "collector": {"id": lender.id, "role": "lender"},
            "lenders": [lender_told(lender)],
            "agencies": [agency_told(agency)],
            "consumer": {"id": BORROWER},
            "action": {
                "ts": at.isoformat(), "channel": "none", "purpose": act,
                "assignment": {"to": agency.id, "cases": cases},
            },
        },
    }  # fmt: skip


def lacking(agency: Agency, at: datetime) -> list[Lacking]:
    """What the judge objects to in the file as it stands, the strictest first."""
    told = _objections(agency, at)
    return [
        Lacking(rule, said, _since(agency, rule["id"], at))
        for rule, said in zip(told["rules"], told["explanation"], strict=True)
    ]


def _objections(agency: Agency, at: datetime) -> dict[str, Any]:
    return answer(asked(agency, "assign_to_agency", at))


def _since(agency: Agency, rule: str, at: datetime) -> date | None:
    """The first day of the time, up to now, in which this file would have met the objection every day.

    An answer changes only where a day of the file comes into play, so that those days are asked and no others.
    """
    since = None
    for day in sorted(_turns(agency, day_of(at)), reverse=True):
        told = _objections(agency, datetime.combine(day, time(12), CONTACT_ZONE))
        if rule not in {one["id"] for one in told["rules"]}:
            return since or day_of(at)
        since = day
    return None


def _turns(agency: Agency, today: date) -> set[date]:
    """Days up to today on which the file may have begun to be objected to, and those before them."""
    contract = agency.contract or {}
    days = [agency.last_evaluation_on, agency.last_inspection_on, agency.mandate_ended_on]
    days += [date.fromisoformat(contract[name]) for name in ("from", "until") if contract.get(name)]
    law = load("cn")
    yearly = {law[path].on(today)["days_most"] for path in YEARLY}
    spans = {0, *yearly}
    turns = {one + timedelta(days=span + more) for one in days if one for span in spans for more in (0, 1)}
    return {day for day in turns if day <= today and all(day >= law[path].first_day for path in YEARLY)}


def enter(agency_id: str, entered: Entered, *, at: datetime, by: User) -> Agency:
    """Change the file. The list is changed by two persons, not here. Raises NotFound, Refused."""
    file = _read(entered)
    with approving.locked(None):
        agency = one(by, agency_id)
        was = {name: getattr(agency, name) for name in file}
        changed = {name: value for name, value in file.items() if was[name] != value}
        if not changed:
            return agency
        Agency.objects.filter(id=agency.id).update(**changed)
        said = {"agency": agency.id, "was": _plain({name: was[name] for name in changed}), "is": _plain(changed)}
        record.write(HOUSE, "change", said, at=at, by=by)
    return one(by, agency_id)


def _plain(file: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in file.items()}


def _read(entered: Entered) -> dict[str, Any]:
    first, last = _day(entered.contract_from, "contract_from"), _day(entered.contract_until, "contract_until")
    if first and last and last < first:
        raise Refused("contract_until", str(last), "截止日早于起始日 ends before it begins", f"≥ {first}")
    if unknown := sorted(set(entered.terms) - TERMS):
        raise Refused("terms", ", ".join(unknown), "没有这种约定事项 no such subject", " | ".join(SUBJECTS))
    if entered.violation_record not in ("", "yes", "no"):
        raise Refused("violation_record", entered.violation_record, "没有这个值 no such value", "yes | no")
    contract = {"from": first and first.isoformat(), "until": last and last.isoformat(), "terms": sorted(entered.terms)}
    named = {"id": _short(entered.contract_id, "contract_id")} | {name: one for name, one in contract.items() if one}
    return {
        "phone": _short(entered.phone, "phone", 20),
        "contract": named if named["id"] else None,
        "last_evaluation_on": _day(entered.last_evaluation_on, "last_evaluation_on"),
        "last_inspection_on": _day(entered.last_inspection_on, "last_inspection_on"),
        "pia_id": _short(entered.pia_id, "pia_id") or None,
        "violation_record": {"yes": True, "no": False}.get(entered.violation_record),
    }  # fmt: skip


def _day(text: str, field: str) -> date | None:
    try:
        return parse_day(text.strip()) if text.strip() else None
    except NotADay as not_a_day:
        raise Refused(field, text[:20], str(not_a_day), "YYYY-MM-DD") from None


def _short(text: str, field: str, most: int = 64) -> str:
    if len(text.strip()) > most:
        raise Refused(field, len(text), "太长 too long", f"≤ {most}")
    return text.strip()


def ask_listing(agency_id: str, verb: str, because: str, *, at: datetime, by: User) -> Approval:
    """Ask that an agency be put before the public as one of ours, or taken off. Raises NotFound, Refused."""
    if verb not in (PUBLISH, UNPUBLISH):
        raise Refused("verb", verb, "没有这个值 no such value", f"{PUBLISH} | {UNPUBLISH}")
    agency = one(by, agency_id)
    if agency.published is (verb == PUBLISH) and agency.listed is agency.published:
        raise Refused("verb", verb, "已经是这样 it is so already", "")
    if verb == PUBLISH:
        _fit(agency, at)
    return approving.ask(
        kind=LISTING,
        subject=f"{verb} {agency.id}",
        because=because,
        at=at,
        by=by,
        what={"agency": agency.id, "do": verb},
    )


def _fit(agency: Agency, at: datetime) -> None:
    """Nobody is presented to the public whom the judge would not let in."""
    told = answer(asked(agency, "integrate_agency", at))
    if told["verdict"] != "allow":
        raise Refused("agency", agency.id, told["explanation"][0], ", ".join(told["requires"]))
    if not agency.phone:
        raise Refused("phone", "", "公示须有电话 the public list needs its telephone", "400-…")


def carry_out(agency_id: str, verb: str, *, at: datetime, by: User) -> Agency:
    """Do what a second person has granted. Raises NotFound, Refused."""
    with approving.locked(None):
        agency = one(by, agency_id)
        if verb == PUBLISH:
            _fit(agency, at)
        used = approving.use(kind=LISTING, subject=f"{verb} {agency.id}", at=at, by=by)
        agency.listed = agency.published = verb == PUBLISH
        agency.listing = used
        agency.save(update_fields=("listed", "published", "listing"))
        record.write(HOUSE, "change", {"agency": agency.id, "do": verb, "approval": str(used.id)}, at=at, by=by)
    return agency


def granted(agency: Agency, at: datetime) -> str | None:
    """What was granted about the list and waits to be done."""
    for verb in (PUBLISH, UNPUBLISH):
        held = Approval.objects.filter(kind=LISTING, subject=f"{verb} {agency.id}", state="granted", lapses_at__gt=at)
        if held.exists():
            return verb
    return None


def in_public() -> list[Agency]:
    """The agencies that act for a lender, for everybody to read: whoever is not here does not act for it."""
    listed = Agency.objects.filter(listed=True, published=True, mandate_ended_on=None)
    return list(listed.select_related("lender").order_by("lender__name", "name", "id"))
