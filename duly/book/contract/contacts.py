"""What was done: the history of contacts, on which every frequency limit counts."""

from __future__ import annotations

from duly.book.contract.people import CHANNELS, ROLES
from duly.core.table import Column, Kind, Table

OUTCOMES = (
    "conversed",  # the borrower answered and an effective conversation took place
    "answered",  # connected, no effective conversation
    "third_person_answered",
    "no_answer",
    "busy",
    "switched_off",
    "refused",  # the call was rejected
    "not_in_service",
    "wrong_number",
    "delivered",
    "failed",
    "unknown",  # counts as if it had reached the borrower
)

PURPOSES = ("collect", "remind", "service", "ask_contact", "relay")

CONTACTS = Table(
    "contacts",
    "联系记录",
    "Every attempt ever made toward a borrower or a third person, by lender and agencies together.",
    key=("contact_id",),
    columns=(
        Column("contact_id", Kind.ID, "联系编号", "Id of the attempt.", required=True),
        Column("borrower_id", Kind.ID, "借款人编号", "Whose matter it is.", required=True, refers="borrowers.borrower_id"),
        Column("address_id", Kind.ID, "联系方式编号", "The number, account or place used.", refers="addresses.address_id"),
        Column("at", Kind.INSTANT, "时间", "Instant of the attempt.", required=True),
        Column("channel", Kind.ENUM, "渠道", "How.", required=True, values=CHANNELS),
        Column("mode", Kind.ENUM, "方式", "Voice only: one-way notice, or conversation. Conversation where empty.",
               values=("informational", "interactive")),
        Column("direction", Kind.ENUM, "方向", "Who began. Only what we begin counts against a limit.", required=True,
               values=("outbound", "inbound")),
        Column("purpose", Kind.ENUM, "目的", "What for.", required=True, values=PURPOSES),
        Column("party_role", Kind.ENUM, "对象", "Who was to be reached.", required=True, values=ROLES),
        Column("actor", Kind.ENUM, "实施方", "Who did it.", required=True, values=("lender", "agency")),
        Column("actor_id", Kind.ID, "实施方编号", "Staff member or agency."),
        Column("outcome", Kind.ENUM, "结果", "What happened.", required=True, values=OUTCOMES),
    ),
    grows=True,
    sort=("borrower_id", "at", "contact_id"),
)  # fmt: skip
