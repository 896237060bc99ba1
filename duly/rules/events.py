"""What other programs may be told of: names of events, and which entry of the record is which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duly.rules.results import Words

EVENTS: Mapping[str, Words] = {
    "contact.cleared": Words("一次联系得到放行", "a contact was cleared"),
    "contact.refused": Words("一次联系被拒绝", "a contact was refused"),
    "collection.stopped": Words(
        "投诉、异议、暂停、退订等使催收停下；已预留而未发出的一并取消",
        "a complaint, dispute, hold, opt-out or the like stops collection; what was reserved is taken back",
    ),
    "result.recorded": Words("一次联系写下了结果", "the result of a contact was written"),
    "approval.moved": Words("一项审批有了进展", "an approval moved on"),
    "case.changed": Words("案件的其他变化", "something else about a case changed"),
}


def event_of(act: str, said: Mapping[str, Any]) -> str:
    """The event that an entry of the record is."""
    if act in ("clear", "refuse"):
        return "contact.cleared" if act == "clear" else "contact.refused"
    if act == "approve" or "approval" in said:
        return "approval.moved"
    if "stop" in said:
        return "collection.stopped"
    return "result.recorded" if "result" in said else "case.changed"
