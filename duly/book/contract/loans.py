"""What is owed: the book, its loans, schedules, charges and payments."""

from __future__ import annotations

from duly.core.table import Column, Kind, Table

PRODUCTS = ("online_consumer_loan", "consumer_loan", "credit_card", "micro_loan", "personal_loan")

_LOAN = Column("loan_id", Kind.ID, "借据编号", "The loan it belongs to.", required=True, refers="loans.loan_id")

BOOK = Table(
    "book",
    "台账",
    "One row: whose loans these are, in which currency, and since which day they are kept here.",
    key=("book_id",),
    columns=(
        Column("book_id", Kind.ID, "台账编号", "Id of the book.", required=True),
        Column("lender_id", Kind.ID, "贷款人编号", "Id of the creditor.", required=True),
        Column(
            "lender_name", Kind.TEXT, "贷款人全称", "Full name, as it has to be stated to a borrower.", required=True
        ),
        Column(
            "lender_kind",
            Kind.ENUM,
            "贷款人类型",
            "Decides which texts bind the lender.",
            required=True,
            values=(
                "bank",
                "consumer_finance",
                "network_micro_loan",
                "micro_loan",
                "claim_purchaser",
                "private_lender",
            ),
        ),
        Column(
            "currency",
            Kind.ENUM,
            "币种",
            "Currency of every amount; there is no default.",
            required=True,
            values=("CNY", "TWD", "USD", "GBP", "EUR", "HKD"),
        ),
        Column(
            "first_date", Kind.DATE, "建账日", "First business day of the book; no night runs before it.", required=True
        ),
        Column("synthetic", Kind.BOOL, "合成数据", "Identities and addresses belong to no real person.", required=True),
        Column("notice", Kind.TEXT, "声明", "What a reader must know, shown on every report."),
    ),
)

LOANS = Table(
    "loans",
    "贷款(借据)",
    "One contract each.",
    key=("loan_id",),
    columns=(
        Column("loan_id", Kind.ID, "借据编号", "Random public id of the loan.", required=True),
        Column("borrower_id", Kind.ID, "借款人编号", "Who owes.", required=True, refers="borrowers.borrower_id"),
        Column("book_id", Kind.ID, "台账编号", "The book it is in.", required=True, refers="book.book_id"),
        Column("product", Kind.ENUM, "产品", "Kind of loan.", required=True, values=PRODUCTS),
        Column("signed_date", Kind.DATE, "签约日", "Day of the contract."),
        Column("limit_minor", Kind.MONEY, "额度", "Credit limit of a revolving product, or the sum paid out."),
        Column("rate", Kind.RATE, "年利率", "Agreed yearly rate in basis points.", least=0),
        Column("grace_days", Kind.COUNT, "宽限期", "Days after a due date within which the loan is not late.", required=True,
               least=0),
        Column("state", Kind.ENUM, "状态", "State in the lender's ledger.", required=True,
               values=("open", "settled", "written_off")),
        Column("card_state", Kind.ENUM, "账单状态", "Revolving products not late: as the lender reports it. Ageing never reads it.",
               values=("no_use", "paid_in_full", "revolving")),
        Column("agency_id", Kind.ID, "催收机构编号", "Agency with which it is placed, if any.", refers="agencies.agency_id"),
    ),
)  # fmt: skip

SCHEDULE = Table(
    "schedule",
    "还款计划表",
    "What the contract says is due, when; never edited by us. A later file may replace an instalment.",
    key=("loan_id", "instalment_no"),
    columns=(
        _LOAN,
        Column("instalment_no", Kind.COUNT, "期次", "Number of the instalment, from 1, in order of due date.", required=True,
               least=1),
        Column("due_date", Kind.DATE, "应还日", "Unpaid on this day is not late; the day after is 1 day past due.",
               required=True),
        Column("principal_minor", Kind.MONEY, "本金", "Principal due.", required=True),
        Column("interest_minor", Kind.MONEY, "利息", "Interest due.", required=True),
        Column("fee_minor", Kind.MONEY, "费用", "Fees due.", required=True),
        Column("estimated", Kind.BOOL, "推定", "The amount was placed by a converter, not stated by the source."),
    ),
    derived=(
        Column("due_total_minor", Kind.MONEY, "累计应还", "Due on the loan through this instalment.", required=True),
    ),
)  # fmt: skip

CHARGES = Table(
    "charges",
    "应收罚息费用",
    "Penalties and costs charged outside the schedule.",
    key=("charge_id",),
    columns=(
        Column("charge_id", Kind.ID, "费用编号", "Id of the charge.", required=True),
        _LOAN,
        Column("kind", Kind.ENUM, "类型", "What it is for.", required=True, values=("penalty", "late_fee", "cost")),
        Column("charged_date", Kind.DATE, "计收日", "Day on which it became due.", required=True),
        Column("amount_minor", Kind.MONEY, "金额", "Amount; negative takes an earlier charge back.", required=True),
    ),
    grows=True,
    sort=("loan_id", "charge_id"),
)

PAYMENTS = Table(
    "payments",
    "回款",
    "Money in. A reversal is a row of its own with a negative amount; one that names its payment is held against it.",
    key=("payment_id",),
    columns=(
        Column("payment_id", Kind.ID, "回款编号", "Id of the payment.", required=True),
        _LOAN,
        Column("paid_date", Kind.DATE, "回款日", "Business day on which it counts.", required=True),
        Column("amount_minor", Kind.MONEY, "金额", "Amount; negative for a reversal.", required=True),
        Column("reverses", Kind.ID, "冲正对象", "The payment that a reversal takes back, all of it or a part.",
               refers="payments.payment_id"),
    ),
    grows=True,
    sort=("loan_id", "payment_id"),
)  # fmt: skip

STATEMENTS = Table(
    "statements",
    "月度账单",
    "Monthly statements of revolving products, as the lender reports them. Inputs of the score; ageing never reads them.",
    key=("loan_id", "statement_date"),
    columns=(
        _LOAN,
        Column("statement_date", Kind.DATE, "账单日", "Day of the statement.", required=True),
        Column("billed_minor", Kind.MONEY, "账单金额", "Balance billed; negative is a credit.", required=True),
        Column("paid_minor", Kind.MONEY, "当期还款", "Paid in the month of the statement.", required=True),
        Column("months_late", Kind.COUNT, "报告逾期月数",
               "As reported: −2 no use, −1 paid in full, 0 revolving, 1… months late.", required=True),
    ),
)  # fmt: skip

OUTCOMES = Table(
    "outcomes",
    "观察结果",
    "What was seen later, only to measure a score by; never an input of a decision.",
    key=("loan_id", "observed_date"),
    columns=(
        _LOAN,
        Column("observed_date", Kind.DATE, "观察日", "Day by which it was observed.", required=True),
        Column("defaulted", Kind.BOOL, "违约", "The loan defaulted in the month before the day.", required=True),
        Column("is_test", Kind.BOOL, "测试样本", "Held out from fitting the score.", required=True),
    ),
)
