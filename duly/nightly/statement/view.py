"""What a statement says, laid out once: words in two languages, amounts written out; every form shows just this.

A table is `{id, caption, head, rows, total}`; a row is `[label, cell, …]`, a label or a cell a text or a Two.
"""

from __future__ import annotations

from typing import Any

from duly.law.cited import citation_sides
from duly.law.limit import CERTAINTIES, FORCES
from duly.nightly.words import LANGUAGES, Two
from duly.rules.account.statement_words import PARTS, money
from duly.rules.templates.values import CURRENCIES

SHOWN_PARTS = ("principal", "interest", "fee", "penalty")
LENDERS = {
    "bank": ("银行", "bank"),
    "consumer_finance": ("消费金融公司", "consumer finance company"),
    "network_micro_loan": ("网络小额贷款公司", "online micro-loan company"),
    "micro_loan": ("小额贷款公司", "micro-loan company"),
    "claim_purchaser": ("债权受让人", "buyer of claims"),
    "private_lender": ("民间借贷出借人", "private lender"),
}
NOTES = (
    Two(
        "每个金额都由上面写明的日期、基数、利率和天数算出；自己照着算，会得到同一分钱。",
        "Every amount follows from the days, base and rate beside it; work it out and the same cent comes out.",
    ),
    Two(
        "超过上限和不得收取的部分单独列出，不要求偿还，还款也不会用在它上面。",
        "What is above the cap or may not be charged is set apart: never demanded, and no payment is spent on it.",
    ),
    Two("这不是法律意见。", "This is not legal advice."),
)
View = dict[str, Any]


def view(told: dict[str, Any]) -> View:
    """The whole statement, from its JSON and nothing else."""
    currency, day = told["currency"], told["as_of"]
    unit = CURRENCIES.get(currency)
    total = money(told["due"]["total"])
    return {
        "lender": told["lender"],
        "as_of": day,
        "headline": Two(f"应还 {total} {unit}" if unit else f"应还 {currency} {total}", f"{currency} {total} is due"),
        "facts": [
            [Two("出借人", "Lender"), told["lender"]],
            [Two("借款人编号", "Reference of the borrower"), told["reference"]],
            [Two("截至", "As of"), day],
            [Two("金额单位", "Amounts in"), Two(f"{unit}（{currency}）" if unit else currency, currency)],
            *([[Two("咨询与投诉", "Questions and complaints"), told["contact"]]] if told["contact"] else []),
        ],
        "overview": _overview(told),
        "debts": [_debt(at, one, day) for at, one in enumerate(told["debts"], 1)],
        "what_if": [_what_if(at, one, told) for at, one in enumerate(told["what_if"], 1)],
        "clauses": [_clause(one) for one in _clauses(told)],
        "notes": list(NOTES),
        "law": told["law"],
        "hash": told["hash"],
        "sealed": sealed(told),
    }


def sealed(told: dict[str, Any]) -> str:
    """What the square to scan says: what to verify and its hash; nobody's name, and no address."""
    return f"核验本文件内容 Verify the content of this document\n{told['as_of']}\nSHA-256 {told['hash']}"


def speak(shown: Any, lang: str) -> Any:
    """The same in one language, as plain JSON."""
    if isinstance(shown, Two):
        return shown[LANGUAGES.index(lang)]
    if isinstance(shown, dict):
        return {name: speak(one, lang) for name, one in shown.items()}
    return [speak(one, lang) for one in shown] if isinstance(shown, list) else shown


def _table(
    name: str, caption: Two, head: list[Two], rows: list[list[Any]], total: list[Any] | None = None, *, may_go: range
) -> View:
    """A table, without the columns in which every amount is zero among those that may go."""
    every = [*rows, *([total] if total else [])]
    kept = [at for at in range(len(head)) if at not in may_go or any(row[at] != money(0) for row in every)]
    return {
        "id": name,
        "caption": caption,
        "head": [head[at] for at in kept],
        "rows": [[row[at] for at in kept] for row in rows],
        "total": [total[at] for at in kept] if total else None,
    }


COLUMNS = {
    "due": Two("现在应还", "Due now"),
    "later": Two("以后到期", "Falls due later"),
    "not_demanded": Two("不得收取", "Not demanded"),
    "outstanding": Two("合计", "Total"),
}
TOTAL = Two("合计", "Total")
MAY_GO = range(2, 4)  # of these columns: what comes later, and what is not demanded


