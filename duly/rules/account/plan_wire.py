"""The question for a change of terms: the account, the change that is proposed, and what the borrower can afford."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from duly.rules.account.asked import Amount, Asked, Currency, Day, PositiveAmount, RateBp
from duly.rules.account.schedule_parts import Every, Method
from duly.rules.account.wire import Account, Part

Months = Annotated[int, Field(ge=1, le=600)]
Count = Annotated[int, Field(ge=1, le=1_200)]


class Personalised(Asked):
    """A personalised plan: all that is owed in equal instalments over a longer time."""

    kind: Literal["personalised"]
    months: Months = Field(description="期数，每月一期 months, one instalment each")
    first_due_on: Day = Field(description="首期应还日 first due day")
    annual_rate_bp: RateBp = Field(default=0, description="新的年利率，0 即停息 new yearly rate; 0: no interest runs")
    blocks: list[str] = Field(
        default=[],
        max_length=20,
        description="协议所载内容；信用卡须有 balance、repayment_terms、interest_and_fees、no_new_cards_promise、"
        "rights_duties_breach、other 六项 contents of the plan; a credit card needs six: balance, repayment_terms, "
        "interest_and_fees, no_new_cards_promise, rights_duties_breach, other",
    )
    hardship_evidence_id: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="超出还款能力的证据编号 evidence that the debt exceeds the ability to pay"
    )
    willingness_recorded: bool = Field(default=False, description="还款意愿有记录 willingness to pay is on record")
    charge_for_plan: Amount = Field(
        default=0, description="为做计划收费，须为 0 元 charge for making the plan: must be 0"
    )


class Deferment(Asked):
    """Every open instalment is put off by some months."""

    kind: Literal["deferment"]
    months: Months = Field(description="推迟几个月 months by which it is put off")
    annual_rate_bp: RateBp = Field(
        default=0, description="推迟期间的年利率，计于未还本金，加在首期 yearly rate while put off, added to the first"
    )


class ReAge(Asked):
    """All that is owed is spread over new equal instalments, and nothing is overdue any more."""

    kind: Literal["re_age"]
    instalments: Count = Field(description="期数 number of instalments")
    first_due_on: Day = Field(description="首期应还日 first due day")
    every: Every = Field(default=Every(), description="间隔 how often")
    future_interest: Literal["kept", "dropped"] = Field(
        default="kept",
        description="原定未到期利息一并均摊，或不收 agreed interest not yet due: spread, or dropped",
    )


class ReAmortise(Asked):
    """What is overdue is spread over the instalments that remain, on their days."""

    kind: Literal["re_amortise"]


class Reschedule(Asked):
    """What is owed is repaid by a new schedule: new days, rate and number."""

    kind: Literal["reschedule"]
    method: Method = Field(default="equal_instalment", description="还款方式 how it is repaid")
    annual_rate_bp: RateBp = Field(description="新的年利率 new yearly rate")
    instalments: Count = Field(description="期数 number of instalments")
    first_due_on: Day = Field(description="首期应还日 first due day")
    every: Every = Field(default=Every(), description="间隔 how often")
    charges: Literal["spread", "first", "capitalised"] = Field(
        default="spread",
        description="已欠息费：均摊各期、首期还清、或并入本金（须另有约定） interest and fees owed: over all, "
        "with the first, or made principal (only where agreed)",
    )


class Settlement(Asked):
    """The debt ends with a lower amount; the rest is waived once it has been paid."""

    kind: Literal["settlement"]
    amount: PositiveAmount = Field(description="和解金额 amount")
    pay_by: Day = Field(description="最后付款日 last day")


class WaivedPart(Asked):
    """One item that is waived."""

    instalment: Annotated[int, Field(ge=0)] = Field(description="期号 number of the instalment")
    part: Part = Field(description="部分 part")
    amount: PositiveAmount = Field(description="金额，不超过所欠 amount, no more than is owed")


class Waiver(Asked):
    """Items that are waived; all else stays."""

    kind: Literal["waiver"]
    items: list[WaivedPart] = Field(min_length=1, max_length=5_000, description="逐项 item by item")


Change = Annotated[
    Personalised | Deferment | ReAge | ReAmortise | Reschedule | Settlement | Waiver, Field(discriminator="kind")
]


class Budget(Asked):
    """Ten questions about a month: what comes in, and what goes out."""

    wages: Amount = Field(description="工资 wages")
    other_income: Amount = Field(default=0, description="其他收入 other income")
    support: Amount = Field(default=0, description="家人或社会补助 support by family or benefits")
    housing: Amount = Field(description="住房 housing")
    food: Amount = Field(description="伙食 food")
    transport: Amount = Field(default=0, description="交通通讯 transport and communication")
    medical: Amount = Field(default=0, description="医疗 medical")
    education: Amount = Field(default=0, description="教育 education")
    dependants: Amount = Field(default=0, description="赡养抚养 dependants")
    other_debts: Amount = Field(default=0, description="其他债务 other debts")
    living_minimum: Amount | None = Field(
        default=None,
        description="当地必需生活费，一个月；不知则不能断定可承受 necessary living cost of the place, a month; "
        "not known: what can be afforded is not known either",
    )


class PlanQuestion(Asked):
    """A change of terms, beside what holds today."""

    id: Annotated[str, Field(min_length=1, max_length=200)] | int | None = Field(
        default=None, description="原样带回 given back as it is"
    )
    currency: Currency = Field(description="货币，无缺省 currency; there is no default")
    as_of: Day = Field(description="签署日 the day of signing")
    product: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="产品，credit_card 适用信用卡规定 product; credit_card has rules of its own"
    )
    lender_kind: Literal[
        "bank", "consumer_finance", "network_micro_loan", "micro_loan", "claim_purchaser", "private_lender"
    ] = Field(description="出借人种类 kind of lender")
    account: Account = Field(description="账户，币种与截至日同上 the account, of the same currency and day")
    change: Change = Field(description="拟做的变更 the change")
    budget: Budget | None = Field(default=None, description="收支十问 ten questions about a month")
