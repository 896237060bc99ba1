"""Why a cell or a row is not taken in: one code each, with what it means and what to do, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from duly.core.mendable import Mendable


@dataclass(frozen=True, slots=True)
class Reason:
    """A code that never changes, and the words people read."""

    code: str
    zh: str
    en: str
    hint_zh: str
    hint_en: str


REASONS: tuple[Reason, ...] = (
    Reason("missing", "必填字段为空", "a required field is empty", "补上该值后重新提交此行",
           "fill it in and send the row again"),
    Reason("fields", "字段个数与表头不符", "the row has another number of fields than the header",
           "含分隔符或换行的值要加英文双引号",
           "put a value that holds the delimiter or a line break in double quotes"),
    Reason("quote", "引号后还有文字", "text follows a closing quote", "值内的引号要写成两个引号",
           'write a quote inside a quoted value twice: ""'),
    Reason("id", "编号含有不允许的字符", "an id has characters that are not allowed",
           "编号为1–64个字符：字母、数字、. _ - : /", "an id is 1–64 of A–Z a–z 0–9 . _ - : /"),
    Reason("id-scientific", "编号被电子表格改成了科学计数法", "a spreadsheet turned the id into scientific notation",
           "将该列设为文本后从源系统重新导出", "set the column to text and export again from the source"),
    Reason("text", "文字含有控制字符", "the text has control characters", "去掉换行、制表符等控制字符",
           "remove line breaks, tabs and the like"),
    Reason("text-long", "文字过长", "the text is too long", "最多4000个字符", "4,000 characters at most"),
    Reason("text-damaged", "文字编码已损坏（�）", "the text was damaged by a wrong encoding (�)",
           "用正确的编码从源系统重新导出", "export again from the source in the right encoding"),
    Reason("enum", "不是允许的取值", "not one of the values allowed",
           "允许的取值见数据规范；或在映射的 enums 中写明对应关系",
           "see the data contract, or translate it under enums in the mapping"),
    Reason("unlawful", "该取值没有合法依据", "the value has no lawful ground", "不得录入；请删除该信息",
           "it may not be taken in; delete it"),
    Reason("amount", "不是金额", "not an amount", "写成半角数字，如 1234.50；千分位、括号负数须在映射中声明",
           "write half-width digits such as 1234.50; thousands commas and parentheses only if the mapping says so"),
    Reason("amount-places", "金额小数位过多", "the amount has more decimals than the currency",
           "最多两位小数，舍入由提供方决定", "two decimals at most; rounding is the sender's to decide"),
    Reason("amount-range", "金额超出范围", "the amount is too large", "整数部分最多14位",
           "fourteen digits before the point at most"),
    Reason("count", "不是整数", "not a whole number", "写成半角整数，如 3",
           "write whole half-width digits such as 3"),
    Reason("count-range", "数值超出范围", "the number is out of range", "见数据规范中的取值范围",
           "see the data contract for its range"),
    Reason("rate", "不是利率", "not a rate", "写成整数基点，如 1800 表示 18%",
           "write whole basis points: 1800 is 18 %"),
    Reason("date", "不是日期", "not a date", "写成 2026-10-01；其他写法须在映射的 dates 中声明",
           "write 2026-10-01; any other form must stand under dates in the mapping"),
    Reason("date-impossible", "日历上没有这一天", "there is no such day in the calendar", "更正日期",
           "correct the date"),
    Reason("date-range", "日期超出范围", "the date is out of range", "1900–2199年", "years 1900 to 2199"),
    Reason("instant", "不是带时区的时刻", "not an instant with an offset",
           "写成 2026-10-01T09:30:00+08:00；无时区的须在映射中声明 zone",
           "write 2026-10-01T09:30:00+08:00; without an offset the mapping must name a zone"),
    Reason("instant-impossible", "没有这一时刻", "there is no such instant",
           "更正时间（可能是不存在的日期或夏令时跳过的时刻）", "correct it (no such day, or skipped by summer time)"),
    Reason("minute", "不是时刻", "not a time of day", "写成 08:30，00:00–24:00",
           "write 08:30, between 00:00 and 24:00"),
    Reason("bool", "不是是/否", "not a truth value", "写成 true 或 false，不详留空；“是/否”须在映射的 enums 中对应",
           "write true or false, empty where unknown; translate other words under enums in the mapping"),
    Reason("phone", "不是有效的电话号码", "not a valid phone number", "手机11位；座机带区号；服务号 95xxx",
           "mobile 11 digits; landline with area code; short code 95xxx"),
    Reason("person-id", "不是有效的身份证号", "not a valid resident identity number", "18位，校验码须正确",
           "18 characters with a right check digit"),
    Reason("region", "不是行政区划代码", "not an administrative division", "2、4 或 6 位数字，如 4403；不明留空",
           "2, 4 or 6 digits such as 4403; leave it empty where unknown"),
    Reason("email", "不是有效的电子邮箱", "not a valid e-mail address", "写成 name@example.com",
           "write name@example.com"),
    Reason("handle", "不是有效的账号", "not a valid account name", "字母开头，6–20位",
           "6–20 characters, a letter first"),
    Reason("key-twice", "同一批中同一主键有不同内容", "one key appears twice in the batch with different content",
           "两行均未接收；请确认哪一行正确后重新提交",
           "neither row is taken; decide which is right and send it again"),
    Reason("contradicts", "与已入库的同一主键内容不一致", "contradicts a row already taken in under the same key",
           "已入库的事件不可更改；更正须另起一行（如冲正）",
           "an event once taken never changes; correct it by a row of its own (a reversal)"),
    Reason("refers-unknown", "所引用的记录不存在", "refers to a record that is not in the book",
           "先提交被引用的记录，再重新提交此行", "send the record referred to, then this row again"),
    Reason("refers-quarantined", "所引用的记录本批被隔离", "refers to a record that this batch quarantined",
           "更正被引用的记录后一并重新提交", "mend the record referred to and send both again"),
    Reason("currency-changed", "台账已有借据，币种不可更改", "the currency of a book that has loans never changes",
           "保留原币种；其他币种的贷款另建一个台账",
           "keep the currency; loans in another belong to a book of their own"),
    Reason("reversal-positive", "冲正金额不为负", "a reversal whose amount is not negative",
           "冲正金额写负数；不是冲正的回款，冲正对象留空", "write it negative; leave reverses empty for money in"),
    Reason("reversal-of-reversal", "冲正对象本身是冲正", "a reversal of a reversal",
           "重新到账的款项另记一笔回款", "money that came in after all is a payment of its own"),
    Reason("reversal-loan", "冲正对象属于另一借据", "a reversal of a payment of another loan",
           "更正借据编号或冲正对象", "correct the loan or the payment that it names"),
    Reason("reversal-exceeds", "冲正超过该笔回款的余额", "reversals take more than is left of the payment",
           "本批对该笔回款的冲正均未接收；请核对后重新提交",
           "no reversal of this payment in this batch is taken; check them and send them again"),
    Reason("dates-order", "最后一日早于起始日", "the last day is before the first", "更正日期后重新提交此行",
           "correct the days and send the row again"),
    Reason("schedule-hole", "该借据另有一期被拒，累计应还无法确定",
           "another instalment of this loan was refused, so its running total cannot be known",
           "该借据本批各期均未接收；更正被拒的一期后一并重新提交",
           "no row of this loan's schedule is taken; mend the refused one and send them all again"),
    Reason("schedule-order", "期次与应还日的先后不一致", "due dates go back as instalment numbers go up",
           "该借据的还款计划整体未接收；请更正后重新提交",
           "no row of this loan's schedule is taken; correct it and send it again"),
    Reason("schedule-negative", "某期应还合计为负", "an instalment adds up to less than nothing",
           "该借据的还款计划整体未接收；请更正后重新提交",
           "no row of this loan's schedule is taken; correct it and send it again"),
)  # fmt: skip

BY_CODE: dict[str, Reason] = {reason.code: reason for reason in REASONS}


class IntakeRefused(Mendable, ValueError):
    """The files cannot be taken in as they are; nothing was changed. Each fault names its file and what to do."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        counted = (
            f"{len(faults)} 处不对，没有入库任何内容 faults; nothing was taken in"
            if len(faults) > 1
            else "没有入库任何内容 nothing was taken in"
        )
        super().__init__(f"{counted}\n  " + "\n  ".join(faults) if len(faults) > 1 else f"{faults[0]} ({counted})")
