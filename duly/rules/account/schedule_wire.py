"""The question for a repayment schedule. Every convention that systems differ in is a field with a written default."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from duly.rules.account.asked import Amount, Asked, Currency, Day, Id, PositiveAmount, RateBp
from duly.rules.account.periods import MonthEnd
from duly.rules.account.schedule_parts import (
    INSTALMENTS_MOST,
    DayCount,
    DayOfMonth,
    DownPayment,
    DueDayChange,
    Every,
    Fee,
    Grace,
    InterestRule,
    Method,
    MinimumPayment,
    Number,
    Paid,
    PaymentHoliday,
    PercentBp,
    Prepayment,
    RateChange,
    Rounding,
    WorkingDayRule,
)


class ScheduleQuestion(Asked):
    """A question for a schedule."""

    id: Id | None = Field(default=None, description="原样返回 given back as it is")
    currency: Currency
    decimals: int = Field(
        default=2,
        ge=0,
        le=6,
        description="最小货币单位是小数点后几位，只作说明 decimals of the minor unit, for readers only",
    )
    method: Method = Field(description="还款方式 how it is repaid")
    disbursements: tuple[Paid, ...] = Field(min_length=1, max_length=1000, description="放款 what is paid out")
    annual_rate_bp: RateBp = Field(description="年利率 yearly rate")
    instalments: Number | None = Field(
        default=None,
        description="期数（含宽限期）；给出 instalment 或 due_on 时可不填；minimum_payment 缺省 600，"
        "为上限 number of instalments, grace included; may be left out with `instalment` or "
        "`due_on`; of minimum_payment the most, 600 unless given",
    )
    every: Every = Field(default=Every(), description="间隔 how often")
    first_due_on: Day | None = Field(
        default=None,
        description="首期应还日；缺省为首笔放款日加一期（给了 due_day 则为那个月的那一天）；"
        "可以等于放款日 first due day; unless given the first disbursement plus one period "
        "(in that month on `due_day`); may be the day of disbursement itself",
    )
    due_day: DayOfMonth | None = Field(
        default=None, description='每月几号或 "last"；缺省为首期的日子 day of the month; unless given that of the first'
    )
    due_on: tuple[Day, ...] = Field(
        default=(),
        max_length=INSTALMENTS_MOST,
        description="逐期列出应还日，代替以上 every due day, instead of the above",
    )
    month_end: MonthEnd = Field(
        default="keep_day",
        description="那月没有这一天：月末，以后仍回到原来的日子；月末起始则一直月末；下月一号 a month "
        "without that day: its last, and back to the day after; a start on a month's end "
        "stays at month's ends; the first of the next month",
    )
    working_days: WorkingDayRule = Field(
        default=WorkingDayRule(), description="非工作日 days that are not working days"
    )
    day_count: DayCount = Field(default="ACT/365", description="计息基准 day count")
    interest: InterestRule = Field(default=InterestRule(), description="计息 how interest is calculated")
    grace: Grace = Field(default=Grace(), description="宽限 grace")
    rounding: Rounding = Field(default=Rounding(), description="舍入 rounding")
    instalment: PositiveAmount | None = Field(
        default=None,
        description="约定的每期金额，不计算；没有 instalments 时期数随之 amount agreed instead of "
        "calculated; without `instalments` the number follows",
    )
    balloon: Amount = Field(
        default=0,
        description="尾款：留到末期、在等额之外一并偿还的本金 principal left for the last due day, paid "
        "on top of the instalment; of equal_instalment, equal_principal and flat",
    )
    principal_percent_bp: PercentBp | None = Field(
        default=None,
        description="每期还放款额的多少基点，末期承担，只用于 equal_principal 方式 basis points of what was "
        "lent as principal each time, the last takes the rest; of equal_principal only",
    )
    instalment_multiple: int = Field(
        default=1,
        ge=1,
        le=10**9,
        description="等额（或每期本金）舍入到多少最小单位的倍数，末期承担 the equal instalment, or "
        "principal, is rounded to a multiple",
    )
    instalment_by: Literal["periods", "nominal"] = Field(
        default="periods",
        description="等额按各期实际利息求出；或按年金公式以名义期利率求出（各期利息仍按 interest 计算） "
        "the equal instalment from the interest of each period; or by the annuity formula "
        "with the nominal rate of one period, whatever `interest`",
    )
    last_instalment: Literal["takes_rest", "spread"] = Field(
        default="takes_rest",
        description="末期承担余数；或调整等额，使末期相差最小 the last takes the rest; or the equal "
        "instalment is adjusted so that the last differs least",
    )
    down_payment: DownPayment | None = Field(default=None, description="首付 down payment")
    re_amortise: Literal["instalment", "term", "last"] = Field(
        default="instalment",
        description="后续放款：从下一期起重算等额；等额不变、期数随之；末期承担 a later disbursement: "
        "the instalment is recalculated from the next; or stays and the number follows; or "
        "stays and the last takes it",
    )
    rate_changes: tuple[RateChange, ...] = Field(default=(), max_length=1000, description="调息 changes of the rate")
    prepayments: tuple[Prepayment, ...] = Field(default=(), max_length=1000, description="提前还款 early repayment")
    payment_holidays: tuple[PaymentHoliday, ...] = Field(
        default=(), max_length=100, description="停还期 payment holidays"
    )
    due_day_changes: tuple[DueDayChange, ...] = Field(
        default=(), max_length=100, description="改还款日 changed due days"
    )
    fees: tuple[Fee, ...] = Field(default=(), max_length=100, description="费用 fees")
    minimum_payment: MinimumPayment = Field(
        default=MinimumPayment(),
        description="最低还款额，只用于 minimum_payment 方式 the least payment, of that method only",
    )
    annual_cost: bool = Field(default=True, description="是否计算年化成本 whether the yearly cost is worked out")
