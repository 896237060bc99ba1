"""Mandate certificates: given to somebody of an agency, verified by anybody, gone when the work is."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from duly.core.chain import canonical
from duly.core.day import day_of
from duly.desk import agencies, approving, record
from duly.desk.reach import NotFound
from duly.rules.account.asked import Refused
from duly.rules.machines.mandate import Event, State
from duly.rules.machines.placement import State as PlacementState
from duly.store.models import Agency, Mandate, Placement, User
from duly.store.models.record import HOUSE
from duly.store.moving import move

CODE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a certificate stands now, and if not, why."""

    mandate: Mandate
    zh: str = ""
    en: str = ""

    @property
    def valid(self) -> bool:
        return not self.zh

    @property
    def intact(self) -> bool:
        """Whether what it says is what was issued."""
        return hashed(self.mandate.told) == self.mandate.sha256


def hashed(told: dict[str, Any]) -> str:
    """The hash that the square on the paper carries."""
    return sha256(canonical(told)).hexdigest()


def sealed(mandate: Mandate) -> str:
    """What the square to scan says: no address to be led astray by, a code to ask by, a hash to compare."""
    return f"核验催收授权书 Verify this mandate certificate\n{mandate.code}\nSHA-256 {mandate.sha256}"


def issue(agent_id: int, *, until: date, at: datetime, by: User) -> Mandate:
    """Give a certificate to somebody who works at an agency; one they had before is revoked.

    Raises NotFound; Refused for a day beyond the contract, an agency that is not before the public, and with nothing
    placed.
    """
    agent = User.objects.filter(id=agent_id, agency__lender=by.lender_id).select_related("agency__lender").first()
    if agent is None or agent.agency is None:
        raise NotFound(f"{agent_id}")
    with approving.locked(None):
        agency = agencies.one(by, agent.agency.id)
        placed = Placement.objects.filter(agency=agency, state=PlacementState.PLACED)
        products = sorted(set(placed.values_list("loan__product", flat=True)))
        _may_issue(agency, agent, products, until, day_of(at))
        for held in Mandate.objects.filter(agent=agent, state=State.ISSUED):
            _revoke(held, "换发 replaced", at=at, by=by)
        code = secrets.token_hex(CODE_BYTES)
        told = _told(agency, agent, code, products, placed.count(), day_of(at), until)
        made = Mandate.objects.create(
            code=code, agency=agency, agent=agent, products=products, loans=told["loans"], from_on=day_of(at),
            until_on=until, issued_by=by, issued_at=at, told=told, sha256=hashed(told), state=State.ISSUED,
        )  # fmt: skip
        said = {"mandate": str(made.id), "agency": agency.id, "agent": agent.username, "sha256": made.sha256}
        record.write(HOUSE, "change", said, at=at, by=by)
    return made


def _may_issue(agency: Agency, agent: User, products: list[str], until: date, today: date) -> None:
    last = (agency.contract or {}).get("until")
    if not agency.published or agency.mandate_ended_on is not None:
        raise Refused("agency", agency.id, "机构不在公示名单上 the agency is not on the public list", "/agencies")
    if agent.suspended or not agent.is_active:
        raise Refused("agent", agent.username, "已停职或停用 suspended or not active", "")
    if not products:
        raise Refused("agency", agency.id, "没有在委案件 nothing is placed with it", "先委案 place first")
    if last is None or not today <= until <= date.fromisoformat(last):
        raise Refused("until", until.isoformat(), "须在今天和合同截止日之间 between today and the end of the contract",
                      f"{today} – {last or '?'}")  # fmt: skip


def _told(
    agency: Agency, agent: User, code: str, products: list[str], loans: int, first: date, last: date
) -> dict[str, Any]:
    lender = agency.lender
    return {
        "kind": "mandate", "code": code, "lender": lender.name, "agency": agency.name, "agency_phone": agency.phone,
        "staff_number": agent.username, "products": products, "loans": loans, "from": first.isoformat(),
        "until": last.isoformat(), "hotline": lender.hotline, "complaint_line": lender.complaint_line,
    }  # fmt: skip


def of_agency(agency: Agency) -> QuerySet[Mandate]:
    """The certificates of an agency, the latest first."""
    return Mandate.objects.filter(agency=agency).select_related("agent").order_by("-issued_at", "-id")


def standing(code: str, at: datetime) -> Standing:
    """What anybody may know of a certificate. Raises NotFound."""
    found = Mandate.objects.select_related("agency__lender", "agent").filter(code=code).first()
    if found is None:
        raise NotFound("mandate")
    return Standing(found, *_why_not(found, day_of(at)))


def _why_not(found: Mandate, today: date) -> tuple[str, str]:
    agency, agent = found.agency, found.agent
    if found.state != State.ISSUED or agency.mandate_ended_on is not None:
        return "已撤销，此人不再代表贷款人。", "Revoked: this person no longer acts for the lender."
    if not found.from_on <= today <= found.until_on:
        return "不在有效期内。", "Not within its days."
    if agent.suspended or not agent.is_active or agent.agency_id != agency.id:
        return "此人已不再从事这项工作。", "This person no longer does this work."
    if not agency.published or not agency.listed:
        return "机构已不在公示名单上。", "The agency is no longer on the public list."
    return "", ""


def revoke_all(agency: Agency, because: str, *, at: datetime, by: User) -> None:
    """Revoke every certificate of an agency."""
    with transaction.atomic():
        for held in Mandate.objects.filter(agency=agency, state=State.ISSUED):
            _revoke(held, because, at=at, by=by)


def revoke(code: str, because: str, *, at: datetime, by: User) -> Mandate:
    """Revoke one. Raises NotFound, Refused, NoSuchMove."""
    with approving.locked(None):
        found = Mandate.objects.filter(code=code, agency__lender=by.lender_id).first()
        if found is None:
            raise NotFound("mandate")
        _revoke(found, because, at=at, by=by)
    return found


def _revoke(held: Mandate, because: str, *, at: datetime, by: User) -> None:
    move(held, Event.REVOKE, at=at, by=by, because=because[:200])
    record.of_the_house("change", {"mandate": str(held.id), "event": "revoke", "because": because}, at=at, by=by)
