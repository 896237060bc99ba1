"""A small house: whom the tests of the desk are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from duly.channels.simulated import SimulatedCallee
from duly.core.carrier import Message, Receipt
from duly.core.day import day_of
from duly.core.secret import Secret
from duly.desk.facts import Proposed, Systems
from duly.rules.rights import Role
from duly.store.models import (
    Address,
    Agency,
    Assigned,
    Borrower,
    Case,
    Certificate,
    Lender,
    Loan,
    Party,
    Planned,
    Team,
    User,
)

MORNING = datetime(2026, 11, 25, 2, 10, tzinfo=UTC)  # 10:10 in Shanghai
NIGHT = datetime(2026, 11, 25, 14, 10, tzinfo=UTC)  # 22:10 in Shanghai
UP = Systems(contact_counter="up", recording="up")
CALL = Message("phone_call", Secret("13800138000"))
SAID = {"institution_named": True, "recording_stated": True, "discloses_debt": False}


def talks() -> SimulatedCallee:
    """Somebody who answers and hears the agent out: one who refused now and then would close the next call by chance."""
    return SimulatedCallee(answers=((1, Receipt("conversation", answered=True, effective=True)),))


@dataclass(frozen=True)
class House:
    """Its people."""

    lender: Lender
    agent: User
    borrower: Borrower
    address: Address
    loan: Loan

    @classmethod
    def opened(cls, no: int = 1) -> House:
        """A house in which an ordinary call in the morning is allowed."""
        lender, _ = Lender.objects.get_or_create(
            id="L1",
            defaults={
                "name": "如约示例银行",
                "kind": "bank",
                "caller_ids": ["95000"],
                "accounts": ["app"],
                "payment_channels": ["app"],
            },
        )
        agent = User.objects.create(username=f"agent{no}", name="王静", role=Role.AGENT, lender=lender)
        for channel in ("phone_call", "text", "email", "push"):
            Certificate.objects.create(
                user=agent,
                product="consumer_loan",
                channel=channel,
                passed_on=date(2026, 1, 5),
                expires_on=date(2027, 1, 4),
            )
        borrower = Borrower.objects.create(ref=f"B{no}", region="330000", deceased=False, minor=False, capacity="full")
        address = Address.objects.create(
            borrower=borrower, kind="mobile", source="contract", reserved=True, token=f"{no:064}"
        )
        loan = Loan.objects.create(
            borrower=borrower, ref=f"LN{no}", creditor=lender, product="consumer_loan", currency="CNY",
            signed_on=date(2025, 6, 1), late_since=date(2026, 11, 13), current=False, state="open", overdue_minor=120_000,
            terms={"plan": None, "legal_case": None, "transfer": None},
        )  # fmt: skip
        borrower.refresh_from_db()
        return cls(lender, agent, borrower, address, loan)

    def listed(self, position: int = 1) -> Planned:
        """The borrower's case, assigned to the agent's team and listed for today; once, however often it is asked."""
        if there := Planned.objects.filter(borrower=self.borrower).first():
            return there
        team, _ = Team.objects.get_or_create(id="T1", name="浙江组", region="33", opens_minute=540, closes_minute=1080)
        User.objects.filter(id=self.agent.id).update(team=team)
        self.agent.refresh_from_db()
        case = Case.objects.create(borrower=self.borrower, opened_on=day_of(MORNING), state="reminder")
        Assigned.objects.create(borrower=self.borrower, case=case, team=team)
        return Planned.objects.create(
            borrower=self.borrower, day=day_of(MORNING), team=team, position=position, loan=self.loan,
            address=self.address, why="likely_to_worsen", priority=1, earliest_minute=540, latest_minute=1080,
        )  # fmt: skip

    def contact(self) -> Address:
        """The number of somebody whom the borrower named to be asked where nobody reaches the borrower."""
        party = Party.objects.create(borrower=self.borrower, role="contact", relation="mother")
        return Address.objects.create(
            borrower=self.borrower, party=party, kind="mobile", source="reserved_contact", reserved=True, token="9" * 64
        )  # fmt: skip

    def assign_to(self, team: str) -> None:
        """Give the case to another team."""
        Team.objects.get_or_create(id=team, name=team, opens_minute=540, closes_minute=1080)
        Assigned.objects.filter(borrower=self.borrower).update(team=team)

    def agency(self) -> Agency:
        """An outside firm."""
        return Agency.objects.get_or_create(id="A1", name="示例机构", lender=self.lender)[0]

    def call(self, at: datetime = MORNING, **changed: Any) -> Proposed:
        return Proposed(
            **{"address": self.address, "by": self.agent, "channel": "phone_call", "purpose": "collect", "at": at,
               "caller_id": "95000", "content": SAID} | changed
        )  # fmt: skip
