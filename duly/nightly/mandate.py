"""A mandate certificate as a PDF: what somebody of an agency shows, and how whoever is shown it verifies it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from duly.nightly.statement.paper import set_in_type
from duly.nightly.statement.square import svg

TITLE = {"zh": "催收授权书", "en": "Mandate certificate"}
LINES = {
    "lender": ("委托人", "Lender"), "agency": ("受托机构", "Agency"), "staff_number": ("工号", "Staff number"),
    "products": ("产品", "Products"), "loans": ("委托笔数", "Loans placed"), "from": ("自", "From"),
    "until": ("至", "Until"), "hotline": ("官方热线", "Official hotline"), "complaint_line": ("投诉电话", "Complaints"),
}  # fmt: skip
OPENING = {
    "zh": "兹授权下列人员，在下列范围和期限内，代表委托人提醒还款、听取情况、转达分期申请和异议。",
    "en": "Within the scope and the days below, this person may remind of payments for the lender, listen, and pass on "
    "wishes for a plan and objections.",
}
LIMITS = {
    "zh": ("持本授权书者不得收款，不得在合同之外收费，不得威胁或者侮辱，不得把信息交给别人。",
           "收回案件或委托终止时，本授权书同时失效；以核验结果为准。"),
    "en": ("The bearer may not take money, charge anything beyond the contract, threaten or insult, or hand on "
           "information.",
           "It ends when the cases are taken back or the mandate ends; what verification says is what counts."),
}  # fmt: skip
VERIFY = {
    "zh": "核验：致电官方热线，或在委托人官网的授权核验页输入编号",
    "en": "To verify, call the official hotline, or enter the code on the lender's own page for mandates:",
}
ALT = {"zh": "核验用的二维码：编号和哈希", "en": "Square to scan: the code and the hash"}


def mandate_paper(
    told: Mapping[str, Any], *, sha256: str, sealed: str, products: Mapping[str, str], lang: str = "zh"
) -> bytes:
    """The PDF in one language; `products` says what each is called. Raises CannotPrint."""
    side = ("zh", "en").index(lang)
    comma = "、" if lang == "zh" else ", "
    shown = dict(told) | {"products": comma.join(products[one] for one in told["products"])}
    words = {
        "lang": lang, "title": TITLE[lang], "opening": OPENING[lang], "limits": LIMITS[lang], "verify": VERIFY[lang],
        "alt": ALT[lang], "lines": [(name[side], str(shown[field])) for field, name in LINES.items() if shown[field]],
    }  # fmt: skip
    inputs = {
        "told": json.dumps(dict(told), ensure_ascii=False), "words": json.dumps(words, ensure_ascii=False),
        "square": svg(sealed), "sha256": sha256,
    }  # fmt: skip
    return set_in_type("duly.nightly.statement", "mandate.typ", inputs)
