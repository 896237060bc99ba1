"""What stands against a plan that was worked out: each objection names its field and the way out.

Asked while it is worked out, so that nothing is offered which proposing would then refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duly.law import Law
from duly.rules.account.asked import Refused

FRAMES = ("cn.cc11", "house")
KNOWING = "unaffordable_knowingly"


class Objected(Refused):
    """A plan that the rules do not permit. It stands for the first objection and carries all of them."""

    def __init__(self, objections: Sequence[Refused]) -> None:
        first = objections[0]
        super().__init__(first.path, first.value, first.message, first.accepted)
        self.objections = tuple(objections)


def permitted(told: Mapping[str, Any], change: Mapping[str, Any], law: Law) -> None:
    """Raise Objected unless the rules on plans let it be proposed."""
    if against := objections(told, change, law):
        raise Objected(against)


def objections(told: Mapping[str, Any], change: Mapping[str, Any], law: Law) -> list[Refused]:
    """Every objection, in the order of the rules; none where it may be proposed."""
    found: list[Refused] = []
    for rule in told["verdict"]["rules"]:
        found += _of(rule, told["verdict"], change, law)
    return found


def _of(rule: Mapping[str, str], verdict: Mapping[str, Any], change: Mapping[str, Any], law: Law) -> list[Refused]:
    if rule["id"] in _ids(law, "plan_term"):
        most = verdict["months_most"]
        why = _why("期限过长", "the term is too long", rule)
        way = f"从签署到末期至多 {most} 个月 at most {most} months from signing to the last instalment"
        return [Refused("change.months", change["months"], why, way)]
    if rule["id"] in _ids(law, "plan_contents"):
        lacking = ", ".join(verdict["missing_blocks"])
        return [Refused("change.blocks", None, _why("协议内容不全", "the paper lacks something", rule), lacking)]
    if rule["id"] in _ids(law, "plan_entry"):
        return [*_entry(rule, change)]
    if rule["id"] in _ids(law, "plan_charge"):
        why = _why("不得为分期收费", "a plan costs nothing", rule)
        return [Refused("change.charge_for_plan", change.get("charge_for_plan"), why, "0")]
    return []  # what cannot be afforded is no rule against it: a second person looks at it


def _entry(rule: Mapping[str, str], change: Mapping[str, Any]) -> list[Refused]:
    """Hardship has to be proved, and willingness to be on record."""
    wants = (
        ("hardship_evidence_id", "须有困难证明", "hardship has to be proved", "证明的编号 the number of the evidence"),
        (
            "willingness_recorded", "须有还款意愿的记录", "willingness to pay has to be on record",
            "先把意愿记录在案 put it on record first",
        ),
    )  # fmt: skip
    return [
        Refused(f"change.{field}", change.get(field), _why(zh, en, rule), way)
        for field, zh, en, way in wants
        if not change.get(field)
    ]


def knowingly(fits: bool | None, is_known: bool) -> None:
    """Raise Refused where a plan cannot be afforded and whoever offers it does not say that they know."""
    if fits is False and not is_known:
        raise Refused(
            KNOWING, is_known, "测算为承受不起，须写明是明知仍提 it cannot be afforded; say that you know it",
            "确认后再提议 confirm it and offer again",
        )  # fmt: skip


def _why(zh: str, en: str, rule: Mapping[str, str]) -> str:
    return f"{zh}：{rule['zh']}（{rule['id']}） {en}: {rule['en']} ({rule['id']})"


def _ids(law: Law, name: str) -> set[str]:
    return {law[path].id for path in (f"{frame}.{name}" for frame in FRAMES) if path in law.limits}