def _part(part: str) -> Two:
    zh, en = PARTS[part]
    return Two(zh, en.capitalize())


def _overview(told: dict[str, Any]) -> View:
    rows = [[f"{one['name']} {one['id']}", *(money(one[name]["total"]) for name in COLUMNS)] for one in told["debts"]]
    total = [TOTAL, *(money(told[name]["total"]) for name in COLUMNS)] if len(rows) > 1 else None
    return _table(
        "overview",
        Two("欠款总览", "What is owed"),
        [Two("债务", "Debt"), *COLUMNS.values()],
        rows,
        total,
        may_go=MAY_GO,
    )


def _debt(at: int, one: dict[str, Any], day: str) -> View:
    parts = [part for part in SHOWN_PARTS if one["outstanding"][part]]
    rows = [[_part(part), *(money(one[name][part]) for name in COLUMNS)] for part in parts]
    total = [TOTAL, *(money(one[name]["total"]) for name in COLUMNS)]
    return {
        "id": one["id"],
        "name": one["name"],
        "said": _said(one, day),
        "parts": _table(
            f"parts-{at}",
            Two("由什么组成", "What it is made of"),
            [Two("部分", "Part"), *COLUMNS.values()],
            rows,
            total,
            may_go=MAY_GO,
        ),
        "lines": {
            "id": f"lines-{at}",
            "caption": Two("为什么是这个数：逐笔说明", "Why it is this much: line by line"),
            "head": [Two("日期", "Day"), Two("事项", "What happened"), Two("金额", "Amount"), Two("余额", "Balance")],
            "rows": [_line(line) for line in one["lines"]],
            "said": _closing(one),
        },
        "cost": _cost(at, one),
    }


def _line(line: dict[str, Any]) -> View:
    return {
        "on": line["on"],
        "what": Two(line["zh"], line["en"]),
        "how": Two(line["how_zh"], line["how_en"]),
        "clause": "" if line["clause"]["id"] == "contract" else line["clause"]["id"],
        "amount": money(line["amount"]),
        "total": money(line["total"]),
    }


def _closing(one: dict[str, Any]) -> Two:
    """How the balance of the last line makes the total: by charges that have not fallen due, and money held."""
    balance, owed, held = one["sum"], one["outstanding"]["total"], one["credit"]
    terms = [
        (owed - held - balance, "未到期的息费", "charges that have not fallen due"),
        (held, "多还的钱", "money held for you"),
    ]
    zh = "".join(f" + {name} {money(amount)}" for amount, name, _ in terms if amount)
    en = "".join(f" + {money(amount)} of {name}" for amount, _, name in terms if amount)
    return Two(
        f"余额 {money(balance)}{zh} = 合计 {money(owed)}。", f"Balance {money(balance)}{en} = total {money(owed)}."
    )


def _said(one: dict[str, Any], day: str) -> list[Two]:
    lender = Two(*LENDERS[one["lender_kind"]])
    said = [Two(f"出借人是{lender.zh}。", f"The lender is a {lender.en}.")]
    if one["signed_on"]:
        said = [
            Two(f"{one['signed_on']} 签约，出借人是{lender.zh}。", f"Signed on {one['signed_on']} with a {lender.en}.")
        ]
    days, since, following = one["days_past_due"], one["past_due_since"], one["next_due"]
    if days:
        said.append(
            Two(
                f"已逾期 {days} 天，自 {since} 起。",
                f"Past due for {days} {'day' if days == 1 else 'days'}, since {since}.",
            )
        )
    else:
        said.append(Two(f"{day} 没有逾期。", f"Not past due on {day}."))
    if gone := one["written_off_on"]:
        said.append(
            Two(
                f"{gone} 在账上核销，此后不再计息；债权仍在。",
                f"Written off on {gone}: nothing runs since; the claim is kept.",
            )
        )
    if following:
        no, on, total = following["no"], following["due_on"], money(following["total"])
        said.append(Two(f"下一期是第 {no} 期，{on} 到期，{total}。", f"Instalment {no} comes next: {total} on {on}."))
    if one["cost"] is None:
        said.append(
            Two(
                "没有给出实收金额，算不出年化成本。",
                "What was received was not given, so no yearly cost can be worked out.",
            )
        )
    if one["credit"]:
        held = money(one["credit"])
        said.append(Two(f"多还的 {held} 留在账上，归您。", f"{held} paid in excess is held for you."))
    for each in one["outside_table"]:
        amount = money(each["amount"])
        said.append(
            Two(
                f"“{each['label']}”{amount} 不在签约前出示的成本明示表内，不得收取（{each['clause']['id']}）。",
                f"“{each['label']}”, {amount}, is not in the cost table shown before signing and may not be charged "
                f"({each['clause']['id']}).",
            )
        )
    if one["given_back"]:
        back = money(one["given_back"])
        said.append(
            Two(
                f"您已付的 {back} 不该收取，应退还。",
                f"{back} that you paid should not have been charged; it is owed to you.",
            )
        )
    return said


