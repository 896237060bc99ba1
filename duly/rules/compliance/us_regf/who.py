"""Who is contacted: attorneys, the workplace, third persons, the wider consumer, location."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.us_regf.facts import Facts, rule


@rule("us.cfr1006.attorney", Severity.DENY, zh="消费者已有律师代理，只可联系律师。")
def attorney(c: type[Facts], known: Limited) -> Truth:
    """An attorney represents the consumer in this debt; contact goes to the attorney."""
    told = c.contacts & (c.to_consumer | c.locating) & c.attorney_known
    return told & not_(c.replying | c.attorney_agrees | c.attorney_silent)


@rule("us.cfr1006.attorney_silent", Severity.REVIEW, zh="律师未答复是否已久，须由人判断。")
def attorney_silent(c: type[Facts], known: Limited) -> Truth:
    """The attorney has not answered; a person has to say whether a reasonable time has passed."""
    told = c.contacts & (c.to_consumer | c.locating) & c.attorney_known
    return told & not_(c.replying | c.attorney_agrees) & c.attorney_silent


@rule("us.usc1692c.workplace", Severity.DENY, zh="已知雇主禁止在工作地点接收此类联系。")
def workplace(c: type[Facts], known: Limited) -> Truth:
    """The employer is known to forbid such contact at work."""
    return c.contacts & c.to_consumer & c.at_work & c.employer_forbids & not_(c.consented)


@rule("us.usc1692c.third_parties", Severity.DENY, zh="不得使无权知情的第三人得知债务。")
def third_parties(c: type[Facts], ban: Limited) -> Truth:
    """Nobody else is contacted about the debt, nor hears of it."""
    return (c.contacts & not_(c.may_be_told | c.locating | c.third_party_agreed)) | c.overheard


@rule("us.cfr1006.wider_consumer", Severity.DENY, zh="此关系在本案中不属于消费者。")
def wider_consumer(c: type[Facts], meaning: Limited) -> Truth:
    """This relation does not make the person a consumer here: a parent only of a minor, an estate only of the dead."""
    return c.contacts & c.nearly_wider & not_(c.may_be_told | c.locating | c.third_party_agreed)


@rule("us.cfr1006.deceased", Severity.REVIEW, zh="消费者已故，须查明由谁代理遗产。")
def deceased(c: type[Facts], meaning: Limited) -> Truth:
    """The consumer has died; a person has to find out who acts for the estate."""
    return c.contacts & c.deceased


@rule(
    "us.cfr1006.location",
    Severity.DENY,
    zh="查找消费者须只报姓名、不提债务、不用明信片或有标记的信封；已知有律师的，只问律师。",
)
def location(c: type[Facts], how: Limited) -> Truth:
    """Whoever locates a consumer gives the own name, mentions no debt, writes plainly, and asks an attorney first."""
    return c.locating & not_(c.location_proper)


@rule("us.cfr1006.location_once", Severity.DENY, zh="同一人只可询问一次。", effect="stop")
def location_once(c: type[Facts], once: Limited) -> Truth:
    """The person was asked before; once is enough unless asked to, or the answer was wrong."""
    return c.located_before


RULES: tuple[Rule, ...] = (
    attorney,
    attorney_silent,
    workplace,
    third_parties,
    wider_consumer,
    deceased,
    location,
    location_once,
)
