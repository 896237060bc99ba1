"""What intake keeps of its own: payments that came and could not be taken, until the lender says what they were."""

from __future__ import annotations

from duly.core.table import Column, Kind, Table

SET_ASIDE = Table(
    "set_aside",
    "搁置的回款",
    "Payments in quarantine that nothing taken in since has made clear. Nobody sends this table: intake keeps it.",
    key=("file", "line"),
    columns=(
        Column("file", Kind.TEXT, "文件", "The file it came in.", required=True),
        Column("line", Kind.COUNT, "行", "Its physical line.", required=True),
        Column("code", Kind.TEXT, "原因", "The first reason for which it was not taken.", required=True),
        Column("set_aside_at", Kind.INSTANT, "搁置时刻", "When it was not taken.", required=True),
        Column("payment_id", Kind.ID, "回款编号", "Where the row says it readably."),
        Column("loan_id", Kind.ID, "借据编号", "Likewise; its borrower is not contacted."),
    ),
)
