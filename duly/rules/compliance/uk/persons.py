"""Who is contacted, who may know, and who needs care."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.uk.facts import TIMED, Facts, rule

REACHING = (*TIMED, "mail", "in_app", "web_portal", "postcard")
SPOKEN = ("phone_call", "voicemail", "visit")


@rule("uk.conc7.disclosure", Severity.DENY, zh="不得向第三人透露或威胁透露债务。", inbound=True)
def disclosure(c: type[Facts], ban: Limited) -> Truth:
    """Nothing about the debt is disclosed to a third party, or threatened to be."""
    return (one_of(c.channel, *REACHING) & not_(c.may_be_told) & c.discloses) | c.spreads


@rule("house_uk.third_parties", Severity.DENY, zh="本机构不联系第三人。")
def third_parties(c: type[Facts], ban: Limited) -> Truth:
    """We contact nobody but those who owe the debt or act for the borrower."""
    return one_of(c.channel, *REACHING) & not_(c.may_be_told) & not_(c.locating)


@rule("house_uk.locate", Severity.REVIEW, zh="向第三人打听下落，须先由人决定。")
def locate(c: type[Facts], duty: Limited) -> Truth:
    """A person decides first whether others are asked about the borrower."""
    return one_of(c.channel, *REACHING) & not_(c.may_be_told) & c.locating


@rule("house_uk.refusal", Severity.DENY, zh="此人已要求不再联系。", effect="stop")
def refusal(c: type[Facts], stop: Limited) -> Truth:
    """This person asked not to be contacted."""
    return one_of(c.channel, *REACHING) & not_(c.to_borrower) & c.refused


@rule("house_uk.represented", Severity.DENY, zh="借款人已有代理人，只可联系代理人。")
def represented(c: type[Facts], duty: Limited) -> Truth:
    """Somebody acts for the borrower; contact goes there."""
    return one_of(c.channel, *REACHING) & c.recovers & c.to_borrower & c.represented


@rule("house_uk.workplace", Severity.DENY, zh="未经同意，不在工作地点联系。")
def workplace(c: type[Facts], ban: Limited) -> Truth:
    """We contact nobody at work who has not agreed to it."""
    return one_of(c.channel, *REACHING) & c.at_work & not_(c.work_agreed)


@rule("uk.conc7.public", Severity.DENY, zh="不得使借款人当众难堪：不公开发布、不寄明信片、不让旁人看到。")
def in_public(c: type[Facts], ban: Limited) -> Truth:
    """Nothing that embarrasses in public: no post, no postcard, nothing that others see."""
    return c.public


@rule(
    "uk.conc7.identity", Severity.DENY, zh="核实身份之前不得谈及债务。", inbound=True,
    needs={"identity_check": "identified"},
)  # fmt: skip
def identity(c: type[Facts], duty: Limited) -> Truth:
    """No detail of the debt before the person is established to be the borrower."""
    return one_of(c.channel, *SPOKEN) & c.discloses & not_(c.identified)


@rule("uk.conc7.occupier", Severity.DENY, zh="不得寄给“住户”。")
def occupier(c: type[Facts], ban: Limited) -> Truth:
    """Nothing goes to the occupier of an address."""
    return c.to_occupier


@rule("uk.conc7.cover", Severity.DENY, zh="信封上不得看出催收。")
def cover(c: type[Facts], ban: Limited) -> Truth:
    """A cover shows nothing of collection."""
    return (c.channel == "mail") & c.cover_shows


@rule("uk.conc7.private_mark", Severity.WARN, zh="信件宜标明“私人机密”。")
def private_mark(c: type[Facts], duty: Limited) -> Truth:
    """Post is best marked private and confidential."""
    return (c.channel == "mail") & not_(c.cover_private)


@rule("uk.conc7.capacity", Severity.DENY, zh="行为能力存疑，暂停追讨；可联系代理人。")
def capacity(c: type[Facts], duty: Limited) -> Truth:
    """Mental capacity is in doubt: recovery is suspended, except through somebody who acts for the borrower."""
    return c.recovers & c.to_borrower & one_of(c.capacity, "limited", "none")


@rule("uk.conc7.vulnerable", Severity.REQUIRES, zh="脆弱借款人须由专门人员处理。", needs={"care_ticket": "specialist"})
def vulnerable(c: type[Facts], duty: Limited) -> Truth:
    """A vulnerable borrower is for trained staff."""
    return c.recovers & c.vulnerable & not_(c.specialist)


@rule("house_uk.death", Severity.DENY, zh="借款人已去世，只可联系遗产管理人。", effect="stop")
def death(c: type[Facts], stop: Limited) -> Truth:
    """The borrower has died; only the administrator of the estate is spoken to."""
    return c.recovers & c.deceased & not_(c.estate)


@rule("house_uk.minors", Severity.DENY, zh="不得向未成年人催收。")
def minors(c: type[Facts], ban: Limited) -> Truth:
    """Nothing is asked of a minor."""
    return c.recovers & c.minor


PERSONS: tuple[Rule, ...] = (
    disclosure, third_parties, locate, refusal, represented, workplace, in_public, identity, occupier, cover,
    private_mark, capacity, vulnerable, death, minors,
)  # fmt: skip
