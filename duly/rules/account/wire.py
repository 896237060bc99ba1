"""An account as it is written in JSON: what was agreed, the instalments, and everything that happened."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from duly.rules.account.asked import TURN, Amount, Asked, Currency, Day, Id, PositiveAmount, RateBp
from duly.rules.account.schedule_parts import DayCount, Every
from duly.rules.account.schedule_wire import ScheduleQuestion

Part = Literal["penalty", "fee", "interest", "principal"]
When = Literal["past_due", "due", "in_advance"]
Turn = Annotated[
    str,
    Field(
        pattern=TURN,
        description="部分，或“何时.部分” a part, or when.part, for example past_due.penalty",
    ),
]
Days = Annotated[int, Field(ge=0, le=36_500)]
INSTALMENTS_MOST, EVENTS_MOST = 5_000, 20_000


class Span(Asked):
    """Days on which interest ran on the same principal at the same rate, the first counted and the last not."""

    since: Day = Field(description="首日 first day")
    until: Day = Field(description="末日，不计 the day after the last")
    base: Amount = Field(description="计息本金 principal it ran on")
    annual_rate_bp: RateBp = Field(description="年利率 yearly rate")
    day_count: DayCount = Field(default="ACT/365", description="计息基准 day count")


class Instalment(Asked):
    """One instalment as agreed, before any payment."""

    no: Annotated[int, Field(ge=0, le=INSTALMENTS_MOST, description="期号，不重复 number, each once")]
    due_on: Day = Field(description="到期日，当天还款不算逾期 due day; paid on it is paid in time")
    principal: Amount = Field(default=0, description="应还本金 principal due")
    interest: Amount = Field(default=0, description="应还利息 interest due")
    fee: Amount = Field(default=0, description="应还费用 fees due")
    penalty: Amount = Field(default=0, description="此前已计的罚息 penalty charged before")
    spans: list[Span] = Field(
        default=[], max_length=1_000, description="利息怎么算来，只作说明 how its interest came about, to explain"
    )


class Compound(Asked):
    """On which ground interest bears interest: both must hold, or it is no part of the contract (Civil Code 496)."""

    in_contract: Literal[True] = Field(description="合同约定了复利 the contract agrees it")
    notice_given: Literal[True] = Field(description="签约前已提示说明 it was pointed out before signing")
    evidence_id: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="证据编号 number of the evidence"
    )


class Penalty(Asked):
    """What a late payment costs: simple interest by the day on what is overdue, rounded down."""

    annual_rate_bp: RateBp = Field(description="罚息年利率 yearly rate of the penalty")
    base: list[Literal["principal", "interest"]] = Field(
        default=["principal"],
        min_length=1,
        max_length=2,
        description="计收基数；含利息即复利，须给出 compound 为据 what it runs on; with interest it needs compound",
    )
    compound: Compound | None = Field(
        default=None,
        description="复利的依据，基数含利息时必填 ground of compound interest; needed where interest bears it",
    )
    days_in_year: Literal[360, 365] = Field(default=365, description="一年按几天计 days of a year")
    grace_days: Days = Field(default=0, description="宽限天数 days of grace after the due day")
    grace: Literal["forgiven", "charged"] = Field(
        default="charged",
        description="过了宽限期，宽限的日子是否补计 are the days of grace charged once it is over",
    )


class Allocation(Asked):
    """How a payment is divided."""

    order: list[Turn] = Field(
        default=["penalty", "fee", "interest", "principal"],
        min_length=1,
        max_length=12,
        description="次序，每项为部分或“何时.部分”（past_due 逾期、due 当日到期、in_advance 未到期，"
        "如 past_due.penalty），不混用；只写部分则依次用于逾期、到期、未到期；没有写的不还 "
        "order; each a part, or when.part such as past_due.penalty (when: past_due, due, in_advance), never mixed; "
        "parts alone hold for past due, then due, then in advance; what is not named is not paid",
    )
    direction: Literal["horizontal", "vertical"] = Field(
        default="horizontal",
        description="horizontal 一期还清再下一期；vertical 一个部分跨各期 an instalment at a time, or a part at a time",
    )
    in_advance: Literal["next", "last", "reamortise"] = Field(
        default="next",
        description="提前的钱用于下一期、最后一期或均摊各期 money in advance: next, last, or all remaining alike",
    )
    late_order: list[Turn] | None = Field(
        default=None,
        min_length=1,
        max_length=12,
        description="逾期超过 switch_days 后的次序 the order once more than switch_days past due",
    )
    switch_days: Days = Field(
        default=90, description="超过几天改用 late_order 的次序 days past due that still take order"
    )
    excess: Literal["applied", "held"] = Field(
        default="applied",
        description="按次序还不掉的余款：到下一到期日自动抵扣，或只保留 "
        "what the order left over: it pays on the next due day, or is only held",
    )
    odd: Literal["first", "last", "rest", "rounded"] = Field(
        default="first",
        description="均摊除不尽的零头：前几期各一、后几期各一、舍去后归末期、四舍五入后末期承担差额 odd units of equal "
        "shares: one each to the first, or to the last; or shares are cut off, or rounded, and the last takes the rest",
    )
    charged_back: Literal["where_paid", "its_day", "next_due"] = Field(
        default="where_paid",
        description="退票后欠在原处、自成一期（退票日到期）、或欠在其后最近一期（没有则自成一期） "
        "what is charged back is owed where it had been paid, on an instalment of its own due on the day, or on the "
        "next that falls due (its own where none does)",
    )
    charged_back_as: Literal["as_paid", "principal"] = Field(
        default="as_paid", description="退票后欠原来的部分，或一律作本金 as the parts it had paid, or all as principal"
    )
    refund_beyond: Literal["credit", "its_day", "next_due"] = Field(
        default="credit",
        description="多退的钱：余款为负，或作本金欠在自成一期、其后最近一期 "
        "what is refunded beyond the credit: a credit below zero, or principal owed on its own instalment, or the next",
    )


class Range(Asked):
    """A range of days past due with a name; without `until` it has no end."""

    name: Id = Field(description="名称 name")
    first: Annotated[int, Field(ge=1, le=36_500, description="起始天数（含） first day of it")]
    last: Annotated[int, Field(ge=1, le=36_500)] | None = Field(
        default=None, description="末尾天数（含），空为无上限 last day of it; none: no end"
    )


class Pause(Asked):
    """Days that do not count as past due, both ends included; without `until` it goes on."""

    since: Day = Field(description="首日 first day")
    until: Day | None = Field(default=None, description="末日，空为未结束 last day; none: it goes on")


class AgeingRules(Asked):
    """What makes an account late, and how long."""

    parts: list[Part] = Field(
        default=["fee", "interest", "principal"],
        min_length=1,
        max_length=4,
        description="哪些部分未还算逾期 the parts that make it late",
    )
    first_day: Literal[0, 1] = Field(default=0, description="到期日当天算第几天 days past due on the due day itself")
    grace_days: Days = Field(default=0, description="宽限天数，仍计天数但不进区间 days that count but enter no range")
    grace_counts: bool = Field(
        default=True,
        description="过了宽限期，区间按全部天数（真）或只按宽限期后的天数（假） once over, do they count",
    )
    tolerance: Amount = Field(
        default=0, description="逾期合计不超过此数不算逾期 an overdue total of no more is not late"
    )
    instalment_tolerance: Amount = Field(
        default=0, description="一期欠款不超过此数不算逾期 an instalment that owes no more is not late"
    )
    ranges: list[Range] = Field(
        default=[Range(name=f"M{n}", first=30 * n - 29, last=30 * n if n < 7 else None) for n in range(1, 8)],
        max_length=100,
        description="区间，不得重叠；缺省 M1 为 1–30 天，每 30 天一档，M7 为 181 天起 "
        "ranges, none over another; unless given M1 is days 1 – 30, and so on by thirty, and M7 is from 181",
    )
    grace_of: Literal["both", "account"] = Field(
        default="both",
        description="宽限用于账户与各期的区间，或只用于账户 grace holds for the ranges of the account and of each "
        "instalment, or of the account alone",
    )
    pauses: list[Pause] = Field(default=[], max_length=1_000, description="暂停，不得重叠 pauses, none over another")
    pause_first_day: Literal["rests", "counts"] = Field(
        default="rests", description="暂停首日计不计天数 does the first day of a pause rest already, or still count"
    )


class Revolving(Asked):
    """Credit that is drawn and paid at will: a bill a month, of which a part at least is due."""

    annual_rate_bp: RateBp = Field(description="年利率，逐日计于未逾期本金 yearly rate, on what is not overdue")
    days_in_year: Literal[360, 365] = Field(default=365, description="一年按几天计 days of a year")
    statement_day: Annotated[int, Field(ge=1, le=28)] = Field(description="账单日 day of the month of the bill")
    due_after_days: Annotated[int, Field(ge=0, le=90)] = Field(
        default=20, description="账单日后几天到期 days from the bill to its due day"
    )
    minimum_percent_bp: Annotated[int, Field(ge=0, le=10_000)] = Field(
        default=1_000,
        description="每期至少还未出账本金的多少基点，进位 part of the principal that falls due, rounded up",
    )
    minimum_floor: Amount = Field(default=0, description="每期本金至少此数 and at least this much principal")
    rounding: Literal["half_up", "half_even", "half_down", "up", "down"] = Field(
        default="half_up", description="每份账单的利息如何取整 how the interest of a bill is rounded"
    )


class Event(Asked):
    """Something that happened to the account."""

    id: Id = Field(description="编号，不重复 identifier, each once")
    on: Day = Field(description="发生日（起息日） the day from which it counts")
    recorded_on: Day | None = Field(
        default=None,
        description="入账日，缺省同 on；晚于 on 即倒记 the day it became known; later than on is back-dated",
    )
    kind: Literal[
        "draw", "payment", "goodwill", "charge", "waiver", "reversal", "chargeback", "refund",
        "stop_accrual", "resume_accrual", "penalty_rate", "write_off", "undo_write_off", "re_age", "re_amortise",
    ] = Field(description="事项；各种事项须有、可有的字段见各值，其余的不得有 "
        "what happened; each value says which fields it needs and may have, and no other is accepted")  # fmt: skip
    amount: PositiveAmount | None = Field(
        default=None, description="金额；退票缺省为全额 amount; of a chargeback, all that was paid unless given"
    )
    currency: Currency | None = Field(default=None, description="货币，写则须与账户同 if given, the account's own")
    instalment: Annotated[int, Field(ge=0)] | None = Field(
        default=None,
        description="期号：借款人指定、收费或减免所及 instalment the borrower named, or that is charged or waived",
    )
    part: Part | None = Field(default=None, description="部分：收费或减免所及 the part that is charged or waived")
    of: Id | None = Field(default=None, description="被冲正、退票或撤销的事项 the event that is taken back")
    annual_rate_bp: RateBp | None = Field(default=None, description="新的罚息年利率 new yearly rate of the penalty")
    instalments: Annotated[int, Field(ge=1, le=1_200)] | None = Field(
        default=None, description="重新分期的期数 number of the new instalments"
    )
    first_due_on: Day | None = Field(
        default=None, description="重新分期的首期应还日 first due day of the new instalments"
    )
    every: Every | None = Field(default=None, description="重新分期的间隔，缺省一个月 how often; a month unless given")
    future_interest: Literal["kept", "dropped"] | None = Field(
        default=None,
        description="重新分期时未到期利息：均摊（缺省）或不收 interest not yet due: spread (unless given), or dropped",
    )
    parts: Annotated[list[Part], Field(min_length=1, max_length=4)] | None = Field(
        default=None, description="重新分期或摊入的部分，缺省全部 the parts that are spread anew; all unless given"
    )
    due_today: Literal["stays", "moved"] | None = Field(
        default=None,
        description="摊入其余各期时当天到期的：不动（缺省）或一并摊入 what is due on the day of re_amortise: stays "
        "(unless given), or is spread too",
    )
    due_on: Day | None = Field(
        default=None,
        description="收费自成一期时的应还日，缺省当天 due day of a charge of its own; its day unless given",
    )
    label: Annotated[str, Field(min_length=1, max_length=100)] | None = Field(
        default=None, description="收费的名称，与成本明示表一致 name of a charge, as the cost table has it"
    )
    note: Annotated[str, Field(max_length=500)] | None = Field(default=None, description="备注 remark")


class Account(Asked):
    """One debt: what was agreed, its instalments, and what happened, up to a day."""

    id: Annotated[str, Field(min_length=1, max_length=200)] | int | None = Field(
        default=None, description="原样带回 given back as it is"
    )
    currency: Currency = Field(description="货币，无缺省 currency; there is no default")
    as_of: Day = Field(description="截至日，当天事项计入 the day asked about; what happened on it counts")
    known_on: Day | None = Field(
        default=None, description="按当时已知：不计此日之后入账的事项 as known then: nothing recorded after this day"
    )
    instalments: list[Instalment] = Field(
        default=[], max_length=INSTALMENTS_MOST, description="各期，次序不限 instalments, in any order"
    )
    schedule: ScheduleQuestion | None = Field(
        default=None, description="或还款计划的条件，由其算出各期 or the terms of a schedule, from which they follow"
    )
    revolving: Revolving | None = Field(
        default=None, description="或循环额度，由支用与账单得出各期 or revolving credit, from its draws and bills"
    )
    penalty: Penalty | None = Field(default=None, description="罚息约定，无则不计 penalty agreed; none: none runs")
    allocation: Allocation = Field(default=Allocation(), description="入账次序 how payments are divided")
    ageing: AgeingRules = Field(default=AgeingRules(), description="逾期口径 what makes it late")
    events: list[Event] = Field(default=[], max_length=EVENTS_MOST, description="事项，次序不限 events, in any order")


class Debt(Asked):
    """One of several debts to the same creditor."""

    id: Id = Field(description="编号，不重复 identifier, each once")
    secured: bool = Field(default=False, description="有担保 secured")
    annual_rate_bp: RateBp = Field(description="年利率，负担较重者先还 yearly rate: the heavier burden is paid first")
    account: Account = Field(description="账户，币种与截至日同上 the account, of the same currency and day")


class SharedPayment(Asked):
    """One payment for several debts to one creditor, on the day `as_of`."""

    id: Annotated[str, Field(min_length=1, max_length=200)] | int | None = Field(
        default=None, description="原样带回 given back as it is"
    )
    currency: Currency = Field(description="货币，无缺省 currency; there is no default")
    as_of: Day = Field(description="付款日 the day of the payment")
    payment: PositiveAmount = Field(description="付款金额 amount paid")
    designated: list[Id] = Field(
        default=[], max_length=1_000, description="借款人指定的债务，依次 the debts the borrower named, in this order"
    )
    debts: list[Debt] = Field(min_length=1, max_length=1_000, description="各笔债务，次序不限 debts, in any order")
