"""The question for a statement: a borrower's debts to one lender, each an account, and what if some of it is paid."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from duly.rules.account.asked import Asked, Currency, Day, Id, PositiveAmount
from duly.rules.account.wire import Account

LenderKind = Literal[
    "bank", "consumer_finance", "network_micro_loan", "micro_loan", "claim_purchaser", "private_lender"
]


class Received(Asked):
    """Money the borrower received."""

    on: Day = Field(description="到账日 day")
    amount: PositiveAmount = Field(description="到账金额，扣除预先收取的 amount, less what was kept back")


class StatedDebt(Asked):
    """One debt of the statement."""

    id: Id = Field(description="编号，不重复 identifier, each once")
    name: Annotated[str, Field(min_length=1, max_length=100)] = Field(description="产品名称 name of the product")
    lender_kind: LenderKind = Field(description="出借人种类，决定上限 kind of lender: which cap holds")
    signed_on: Day | None = Field(
        default=None,
        description="签约日，决定上限；知道实收就必填 day of the contract; decides the cap, so needed for the cost",
    )
    cost_table: list[Annotated[str, Field(min_length=1, max_length=100)]] | None = Field(
        default=None,
        max_length=100,
        description="签约前出示的成本明示表所列费用，各期自带的写 fee；没有则为空；须有此表的，表外费用不得收取 "
        "fees of the cost table shown before signing, those of the instalments as fee; none: there was none; of a loan "
        "that needs the table no other fee may be charged",
    )
    received: list[Received] = Field(
        default=[],
        max_length=1_000,
        description="实收；有 schedule 或支用时不必写 money received; not needed with a schedule or draws",
    )
    account: Account = Field(description="账户，币种与截至日同上 the account, of the same currency and day")


class StatementQuestion(Asked):
    """A statement of all debts to one lender, to the cent, explained."""

    id: Annotated[str, Field(min_length=1, max_length=200)] | int | None = Field(
        default=None, description="原样带回 given back as it is"
    )
    currency: Currency = Field(description="货币，无缺省 currency; there is no default")
    as_of: Day = Field(description="截至日 the day of the statement")
    lender: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description="出借人全称 full name of the lender"
    )
    reference: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="借款人编号，不含个人信息 reference of the borrower, without personal data"
    )
    contact: Annotated[str, Field(max_length=300)] = Field(
        default="", description="投诉与咨询渠道 where to ask and to complain"
    )
    debts: list[StatedDebt] = Field(min_length=1, max_length=100, description="各笔债务 debts")
    what_if: list[PositiveAmount] = Field(
        default=[], max_length=20, description="如果今天还这么多 what if so much were paid today"
    )
