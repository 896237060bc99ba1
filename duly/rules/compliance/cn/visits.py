"""Visits: the most regulated channel. They bring service and information; a refusal ends them."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.cn.sending import Sending, rule


def visiting(c: type[Sending]) -> Truth:
    return (c.channel == "visit") & (c.step != "leave")


@rule(
    "cn.cba26.two_visitors",
    Severity.DENY,
    zh="外访须至少 {least} 人，现为 {visitors} 人。",
    needs={"second_collector": ""},
)
def two_visitors(c: type[Sending], visitors: Limited) -> Truth:
    """A visit takes {least} collectors; there are {visitors}."""
    return visiting(c) & (c.visitors < visitors.least)


@rule("cn.cba26.visit_recording", Severity.DENY, zh="外访须全程录音录像。", needs={"recording": "recorder_works"})
def visit_recording(c: type[Sending], duty: Limited) -> Truth:
    """A visit is recorded from beginning to end, sound and pictures."""
    return visiting(c) & not_(c.recorder_works)


@rule("cn.cba26.entry", Severity.DENY, zh="未经同意不得进入住宅或办公区域。", effect="incident")
def entry(c: type[Sending], ban: Limited) -> Truth:
    """Nobody enters a home or an office area without consent on record."""
    return (c.channel == "visit") & (c.step == "enter") & one_of(c.place, "home", "office") & not_(c.entry_consented)


@rule("cn.civil_code.filming", Severity.DENY, zh="不得拍摄住宅内部、家人、邻居。")
def filming(c: type[Sending], ban: Limited) -> Truth:
    """The inside of a home, family and neighbours are not filmed."""
    return visiting(c) & c.films_interior


@rule("cn.criminal_law.leave", Severity.DENY, zh="已被要求离开：立即离开，外访就此结束。", effect="stop")
def leave(c: type[Sending], duty: Limited) -> Truth:
    """The visitors were asked to leave; they leave, and visits end."""
    return visiting(c) & c.asked_to_leave


@rule("house.visit_note", Severity.DENY, zh="不得留下显示债务的字条。")
def visit_note(c: type[Sending], ban: Limited) -> Truth:
    """No note is left that shows a debt."""
    return (c.channel == "visit") & c.note_shows_debt


@rule("cn.nifa18.clothing", Severity.DENY, zh="不得穿着误导性服装。")
def clothing(c: type[Sending], ban: Limited) -> Truth:
    """Clothing must not look like a uniform."""
    return visiting(c) & c.uniform_like


@rule("house.visit_order", Severity.REQUIRES, zh="外访是最后手段：须有外访单、提前告知、风险核查，并已先用温和方式。",
      needs={"visit_order": "visit_ordered", "visit_notice": "visit_noticed"})  # fmt: skip
def visit_order(c: type[Sending], order: Limited) -> Truth:
    """A visit is a last resort: it takes an order, notice in time, a risk check, and gentler ways tried before."""
    ready = c.visit_ordered & c.visit_noticed & c.risk_checked & c.gentler_tried
    return (c.channel == "visit") & (c.step == "start") & not_(ready)


@rule("house.visit_places", Severity.DENY, zh="不在医院、学校、葬礼、婚礼、宗教场所外访。")
def visit_places(c: type[Sending], ban: Limited) -> Truth:
    """No visit at a hospital, school, funeral, wedding or place of worship."""
    return visiting(c) & one_of(c.place, "hospital", "school", "funeral", "wedding", "place_of_worship")


RULES = (
    two_visitors, visit_recording, entry, filming, leave, visit_note, clothing, visit_order, visit_places,
)  # fmt: skip
