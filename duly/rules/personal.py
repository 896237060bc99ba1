"""What may be known of a person: each field, the form in which it can exist, and the one spelling that it is told by.

A value that cannot exist is refused by a code, never by repeating it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

PHONE_KINDS = ("mobile", "landline", "switchboard")
HANDLE_KINDS = ("wechat", "app_account")
PLACE_KINDS = ("home", "workplace", "building_door")

MOBILE = r"1[3-9][0-9]{9}"
LANDLINE = r"0(10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}"
SWITCHBOARD = rf"{LANDLINE}|[48]00[0-9]{{7}}|95[0-9]{{3,6}}|1[0-2][0-9]{{3}}"
ABROAD = r"\+[1-9][0-9]{6,14}"  # E.164
EMAIL = r"[A-Za-z0-9._%+\-]{1,64}@([A-Za-z0-9]([A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
HANDLE = r"[A-Za-z][A-Za-z0-9_\-]{5,19}"
ACCOUNT = r"[A-Za-z0-9._:/@\-]{1,64}"
PERSON_ID = r"[1-9][0-9]{5}(18|19|20)[0-9]{9}[0-9X]"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643, mod 11-2
CHECKS = "10X98765432"

LETTERS_MOST = 200
OF_A_PERSON = ("name", "id_number")
OF_AN_ADDRESS = ("number", "email", "account", "place")
FIELDS = (*OF_A_PERSON, *OF_AN_ADDRESS)

_DOTS = str.maketrans("•・‧∙⋅", "·····")  # between the parts of a name
_ABROAD, _EMAIL = re.compile(ABROAD), re.compile(EMAIL)
_FORMS: Mapping[str, re.Pattern[str]] = {
    "mobile": re.compile(f"{MOBILE}|{ABROAD}"),
    "landline": re.compile(f"{LANDLINE}|{ABROAD}"),
    "switchboard": re.compile(f"{SWITCHBOARD}|{ABROAD}"),
    "wechat": re.compile(HANDLE),
    "app_account": re.compile(ACCOUNT),
}
_PERSON_ID = re.compile(PERSON_ID)


def field_of(kind: str) -> str:
    """The one field that an address of this kind has."""
    if kind in PHONE_KINDS:
        return "number"
    return "email" if kind == "email" else "account" if kind in HANDLE_KINDS else "place"


def kept(field: str, value: str) -> str:
    """A value as it is kept: without what only spreads it out, so that it can be dialled, written and read."""
    text = _without_spread(field, value)
    while (again := _without_spread(field, text)) != text:  # a sign that a space kept apart may join the one before it
        text = again
    return text


def _without_spread(field: str, value: str) -> str:
    text = value if value.isascii() and value.isalnum() else unicodedata.normalize("NFKC", value).strip()
    if field == "number":
        bare = re.sub(r"[ ()\-]", "", text)
        return re.sub(r"^(\+86|0086|86)([0-9]{10,12})$", r"\2", bare)
    if field == "id_number":
        return text.upper()
    return text.lower() if field == "email" else re.sub(r"\s+", " ", text)


def spelling(field: str, value: str) -> str:
    """The one spelling by which two values, as they are kept, are the same; numbers carry the country's code."""
    if field == "number":
        return value if value.startswith("+") else f"+86{value.removeprefix('0')}"
    if field == "name":
        return value.translate(_DOTS).replace(" ", "").casefold()
    return value.replace(" ", "") if field == "place" else value


def fault(field: str, value: str, kind: str = "") -> str:
    """Why a value as kept cannot exist: a code, or nothing. `kind` is that of the address it would belong to."""
    if not value:
        return "missing"
    if len(value) > LETTERS_MOST:
        return "text-long"
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co") or letter == "\ufffd" for letter in value):
        return "text"
    if field == "id_number":
        return "" if is_person_id(value) else "person-id"
    if field == "email":
        return "" if _EMAIL.fullmatch(value) else "email"
    form = _FORMS.get(kind)
    return "" if form is None or form.fullmatch(value) else "phone" if field == "number" else "handle"


def check_digit(seventeen: str) -> str:
    """The last place of a resident identity number, of the seventeen before it."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True)) % 11]


def is_person_id(value: str) -> bool:
    """Whether an 18-character number has a birth date of the calendar and the right check digit (GB 11643)."""
    if not _PERSON_ID.fullmatch(value) or check_digit(value[:17]) != value[17]:
        return False
    try:
        date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return False
    return True


NOT_KEPT: Mapping[str, tuple[str, str]] = {  # why a value that was sent is not kept: zh, en
    "missing": ("值为空", "the value is empty"),
    "text-long": (f"超过 {LETTERS_MOST} 个字", f"more than {LETTERS_MOST} letters"),
    "text": ("含有控制字符或乱码", "it has control characters or was damaged by a wrong encoding"),
    "person-id": ("身份证号的日期或校验位不对", "the day or the check digit of the identity number is wrong"),
    "phone": ("不是该类型的号码", "no number of this kind"),
    "email": ("不是电子邮箱", "no e-mail address"),
    "handle": ("不是该类型的账号", "no account of this kind"),
    "subject": ("subject 须为 borrower、party 或 address", "the subject is borrower, party or address"),
    "field": ("该对象没有这一项", "this subject has no such field"),
    "unknown": ("作业台没有这个编号", "the desk knows no such id"),
    "twice": ("同一文件里前后不一", "the same file says something else before"),
    "twin": ("与本人同类的另一联系方式相同", "another address of this borrower and kind is the same"),
    "erased": ("已应要求删除，不再收录", "it was erased and stays so"),
    "fields": ("字段个数与表头不符", "the row has another number of fields than the header"),
    "quote": ("引号后还有文字", "text follows a closing quote"),
}
