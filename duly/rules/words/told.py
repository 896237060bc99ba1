"""Claims that the file of the case can bear out or refute: amounts, courts, time, transfer, schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from duly.rules.words.frames import frames, taken_back
from duly.rules.words.heard import LEGAL_CASES, Context
from duly.rules.words.lexicon import Shape

REPAIR_ENDED = date(2026, 3, 31)  # the one-off repair of credit records, last day
DIGITS = (
    {char: at for at, char in enumerate("零一二三四五六七八九")}
    | {"两": 2, "〇": 0}
    | dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
)
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
FILED = LEGAL_CASES.index("filed")
COURT = re.compile(r"^(?!.*(?:我(?:们)?(?:是|就是)|联合|公安|派出所|民警|警)).*(?:法院|法庭|传票|支付令|执行)")
OWED = re.compile(
    r"(?:欠款?|应还|要还|得还|需还|须还|结清|逾期金额|到期金额|未还|待还|共计?|合计|总额|总共|一共|余额|总欠款?)"
    r"[^\d，,。零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖]{0,6}?"
    r"(?P<number>\d[\d,]*(?:\.\d{1,2})?|[零一二两三四五六七八九十百千万〇壹贰叁肆伍陆柒捌玖拾佰仟]+)(?P<ten>万)?\s*(?:元|块|¥)?"
)
PARTIAL = re.compile(r"其中|最低|首期|每期|每月|分\d+期|减免|先还|本期(?!结清)|期数")
EXPIRED = re.compile(
    r"(?:先|只|就|随便|哪怕|多少|象征性).{0,6}还.{0,4}(?:点|些|块|元|百|千|部分|一笔|一期)|还.{0,2}(?:一块|一元|十块|一百|一点|点儿)"
    r"|签.{0,8}(?:字|名|确认|承诺|回执|协议|计划|认)|(?:确认|承认|认).{0,4}(?:一下|债务|欠款|这笔|账)|重新(?:计算|起算|开始|算)"
    r"|(?:仍|还|依然|没有?)在?.{0,4}时效(?:内|期)|没(?:过|有过|超过).{0,4}时效|时效.{0,10}(?:不用管|别管|不影响|照样|不作数|没用|无所谓|延长|还没|未过|没到)"
    r"|(?:法律|法院)(?:规定|要求|支持|肯定|一定|照样|会)|必须(?:还|偿)|铁定输|肯定输|一定输|打官司|欠债还钱|天经地义|照样(?:起诉|告|判)|起诉|告你|强制"
)
NOTICED = re.compile(
    r"(?:通知|告知)(?:书|函)?.{0,10}(?:过您|过你|已.{0,6}(?:寄|送|发|到)|寄达|送达)|(?:已|早就).{0,6}(?:通知|告知)(?:过|了|您)"
)
TRANSFER = re.compile(r"转让|受让|转给|转到|新债权人|债主|接手|收购|买断|债权人(?:已|变)|接管|打包|归我们")
TO_US = re.compile(
    r"(?:还|付|交|履行|打|转|支付|清偿).{0,6}(?:给|向|到)?.{0,2}(?:我们|我司|我公司|新债权人|本公司)|(?:向|给|跟|找)(?:我们|我司|我公司|新债权人|本公司).{0,6}(?:还|付|交|履行|清偿)|白还|只能|只认"
)
REPAIR = re.compile(r"一次性?.{0,4}信用修复|信用修复(?:政策|名额|活动|资格)?|(?:修复|不展示|不显示).{0,6}政策")
ENDED = re.compile(
    r"(?<!没)(?<!未)(?<!没有)(?<!尚未)(?<!赶在)(?:截止|结束|到期|过期|终止)|不再(?:办理|受理|有)|没有了|停止|已过|不能|无法|没赶上|停了|没法|关了|关闭|别信"
)
INHERIT = re.compile(
    r"父债子(?:还|偿)|放弃(?:继承)?.{0,6}(?:没用|也得|也要|照样|不行|也跑)|(?:自动|全部|都|就|已经).{0,4}(?:转到|落到|归|转给|算在|由).{0,4}(?:你|您)|"
    r"(?:你|您).{0,8}(?:必须|得|应该|应当|要|有义务|有责任|该|理应|自己|跑不掉|逃不掉|躲不掉|负责|兜底|背).{0,8}(?:还|偿|掏|承担|出|付|担|清|认|接|扛)|"
    r"(?:不管|无论|不论).{0,8}继承.{0,8}(?:还|要|得)|(?:需要|要|得|应当)(?:您|你).{0,4}(?:全额|全部|足额|如数)|(?:自己|自个|个人|工资|名下)的?(?:钱|工资|存款|房).{0,6}(?:还|出|掏|拿|垫|抵)|(?:做|当)(?:儿|女|子女|孩子).{0,10}(?:该|得|要|不能|还)|孝|在天|不得安|地下|替.{0,6}(?:还|父|爸|妈|爹|娘|母|他|她)"
)
BOUNDED = re.compile(
    r"遗产(?:范围|价值|限|以内|为限|实际)|(?:无需|不用|不必|不需要|没有义务).{0,10}(?:还|偿|承担|自己|垫)|放弃继承的?.{0,6}(?:不|无)|可以放弃|在所得|自愿"
)


def borne_out(shape: Shape, context: Context, text: str) -> bool:
    """A statement about a court that the case bears out; a court may be spoken of with care before it is asked."""
    if not shape.stage:
        return (
            shape.code == "F-AUTH" and COURT.search(text) is not None and LEGAL_CASES.index(context.legal_case) >= FILED
        )
    if context.limitation == "expired" and shape.stage == "prepared":
        return False
    reached = LEGAL_CASES.index(context.legal_case)
    if reached >= LEGAL_CASES.index(shape.stage):
        return True
    careful = frames().modal.search(text) is not None
    if shape.stage == "prepared":
        return careful
    return careful and reached >= LEGAL_CASES.index(shape.stage) - 1 and reached > 0


def refuted(text: str, context: Context) -> Iterator[tuple[str, int, int]]:
    """Every claim the context refutes, as (code, start, end) of the normal text."""
    for hit in (_woken(text, context), _transferred(text, context)):
        if hit is not None and not taken_back("F-FALSE", False, text, *hit.span()):
            yield "F-FALSE", *hit.span()
    for hit in (_repair(text, context), _inherited(text, context)):
        if hit is not None:
            yield "F-FALSE", *hit.span()
    yield from _amounts(text, context)


def _woken(text: str, context: Context) -> re.Match[str] | None:
    """A claim that has lapsed, spoken of as if it had not."""
    if context.limitation != "expired" or frames().offers.search(text):
        return None
    return EXPIRED.search(text)


def _transferred(text: str, context: Context) -> re.Match[str] | None:
    """A new creditor who never gave notice, and says so or asks to be paid."""
    if context.transfer_noticed is not False:
        return None
    return NOTICED.search(text) or (TO_US.search(text) if TRANSFER.search(text) else None)


def _repair(text: str, context: Context) -> re.Match[str] | None:
    """The repair of credit records, offered after its last day."""
    late = context.as_of is not None and context.as_of > REPAIR_ENDED
    return REPAIR.search(text) if late and not ENDED.search(text) else None


def _inherited(text: str, context: Context) -> re.Match[str] | None:
    """An heir pressed beyond the estate."""
    return INHERIT.search(text) if context.addressee == "heir" and not BOUNDED.search(text) else None


def _amounts(text: str, context: Context) -> Iterator[tuple[str, int, int]]:
    if context.ledger_total is None:
        return
    for hit in OWED.finditer(text):
        before, after = text[: hit.start()], text[hit.end() : hit.end() + 3]
        amount = minor_units(hit["number"], hit["ten"] is not None)
        if amount is None or PARTIAL.search(before[-12:]) or re.match(r"[天日期号月次个%]", after) or "其中" in before:
            continue
        if amount != context.ledger_total:
            yield "F-FALSE", *hit.span("number")


def minor_units(number: str, times_ten_thousand: bool = False) -> int | None:
    """An amount in minor units, written in digits or in Chinese numerals; None where it is no number."""
    if number[0].isdigit():
        whole, _, part = number.replace(",", "").partition(".")
        amount = int(whole) * 100 + int((part + "00")[:2])
        return amount * 10_000 if times_ten_thousand else amount
    total = section = digit = 0
    for at, char in enumerate(number):
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            section += (digit or 1) * UNITS[char]
            digit = 0
        else:
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        last_unit = UNITS.get(number[at - 1]) or (10_000 if number[at - 1] == "万" else 0) if at else 0
        if at == len(number) - 1 and digit and last_unit >= 100:  # 一万二: the next lower place is understood
            digit *= last_unit // 10
    amount = total + section + digit
    if times_ten_thousand:
        amount *= 10_000
    return amount * 100 if amount else None
