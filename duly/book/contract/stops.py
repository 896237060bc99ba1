"""What makes us do less: holds, promises, plans, complaints, disputes, hardships."""

from __future__ import annotations

from duly.core.table import Column, Kind, Table

_BORROWER = Column(
    "borrower_id", Kind.ID, "借款人编号", "Whose matter it is.", required=True, refers="borrowers.borrower_id"
)
_LOAN = Column("loan_id", Kind.ID, "借据编号", "The loan meant; every loan where empty.", refers="loans.loan_id")

HOLDS = Table(
    "holds",
    "暂停催收",
    "A dated reason to do nothing.",
    key=("hold_id",),
    columns=(
        Column("hold_id", Kind.ID, "暂停编号", "Id of the hold.", required=True),
        _BORROWER,
        _LOAN,
        Column("reason", Kind.ENUM, "原因", "Why.", required=True,
               values=("legal", "insolvency", "quiet", "disaster", "bereavement", "identity_theft", "investigation", "other")),
        Column("first_date", Kind.DATE, "起始日", "First day on which it holds.", required=True),
        Column("last_date", Kind.DATE, "最后一日", "Last day on which it holds; open where empty."),
        Column("pauses_ageing", Kind.BOOL, "暂停账龄", "Days of the hold do not count as days past due."),
    ),
    sort=("borrower_id", "hold_id"),
)  # fmt: skip

PROMISES = Table(
    "promises",
    "承诺还款",
    "Amount and day named by the borrower.",
    key=("promise_id",),
    columns=(
        Column("promise_id", Kind.ID, "承诺编号", "Id of the promise.", required=True),
        _BORROWER,
        _LOAN,
        Column("made_at", Kind.INSTANT, "承诺时间", "When it was made.", required=True),
        Column("due_date", Kind.DATE, "承诺日", "Day by which it will be paid.", required=True),
        Column("amount_minor", Kind.MONEY, "承诺金额", "Amount promised.", required=True),
        Column("state", Kind.ENUM, "状态", "Where it stands.", required=True,
               values=("open", "kept", "broken", "withdrawn")),
    ),
    sort=("borrower_id", "promise_id"),
)  # fmt: skip

PLANS = Table(
    "plans",
    "协商分期",
    "A schedule agreed afresh; while it is kept, nobody collects.",
    key=("plan_id",),
    columns=(
        Column("plan_id", Kind.ID, "方案编号", "Id of the plan.", required=True),
        _BORROWER,
        _LOAN,
        Column("agreed_at", Kind.INSTANT, "达成时间", "When it was agreed.", required=True),
        Column("months", Kind.COUNT, "期数", "Term in months.", required=True),
        Column("grace_days", Kind.COUNT, "宽限天数", "Agreed grace for each instalment.", required=True),
        Column("missed_due_date", Kind.DATE, "最早未付应还日", "Due date of the oldest instalment that is not paid."),
        Column("state", Kind.ENUM, "状态", "Where it stands.", required=True,
               values=("proposed", "active", "breached", "completed", "cancelled")),
    ),
    sort=("borrower_id", "plan_id"),
)  # fmt: skip

COMPLAINTS = Table(
    "complaints",
    "投诉",
    "About us: amount, conduct, service.",
    key=("complaint_id",),
    columns=(
        Column("complaint_id", Kind.ID, "投诉编号", "Id of the complaint.", required=True),
        _BORROWER,
        _LOAN,
        Column("topic", Kind.ENUM, "事由", "What about.", required=True,
               values=("amount", "identity", "fraud", "conduct", "service")),
        Column("received_at", Kind.INSTANT, "收到时间", "When it was received.", required=True),
        Column("answered_at", Kind.INSTANT, "答复时间", "When it was answered; open where empty."),
    ),
    sort=("borrower_id", "complaint_id"),
)  # fmt: skip

DISPUTES = Table(
    "disputes",
    "异议",
    "About the debt.",
    key=("dispute_id",),
    columns=(
        Column("dispute_id", Kind.ID, "异议编号", "Id of the dispute.", required=True),
        _BORROWER,
        _LOAN,
        Column("topic", Kind.ENUM, "事由", "What is disputed.", required=True,
               values=("amount", "paid", "not_mine", "identity_theft")),
        Column("raised_at", Kind.INSTANT, "提出时间", "When it was raised.", required=True),
        Column("closed_at", Kind.INSTANT, "结案时间", "When it was decided; open where empty."),
    ),
    sort=("borrower_id", "dispute_id"),
)  # fmt: skip

HARDSHIPS = Table(
    "hardships",
    "经济困难",
    "Circumstances that call for relief first.",
    key=("hardship_id",),
    columns=(
        Column("hardship_id", Kind.ID, "困难编号", "Id of the report.", required=True),
        _BORROWER,
        Column("kind", Kind.ENUM, "情形", "What happened.", required=True,
               values=("serious_illness", "hospitalised", "disaster_area", "detained", "pregnancy_childbirth",
                       "bereavement", "income_loss", "other")),
        Column("reported_at", Kind.INSTANT, "报告时间", "When we learned of it.", required=True),
        Column("ended_at", Kind.INSTANT, "结束时间", "When relief ended; open where empty."),
    ),
    sort=("borrower_id", "hardship_id"),
)  # fmt: skip
