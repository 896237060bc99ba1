"""For what personal data may be looked at, by whom, and when a third person's may not.

A contact person may be turned to on two grounds only: the borrower cannot be reached, and that is proved (CN-PARTY-03,
CN-PARTY-04), or has died or lost capacity (CN-PARTY-03); to ask for the borrower or to pass something on (CN-PARTY-05),
and never again once refused (CN-PARTY-07). The judge works all that out for a clearance. So what is known of such a
person is shown on no screen: it goes to the carrier, under an attempt that the judge has cleared, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from duly.rules import rights
from duly.rules.personal import FIELDS, OF_AN_ADDRESS
from duly.rules.rights import Act

THIRD = ("contact", "related_third_person", "unrelated")  # roles of persons who owe nothing and speak for nobody
GROUNDS = (
    "cn.gbt_45251.third_person_grounds", "cn.cba26.unreachable_proof", "cn.gbt_45251.third_person_purposes",
    "cn.gbt_45251.third_person_refusal",
)  # fmt: skip
PROOF = ("CN-PARTY-03", "CN-PARTY-04")  # as answers name what a proof that nobody can be reached has to show
UNREACHABLE, CANNOT_ACT = "borrower_unreachable", "borrower_cannot_act"  # the two grounds, as the record names them


@dataclass(frozen=True, slots=True)
class Purpose:
    """One reason to look, the fields it needs, and the rights that whoever looks must have."""

    word: str
    zh: str
    en: str
    fields: tuple[str, ...]
    acts: tuple[Act, ...]
    cleared: bool = False  # only under an attempt that is on its way


PURPOSES: tuple[Purpose, ...] = (
    Purpose("contact", "凭放行联系", "to carry a cleared contact", ("name", *OF_AN_ADDRESS), (Act.CONTACT,),
            cleared=True),
    Purpose("visit", "已出发的外访", "for a visit that has set out", ("name", "place"), (Act.GO,)),
    Purpose("identify", "核实身份", "to make sure who is speaking", ("name",), (Act.UNMASK, Act.CONTACT)),
    Purpose("correct", "应本人要求更正", "to correct it as the person asked", FIELDS, (Act.UNMASK, Act.ANSWER)),
    Purpose("answer", "答复投诉、异议或本人查阅", "to answer a complaint, a dispute or the person's own request",
            FIELDS, (Act.UNMASK, Act.ANSWER)),
    Purpose("evidence", "向法院、仲裁或监管举证", "as evidence before a court, an arbitrator or a supervisor", FIELDS,
            (Act.UNMASK, Act.EXPORT)),
)  # fmt: skip
BY_WORD = {purpose.word: purpose for purpose in PURPOSES}

May = Callable[[str, Act], bool]


class NoSuchPurpose(ValueError):
    """A purpose that is not on the list."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why something stays masked, in words, and the limits of the law behind it."""

    zh: str
    en: str
    limits: tuple[str, ...] = ()


def purpose_of(word: str) -> Purpose:
    """Raises NoSuchPurpose."""
    if word not in BY_WORD:
        raise NoSuchPurpose(
            f"{word!r}: 不是允许的查看目的 is no purpose to look for; one of {', '.join(BY_WORD)}"
        ) from None
    return BY_WORD[word]


def withheld(
    *, role: str, purpose: Purpose, field: str, third: bool, cleared: bool, may: May = rights.may
) -> Why | None:
    """Why it stays masked; None where it may be shown. `cleared`: an attempt to just this address is on its way."""
    if field not in purpose.fields or not all(may(role, act) for act in purpose.acts):
        return Why(
            f"岗位 {role} 不得为“{purpose.zh}”查看此项", f"the role {role} may not see this {purpose.en}"
        )  # fmt: skip
    if third and not purpose.cleared:
        return Why(
            "第三人的信息不予显示：仅在本人失联已证明，或已故、失能时，凭放行联系",
            "a third person's data is not shown; it serves a cleared contact alone, where the borrower provably "
            "cannot be reached, has died or lost capacity", GROUNDS,
        )  # fmt: skip
    if purpose.cleared and not cleared:
        return Why("没有进行中的放行联系", "no cleared contact to this address is on its way", GROUNDS if third else ())
    return None
