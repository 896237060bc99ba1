"""What is said and charged. These rules speak also of what is said in answer to the borrower."""

from __future__ import annotations

from duly.core.terms import Limited, Truth
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.uk.facts import Facts, rule


@rule("uk.conc7.false_reason", Severity.DENY, zh="不得以虚假事由诱使联系（例如“未送达包裹”）。", inbound=True)
def false_reason(c: type[Facts], ban: Limited) -> Truth:
    """No false reason to get in touch, such as a delivery that was missed."""
    return c.false_reason


@rule("uk.conc7.authority", Severity.DENY, zh="不得冒充他人或机关，不得歪曲法律程序。", inbound=True)
def authority(c: type[Facts], ban: Limited) -> Truth:
    """Nobody poses as another or as an authority, or misstates where the law stands."""
    return c.misrepresents


@rule("uk.conc7.pressure", Severity.DENY, zh="不得逼迫一次付清、限期过短、变卖财产或借新还旧。", inbound=True)
def pressure(c: type[Facts], ban: Limited) -> Truth:
    """No pressure to pay at once or in too short a time, to sell property, or to borrow."""
    return c.presses


@rule("uk.conc7.costs", Severity.DENY, zh="合同未约定的费用不得收取。", inbound=True)
def costs(c: type[Facts], ban: Limited) -> Truth:
    """No charge without a contractual right to it."""
    return c.fee_unagreed


@rule("house_uk.civil_language", Severity.DENY, zh="不得威胁、辱骂、轰炸。", inbound=True)
def civil_language(c: type[Facts], ban: Limited) -> Truth:
    """No threat, no insult, no bombardment."""
    return c.abusive


@rule("uk.aja70.harassment", Severity.WARN, zh="此类言行还可能构成骚扰债务人。", inbound=True)
def harassment(c: type[Facts], ban: Limited) -> Truth:
    """Such words may be harassment of a debtor as well."""
    return c.abusive


WORDING: tuple[Rule, ...] = (false_reason, authority, pressure, costs, civil_language, harassment)
