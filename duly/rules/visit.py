"""Visits: what they may be for, what is checked before anybody sets out. House defaults, all of them.

No purpose is to collect: a visit brings service, information and relief. Nothing here counts money, and no result is
better than another.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Word(NamedTuple):
    """One thing, in both languages."""

    zh: str
    en: str


PURPOSES = {
    "listen": Word("当面听本人说说近况", "to hear from them how things are"),
    "explain": Word("把账目和权利当面说清楚", "to explain the account and their rights"),
    "relief": Word("说明可以申请的纾困和分期", "to tell of relief and plans that can be asked for"),
    "deliver": Word("送达本人要的材料", "to bring papers they asked for"),
}
PLACES = {  # in the words of the judge, who refuses some of them
    "home": Word("住处", "home"),
    "office": Word("工作场所", "office"),
    "public_place": Word("约好的公共场所", "an agreed public place"),
    "hospital": Word("医院", "hospital"),
    "school": Word("学校", "school"),
    "funeral": Word("葬礼", "funeral"),
    "wedding": Word("婚礼", "wedding"),
    "place_of_worship": Word("宗教场所", "place of worship"),
}
RISKS = {
    "threats_before": Word("此前有过威胁", "there were threats before"),
    "minor_alone": Word("可能只有未成年人在", "a minor may be alone there"),
    "vulnerable_alone": Word("可能只有老人、病人等在", "somebody frail or ill may be alone there"),
    "remote": Word("地方偏远、没有信号", "remote, or without a signal"),
    "dark": Word("天黑后才能离开", "it will be dark before they leave"),
    "animals": Word("有看家的动物", "animals guard the place"),
}
NOT_ALONE = ("minor_alone", "vulnerable_alone")  # nobody goes where only they may be
SIGNED = re.compile(r"签(字|名|署|了)|画押|按手印|\b(cash|signed|signature)\b", re.IGNORECASE)
RECORDER_CHECKED_HOURS = 12  # a check of a recorder is of this shift, or nobody knows whether it works
WINDOW_HOURS = 4  # the longest: who waits at home for a visit is told when, and not "some time that day"
SET_OUT_HOURS = 4  # before the window, at the earliest: an address is not shown for longer than it is needed
TELL_HOURS = 24  # after the window; then nobody who went there sees the name and the address any more
APART_MINUTES = 60  # from the start of one window to the next of the same person, at least
A_DAY_MOST = 6  # visits of one person on one day
