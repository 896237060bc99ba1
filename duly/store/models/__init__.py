"""The desk's nouns, one file each. Integrity is the database's: constraints here, triggers in the migrations."""

from __future__ import annotations

from duly.store.models.absence import Absence, AbsenceEnded
from duly.store.models.address import Address
from duly.store.models.agency import Agency
from duly.store.models.approval import Approval, ApprovalMove
from duly.store.models.assigned import Assigned
from duly.store.models.attempt import Attempt, AttemptMove
from duly.store.models.borrower import Borrower
from duly.store.models.case import Case, CaseMove
from duly.store.models.clearance import Clearance
from duly.store.models.complaint import Complaint, ComplaintMove
from duly.store.models.consent import Consent, ConsentRevoked
from duly.store.models.dispute import Dispute, DisputeMove
from duly.store.models.exam import Answer, Exam
from duly.store.models.hardship import Hardship, HardshipMove
from duly.store.models.heard import Heard
from duly.store.models.hold import Hold, HoldMove
from duly.store.models.hook import Hook, Telling
from duly.store.models.lender import Lender
from duly.store.models.loan import Loan
from duly.store.models.mandate import Mandate, MandateMove
from duly.store.models.note import Note
from duly.store.models.notice import Notice
from duly.store.models.once import Once
from duly.store.models.party import Party
from duly.store.models.placement import Placement, PlacementMove
from duly.store.models.plan import Plan, PlanMove
from duly.store.models.preference import Preference
from duly.store.models.promise import Promise, PromiseMove
from duly.store.models.record import Entry, Seal
from duly.store.models.result import Result
from duly.store.models.score import Score
from duly.store.models.settlement import Settlement, SettlementMove
from duly.store.models.slot import Slot
from duly.store.models.speaking_up import Alarm, AlarmSeen, OrderRefused, Tip
from duly.store.models.team import Team
from duly.store.models.token import Paced, Token
from duly.store.models.unreachable import Unreachable
from duly.store.models.user import Certificate, CertificateMove, User
from duly.store.models.vaulted import Erased, Vaulted
from duly.store.models.view import View
from duly.store.models.visit import (
    Recorder,
    RecorderChecked,
    RiskCheck,
    Visit,
    VisitInvited,
    VisitMove,
    VisitRecording,
    VisitRefused,
    VisitSwitch,
)
from duly.store.models.waiver import Waiver, WaiverMove
from duly.store.models.worklist import Planned

__all__ = [
    "Absence",
    "AbsenceEnded",
    "Address",
    "Agency",
    "Alarm",
    "AlarmSeen",
    "Answer",
    "Approval",
    "ApprovalMove",
    "Assigned",
    "Attempt",
    "AttemptMove",
    "Borrower",
    "Case",
    "CaseMove",
    "Certificate",
    "CertificateMove",
    "Clearance",
    "Complaint",
    "ComplaintMove",
    "Consent",
    "ConsentRevoked",
    "Dispute",
    "DisputeMove",
    "Entry",
    "Erased",
    "Exam",
    "Hardship",
    "HardshipMove",
    "Heard",
    "Hold",
    "HoldMove",
    "Hook",
    "Lender",
    "Loan",
    "Mandate",
    "MandateMove",
    "Note",
    "Notice",
    "Once",
    "OrderRefused",
    "Paced",
    "Party",
    "Placement",
    "PlacementMove",
    "Plan",
    "PlanMove",
    "Planned",
    "Preference",
    "Promise",
    "PromiseMove",
    "Recorder",
    "RecorderChecked",
    "Result",
    "RiskCheck",
    "Score",
    "Seal",
    "Settlement",
    "SettlementMove",
    "Slot",
    "Team",
    "Telling",
    "Tip",
    "Token",
    "Unreachable",
    "User",
    "Vaulted",
    "View",
    "Visit",
    "VisitInvited",
    "VisitMove",
    "VisitRecording",
    "VisitRefused",
    "VisitSwitch",
    "Waiver",
    "WaiverMove",
]
