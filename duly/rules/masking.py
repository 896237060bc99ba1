"""How much of a person is shown to somebody who need not know who it is: enough to tell two apart, not to find one."""

from __future__ import annotations

import re

HIDDEN = "***"  # of a value of which nothing may be shown
SHOWN_MOST = 8  # letters of any value; of a name one
_TOWN = re.compile(r"(?:[^省市区县盟旗]{1,8}(?:省|自治区|市))?[^省市区县盟旗]{1,8}(?:市|自治州|地区|盟)(?=.)")


def masked(field: str, value: str) -> str:
    """A value as kept, with most of it taken away: 138****8000, 王**, 3301**********1234."""
    match field:
        case "name":
            return f"{value[:1]}**"
        case "number":
            return _middle(value, 3, 4) if len(value) >= 11 else _middle(value, 0, 2) if len(value) >= 7 else HIDDEN
        case "id_number":
            return _middle(value, 4, 4) if len(value) == 18 else HIDDEN
        case "email":
            name, _, domain = value.rpartition("@")
            _, dot, last = domain.rpartition(".")
            return f"{name[:1]}{HIDDEN}@{HIDDEN}.{last}" if name and dot else HIDDEN
        case "place":
            town = _TOWN.match(value)
            return f"{town.group() if town and len(town.group()) <= SHOWN_MOST else ''}{HIDDEN}"
        case "account":
            return f"{value[:1]}{HIDDEN}" if len(value) > 1 else HIDDEN
    return HIDDEN


def _middle(value: str, before: int, after: int) -> str:
    return f"{value[:before]}{'*' * (len(value) - before - after)}{value[-after:]}"
