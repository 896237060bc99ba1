"""The parts of a question for a schedule: how often, by which interest, what changes later, and fees."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from duly.rules.account.asked import Amount, Asked, Day, Id, PositiveAmount, RateBp
from duly.rules.account.periods import Move, Unit

INSTALMENTS_MOST = 1200
Method = Literal["equal_instalment", "equal_principal", "interest_only", "bullet", "flat", "minimum_payment"]
DayCount = Literal["ACT/365", "ACT/360", "ACT/364", "ACT/ACT", "30/360", "30E/360", "30/365"]
Mode = Literal["half_up", "half_even", "half_down", "up", "down"]
Number = Annotated[int, Field(ge=1, le=INSTALMENTS_MOST)]
PercentBp = Annotated[int, Field(ge=0, le=100_000)]
DayOfMonth = Annotated[int, Field(ge=1, le=31)] | Literal["last"]


class Paid(Asked):
    """One disbursement."""

    on: Day = Field(description="放款日；从这一天起计息 day it is paid out; interest runs from it")
    amount: PositiveAmount = Field(description="金额 amount")


class DownPayment(Asked):
    """What is paid back at once on a day of disbursement; give `amount` or `percent_bp`."""

    amount: Amount | None = Field(default=None, description="金额 amount")
    percent_bp: PercentBp | None = Field(
        default=None, description="占该笔放款的基点数 basis points of the disbursement"
    )
    of: Literal["first", "each"] = Field(
        default="first", description="只在首笔放款，或每笔放款都付 with the first disbursement only, or with each"
    )


class Every(Asked):
    """How often an instalment is due."""

    count: int = Field(default=1, ge=1, le=366, description="每多少个单位 every so many units")
    unit: Unit = Field(default="month", description="单位 unit")


class WorkingDayRule(Asked):
    """Due days that are no working days."""

    move: Move = Field(
        default="none",
        description="不移动、顺延、提前、顺延但不跨月 leave it, to the next, to the one before, to the "
        "next unless in another month",
    )
    weekend: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(
        default=(6, 7), max_length=6, description="周几休息，1 是周一 days of the week that are free, 1 is Monday"
    )
    holidays: tuple[Day, ...] = Field(default=(), max_length=5000, description="节假日 holidays")
    interest: Literal["adjusted", "unadjusted"] = Field(
        default="adjusted",
        description="利息算到移动后的日子，或算到原定日 interest runs to the moved day, or to the day first meant",
    )


class InterestRule(Asked):
    """How interest is calculated."""

    calculated: Literal["daily", "per_period"] = Field(
        default="daily",
        description="daily：按该期天数和计息基准；per_period：整期按年利率 × 月数/12、周数/52、"
        "天数/计息基准的年，与该期天数无关；期内有变动时按实际天数分摊；不完整的期按计息基准 "
        "daily: the days of the period by the day count; per_period: a whole period bears "
        "months/12, weeks/52 or days/the day count's year (365 for ACT/ACT) of the yearly "
        "rate whatever its days, shared out by actual days where something changes within "
        "it; a broken period is counted as daily",
    )
    counts: Literal["first_day", "last_day", "both_days"] = Field(
        default="first_day",
        description="first_day：算头不算尾，变更日当天即按新利率；last_day：算尾不算头，"
        "变更日当天的利息属于前一晚，所以新利率早一晚生效；both_days：头尾都算，首期多一天 "
        "first_day: a day's interest belongs to the night after it; last_day: to the night "
        "before it, so that a new rate works one night earlier; both_days: as last_day, and "
        "the day of disbursement counts too, one day more in the first period",
    )
    broken: Literal["by_days", "whole", "periods_and_days"] = Field(
        default="by_days",
        description="per_period 的不完整期（如首期较长）：按计息基准；也算一整期；"
        "整期加上余下的天数占下一整期的比例 a broken period under per_period, such as a "
        "longer first one: by the day count; as a whole one too; as many whole ones as there "
        "are, and the days left as a part of the next whole one",
    )
    week: Literal["fifty_second", "seven_days"] = Field(
        default="fifty_second",
        description="per_period 的一周：年利率的 1/52，或按计息基准的 7 天 a week under per_period: 1/52 "
        "of the yearly rate, or seven days of the day count's year",
    )
    rounded: Literal["per_period", "per_day"] = Field(
        default="per_period",
        description="每期舍入一次，或每天的利息先舍入（只能与 daily 同用） once a period, or the "
        "interest of every day (with daily only)",
    )


class Grace(Asked):
    """Instalments at the start that are lighter. They count among `instalments`."""

    principal: int = Field(
        default=0, ge=0, le=600, description="前几期不还本金 first so many instalments without principal"
    )
    interest: int = Field(
        default=0, ge=0, le=600, description="前几期的利息推迟 first so many whose interest is put off"
    )
    interest_free: int = Field(
        default=0, ge=0, le=600, description="前几期不计息 first so many periods bear no interest"
    )
    interest_then: Literal["added", "capitalised"] = Field(
        default="added",
        description="推迟的利息：加在其后第一期，或在最后一个推迟期到期日并入本金 interest put off: "
        "added to the first instalment after, or turned into principal on the last due day "
        "of the grace",
    )


class Rounding(Asked):
    """How calculated amounts are rounded."""

    mode: Mode = Field(default="half_up", description="舍入方式 direction")
    instalment_mode: Mode | None = Field(
        default=None,
        description="每期金额的舍入方式；缺省与 mode 相同 direction for the instalment; as mode unless given",
    )
    multiple: int = Field(
        default=1,
        ge=1,
        le=10**9,
        description="舍入到多少最小单位的倍数：100 即整元 to a multiple of so many minor units",
    )


class RateChange(Asked):
    """A new rate from a day on."""

    on: Day = Field(description="从这一天起 from this day on")
    annual_rate_bp: RateBp = Field(description="新的年利率，基点；0 即停息 new yearly rate; 0 pauses interest")
    keep: Literal["term", "instalment", "both"] = Field(
        default="term",
        description="期数不变、重算等额；等额不变、期数随之；两者都不变、末期承担差额 keep the number "
        "and recalculate the instalment; keep the instalment, the number follows; keep both, "
        "the last takes the rest",
    )


class Prepayment(Asked):
    """A payment before it is due, after the instalment of the same day; give `amount`, or `settle`."""

    on: Day = Field(description="付款日 day of payment")
    amount: PositiveAmount | None = Field(default=None, description="金额 amount")
    settle: bool = Field(default=False, description="还清本息 all principal, and interest to the day")
    reduce: Literal["instalment", "term"] = Field(
        default="instalment", description="以后每期少还，或提前还清 smaller instalments, or fewer of them"
    )
    interest: Literal["first", "with_next"] = Field(
        default="first",
        description="金额先抵到当日的利息，其余抵本金；或全部抵本金，利息随下一期 the amount pays "
        "interest to the day first; or principal only, and interest waits for the next "
        "instalment",
    )


class PaymentHoliday(Asked):
    """Instalments in a row that are not paid as usual."""

    from_no: Number = Field(description="从第几期 first instalment it holds for")
    until_no: Number = Field(description="到第几期，含 last instalment it holds for, included")
    interest: Literal["accrues", "capitalised", "waived", "paid"] = Field(
        default="accrues",
        description="利息：计而不收、加在其后第一期；每期末并入本金；免除；照付利息 interest: added to "
        "the first instalment after; turned into principal on each due day; not charged; "
        "paid alone",
    )
    term: Literal["extended", "kept"] = Field(
        default="extended",
        description="期数顺延、等额不变（并入本金时重算）；或期数不变、其余各期重算 as many instalments "
        "more, of the same amount (recalculated where capitalised); or the number stays and "
        "the rest is recalculated",
    )


class DueDayChange(Asked):
    """Another due day; the period that leads to it is longer or shorter."""

    from_on: Day = Field(description="应还日在这一天或以后的各期 instalments due on or after this day")
    day: DayOfMonth = Field(description='几号，或 "last"（月末） day of the month, or "last"')
    keep: Literal["term", "instalment", "both"] = Field(
        default="term", description="与 rate_changes 的相同 as in rate_changes"
    )


class Fee(Asked):
    """A fee; give `amount` or `percent_bp`."""

    label: Id = Field(default="fee", description="名称 name")
    amount: Amount | None = Field(default=None, description="金额 amount")
    percent_bp: PercentBp | None = Field(default=None, description="基点 basis points of `of`")
    of: Literal["disbursed", "balance", "principal", "interest", "instalment"] = Field(
        default="disbursed",
        description="百分比的基数：放款额、期初余额、该期本金、该期利息、该期本息 of what: disbursed so "
        "far (of a disbursement: its amount), opening balance, principal, interest, or both "
        "of the instalment",
    )
    due: Annotated[int, Field(ge=1, le=INSTALMENTS_MOST)] | Literal["disbursement", "each"] = Field(
        default="disbursement",
        description="每笔放款日、每期，或第几期 at each disbursement, with each instalment, or its number",
    )
    financed: bool = Field(
        default=False, description="并入本金，只限放款时 added to the principal instead of paid; at disbursement only"
    )


class MinimumPayment(Asked):
    """The least payment of revolving credit, paid each time until nothing is left; never less than the interest."""

    percent_bp: PercentBp = Field(default=1000, description="余额的基点数 basis points of the balance")
    of: Literal["opening", "with_interest"] = Field(
        default="opening", description="期初本金，或加上该期利息 opening principal, or with the interest of the period"
    )
    floor: Amount = Field(default=0, description="至少 at least")
    plus: tuple[Literal["interest", "fees"], ...] = Field(
        default=(), description="另加 added on top of the percentage; fees not named are within it"
    )
