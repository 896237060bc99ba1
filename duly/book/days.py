"""The tables of one business day: what each step of the night makes, one Parquet file each."""

from __future__ import annotations

from duly.core.table import Column, Kind, Table

BUCKETS = ("M0", "M1", "M2", "M3", "M4", "M5", "M6", "M7")

_LOAN = Column("loan_id", Kind.ID, "借据编号", "The loan.", required=True)
_BORROWER = Column("borrower_id", Kind.ID, "借款人编号", "The borrower.", required=True)
_BUCKET = Column("bucket", Kind.ENUM, "账龄段", "M0 not late … M7 over 180 days.", required=True, values=BUCKETS)
_DPD = Column("dpd", Kind.COUNT, "逾期天数", "Days since the oldest unpaid due date, less paused days.", required=True)

AGING = Table(
    "aging",
    "账龄",
    "Every loan of the book on the day.",
    key=("loan_id",),
    columns=(
        _LOAN,
        _BORROWER,
        _DPD,
        _BUCKET,
        Column("in_grace", Kind.BOOL, "宽限期内", "Days past due are not over the grace days; the bucket stays M0.", required=True),
        Column("oldest_due_date", Kind.DATE, "最早未付应还日", "Due date of the oldest unpaid instalment that is due."),
        Column("oldest_instalment_no", Kind.COUNT, "最早未付期次", "Its number."),
        Column("overdue_minor", Kind.MONEY, "拖欠额", "Due before the day and unpaid, penalties included.", required=True),
        Column("overdue_principal_minor", Kind.MONEY, "拖欠本金", "Of which principal.", required=True),
        Column("overdue_interest_minor", Kind.MONEY, "拖欠利息", "Of which interest.", required=True),
        Column("overdue_fee_minor", Kind.MONEY, "拖欠费用", "Of which fees of the schedule.", required=True),
        Column("overdue_penalty_minor", Kind.MONEY, "拖欠罚息", "Of which penalties and costs charged.", required=True),
        Column("outstanding_minor", Kind.MONEY, "未偿余额", "All unpaid, due or not.", required=True),
        Column("paused_days", Kind.COUNT, "暂停天数", "Days that did not count.", required=True),
        Column("bucket_before", Kind.ENUM, "上月账龄段", "Bucket a month earlier, as known now.", required=True, values=BUCKETS),
        Column("roll", Kind.ENUM, "迁徙", "Movement since then.", required=True,
               values=("current", "enter", "forward", "same", "back", "cure")),
        Column("class_floor", Kind.ENUM, "五级分类下限", "Best class still allowed by days past due, paused days included.", required=True,
               values=("pass", "special_mention", "substandard", "doubtful", "loss")),
    ),
)  # fmt: skip

SCORES = Table(
    "scores",
    "评分",
    "Points for default in the next month, with the reasons that took most away.",
    key=("loan_id",),
    columns=(
        _LOAN,
        _BORROWER,
        Column("score", Kind.COUNT, "评分", "Points; more is safer.", required=True),
        Column("pd_bp", Kind.RATE, "违约概率", "Probability of default next month, basis points.", required=True),
        Column(
            "band", Kind.ENUM, "评分档", "A safest … E least safe.", required=True, values=("A", "B", "C", "D", "E")
        ),
        Column("reason_1", Kind.ID, "首要原因", "Reason code of the largest loss of points."),
        Column("reason_2", Kind.ID, "次要原因", "Second."),
        Column("reason_3", Kind.ID, "第三原因", "Third."),
    ),
)

TREATMENTS = Table(
    "treatments",
    "处置措施",
    "What the table of treatments decides for every borrower: leave in peace, and why, or what to do.",
    key=("borrower_id",),
    columns=(
        _BORROWER,
        Column("loan_id", Kind.ID, "主借据", "The loan that decides: longest past due, then largest arrears.", required=True),
        Column("loans", Kind.COUNT, "借据数", "Loans of the borrower.", required=True),
        _DPD,
        _BUCKET,
        Column("overdue_minor", Kind.MONEY, "拖欠额", "Over all loans.", required=True),
        Column("band", Kind.ENUM, "评分档", "Of the deciding loan; empty where nothing is late.", values=("A", "B", "C", "D", "E")),
        Column("arm", Kind.ENUM, "分组", "By stable hash of the borrower.", required=True,
               values=("champion", "challenger", "holdout")),
        Column("row_id", Kind.ID, "命中行", "Row of the treatment table that decided.", required=True),
        Column("treatment", Kind.ENUM, "措施", "What the row says.", required=True,
               values=("leave_in_peace", "offer_relief", "remind", "call", "restore_contact")),
        Column("reason", Kind.ID, "免扰原因", "Why left in peace; empty where contact is planned."),
        Column("channel", Kind.ENUM, "渠道", "Channel planned.", values=("voice", "ai_voice", "sms", "push", "im")),
        Column("template", Kind.ID, "模板", "Template planned."),
    ),
)  # fmt: skip

