"""An agency in good order, for tests: its file, its people, and loans that are placed with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from duly.desk import approving, placing
from duly.desk.placing import Placed, Telling
from duly.rules.rights import Role
from duly.store.models import Agency, Certificate, Lender, Loan, User
from tests.desk.house import MORNING, House

TERMS = ["data_kinds", "method", "protection", "purpose", "rights_duties", "supervision", "term"]
CONTRACT = {"id": "HT-1", "from": "2026-01-01", "until": "2027-06-30", "terms": TERMS}
TELLING = Telling(
    "https://www.anhe.example/agencies", "www.anhe.example", {"consumer_loan": "消费贷款"}, date(2026, 11, 26)
)
WHY = "账龄较长，机构熟悉当地 long overdue, and the agency knows the region"


def in_order(house: House, name: str = "A1") -> Agency:
    """Listed and published, with all that the judge wants in its file."""
    Lender.objects.filter(id=house.lender.id).update(hotline="95000", complaint_line="400-100-2001")
    return Agency.objects.create(
        id=name, name={"A1": "明理商务服务有限公司"}.get(name, "清正商务服务有限公司"), lender=house.lender, phone="400-300-4000",
        listed=True, published=True, violation_record=False, contract=CONTRACT, last_evaluation_on=date(2026, 6, 1),
        last_inspection_on=date(2026, 6, 1), pia_id="PIA-1", caller_ids=["02000001"],
    )  # fmt: skip


def somebody(house: House, role: Role, no: int = 1, agency: Agency | None = None) -> User:
    """A person of the house, or of an agency; who works there is certified to call."""
    made = User.objects.create(
        username=f"{role.value}{no}", name="周明", role=role, agency=agency, lender=None if agency else house.lender
    )
    if role is Role.AGENCY_AGENT:
        Certificate.objects.create(
            user=made, product="consumer_loan", channel="phone_call", passed_on=date(2026, 1, 5),
            expires_on=date(2027, 1, 4),
        )  # fmt: skip
    return made


def place(house: House, agency: Agency, *refs: str, at: datetime = MORNING, no: int = 1) -> Placed:
    """Asked for by strategy, granted by compliance, done."""
    Loan.objects.update(contract_end="3086")
    strategy, _ = User.objects.get_or_create(
        username="strategy", defaults={"name": "周策", "role": Role.STRATEGY, "lender": house.lender}
    )
    compliance, _ = User.objects.get_or_create(
        username="compliance", defaults={"name": "陈正", "role": Role.COMPLIANCE, "lender": house.lender}
    )
    wanted = placing.ask(agency.id, refs or ("LN1",), WHY, at=at, by=strategy)
    approving.grant(approval_id=wanted.approval.id, because=WHY, at=at, by=compliance)
    return placing.carry_out(wanted.approval.id, TELLING, at=at, by=strategy)


def told(agency: Agency, *, at: datetime = MORNING) -> int:
    """The notices are sent, and proved."""
    return placing.notified(agency.id, "EMS-1", sent_at=at, at=at, by=User.objects.get(username="strategy"))


LATER = MORNING + timedelta(minutes=5)