def _cost(at: int, one: dict[str, Any]) -> View | None:
    spent = one["cost"]
    if spent is None:
        return None
    unknown = Two("不明", "not known")
    rates = [
        ("simple", Two("单利：息费 ÷ 每天所欠本金", "Simple: charges over the principal owed each day")),
        ("xirr", Two("内部收益率：按实收实付的日期", "Internal rate: by the days of all money")),
        ("cap", Two("法定上限", "Cap by law")),
    ]
    most = max(spent[f"{name}_bp"] or 0 for name, _ in rates) or 1
    excess = money(spent["excess"])
    over = Two(
        f"有 {excess} 超过上限，已单独列出，不要求偿还。", f"{excess} is above the cap, set apart and not demanded."
    )
    return {
        "id": f"cost-{at}",
        "caption": Two("年化成本与上限", "The yearly cost beside its cap"),
        "head": [Two("怎么算", "How"), Two("一年", "A year")],
        "rates": [
            {
                "name": name,
                "label": label,
                "shown": spent["shown"][name] or unknown,
                "over": (spent[f"{name}_bp"] or 0) > (spent["cap_bp"] or 0),
                "share": 100 * max(0, spent[f"{name}_bp"] or 0) // most,
            }
            for name, label in rates
        ],
        "said": over if spent["excess"] else Two("没有超过上限。", "Nothing is above the cap."),
        "charged": Two(
            f"至今计收息费 {money(spent['charged'])}。",
            f"Charged so far: {money(spent['charged'])} on top of the principal.",
        ),
        "clauses": [_clause(each) for each in spent["cap"]],
    }


def _what_if(at: int, one: dict[str, Any], told: dict[str, Any]) -> View:
    names = {debt["id"]: f"{debt['name']} {debt['id']}" for debt in told["debts"]}
    head = [
        Two("债务", "Debt"), Two("分到", "Receives"), *(_part(part) for part in SHOWN_PARTS),
        Two("之后应还", "Then due"), Two("之后共欠", "Then owed"),
    ]  # fmt: skip
    rows = [
        [
            names[debt["debt"]], money(debt["amount"]), *(money(debt["applied"][part]) for part in SHOWN_PARTS),
            money(debt["due"]), money(debt["outstanding"]),
        ]
        for debt in one["debts"]
    ]  # fmt: skip
    left = money(one["left"])
    return _table(
        f"what-if-{at}",
        Two(f"如果今天还 {one['shown']}", f"If you pay {one['shown']} today"),
        head,
        rows,
        may_go=range(2, 2 + len(SHOWN_PARTS)),
    ) | {
        "said": Two(f"{left} 没有用处，会退给您。", f"{left} would not be needed and is yours.") if one["left"] else ""
    }


def _clauses(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Every limit that is cited, once, in the order in which it appears; the contract is no limit."""
    cited = [line["clause"] for debt in told["debts"] for line in debt["lines"]]
    cited += [each for debt in told["debts"] if debt["cost"] for each in debt["cost"]["cap"]]
    return list({one["id"]: one for one in cited if one["id"] != "contract"}.values())


def _clause(one: dict[str, Any]) -> View:
    return {
        "id": one["id"],
        "said": Two(one["zh"], one["en"]),
        "citation": Two(*citation_sides(one["citation"])),
        "force": Two(*FORCES[one["force"]]),
        "certainty": Two(*CERTAINTIES[one["certainty"]]),
    }