PLANNED = Table(
    "planned",
    "计划联系",
    "Contacts the night would like to make on the day, each with the verdict for its earliest minute.",
    key=("contact_id",),
    columns=(
        Column("contact_id", Kind.ID, "计划编号", "Day and borrower.", required=True),
        _BORROWER,
        _LOAN,
        Column("address_id", Kind.ID, "联系方式编号", "Address chosen; empty = the borrower has none for the channel."),
        Column("channel", Kind.ENUM, "渠道", "How.", required=True,
               values=("voice", "ai_voice", "sms", "push", "im", "email", "letter", "visit")),
        Column("mode", Kind.ENUM, "方式", "Voice: notice or conversation.", values=("informational", "interactive")),
        Column("purpose", Kind.ENUM, "目的", "What for.", required=True,
               values=("collect", "remind", "service", "ask_contact", "relay")),
        Column("party_role", Kind.ENUM, "对象", "Who is to be reached.", required=True,
               values=("borrower", "co_borrower", "guarantor", "guardian", "heir", "contact",
                       "related_third_person", "unrelated")),
        Column("template", Kind.ID, "模板", "Approved wording.", required=True),
        Column("team_id", Kind.ID, "小组编号", "Team of the borrower's region; voice only."),
        Column("earliest_minute", Kind.MINUTE, "最早时刻", "First minute in which the plan and the law agree."),
        Column("latest_minute", Kind.MINUTE, "最晚时刻", "End of that window, excluded."),
        Column("verdict", Kind.ENUM, "裁定", "For the earliest minute; sending judges again.", required=True,
               values=("allow", "warn", "review", "requires", "deny")),
        Column("refused_by", Kind.TEXT, "不通过的规则", "Ids of the rules that object or cannot know (a list)."),
        Column("unknown_in", Kind.TEXT, "事实不明的规则", "Those of them that lack a fact (a list)."),
        Column("next_permitted_at", Kind.INSTANT, "下一可联系时刻", "First instant no rule about time objects; empty = none known."),
    ),
)  # fmt: skip

WORKLISTS = Table(
    "worklists",
    "作业清单",
    "Permitted calls by team, in order, up to the team's capacity.",
    key=("team_id", "position"),
    columns=(
        Column("team_id", Kind.ID, "小组编号", "Team.", required=True),
        Column("position", Kind.COUNT, "次序", "From 1.", required=True),
        Column("contact_id", Kind.ID, "计划编号", "Planned contact.", required=True),
        _BORROWER,
        _LOAN,
        Column(
            "priority", Kind.MONEY, "优先值", "Expected loss avoided: arrears × default probability.", required=True
        ),
        Column("why", Kind.ID, "排序原因", "Why this one now.", required=True),
        Column("earliest_minute", Kind.MINUTE, "最早时刻", "First minute.", required=True),
        Column("latest_minute", Kind.MINUTE, "最晚时刻", "End, excluded.", required=True),
    ),
)

MEASURES = Table(
    "measures",
    "指标",
    "Counts and sums of the day; every figure of the report is one of these.",
    key=("measure", "of", "by"),
    columns=(
        Column("measure", Kind.ID, "指标", "What is measured.", required=True),
        Column("of", Kind.TEXT, "维度一", "First dimension; empty text where none.", required=True),
        Column("by", Kind.TEXT, "维度二", "Second dimension; empty text where none.", required=True),
        Column("value", Kind.MONEY, "数值", "A count, or minor units of money.", required=True),
    ),
)

DAY_TABLES: tuple[Table, ...] = (AGING, SCORES, TREATMENTS, PLANNED, WORKLISTS, MEASURES)
