"""By what medium, and in which words."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.us_regf.facts import Facts, rule


@rule("us.usc1692d.words", Severity.DENY, zh="不得威胁、侮辱或冒充机关。")
def words(c: type[Facts], ban: Limited) -> Truth:
    """Nobody is threatened with arrest or violence, insulted, or written to as if by an authority."""
    return c.abusive


@rule("us.cfr1006.medium", Severity.DENY, zh="消费者已要求不以此媒介或地址联系。", effect="stop")
def medium(c: type[Facts], choice: Limited) -> Truth:
    """The consumer asked not to be contacted by this medium or at this address."""
    return c.contacts & c.opted_out & not_(c.replying | c.confirms_opt_out | c.required_by_law)


@rule("us.cfr1006.identity", Severity.DENY, zh="来电须说明来电者身份。")
def identity(c: type[Facts], duty: Limited) -> Truth:
    """A call says who calls."""
    return c.anonymous & not_(c.locating)


@rule("us.cfr1006.disclosure", Severity.DENY, zh="谈及债务的讯息须说明来自债务催收人。")
def disclosure(c: type[Facts], duty: Limited) -> Truth:
    """A message that speaks of a debt says that it comes from a debt collector."""
    return c.unsaid


@rule("us.cfr1006.opt_out_notice", Severity.DENY, zh="每条电子讯息须附清楚、简便的退订方式。")
def opt_out_notice(c: type[Facts], duty: Limited) -> Truth:
    """Every electronic message offers a clear and simple way to opt out."""
    return c.electronic & c.to_consumer & not_(c.opt_out_offered | c.confirms_opt_out)


@rule("us.cfr1006.employer_mail", Severity.DENY, zh="不得向雇主提供的邮箱发送。")
def employer_mail(c: type[Facts], ban: Limited) -> Truth:
    """Nothing is sent to an address that the employer provides, unless the consumer used it for this or agreed."""
    return c.employer_mail & not_(c.consented | c.employer_mail_used)


@rule("us.cfr1006.in_public", Severity.DENY, zh="不得公开发布、寄明信片，信封上不得有债务字样。")
def in_public(c: type[Facts], ban: Limited) -> Truth:
    """No public post, no postcard, no word of a debt on an envelope."""
    return c.in_public


RULES: tuple[Rule, ...] = (
    words,
    medium,
    identity,
    disclosure,
    opt_out_notice,
    employer_mail,
    in_public,
)
