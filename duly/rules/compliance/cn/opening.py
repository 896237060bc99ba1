"""Who speaks, for whom, from which line: what has to be right before a word about a debt."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.cn.facts import CALLS
from duly.rules.compliance.cn.sending import Sending, rule, said

WRITTEN_ACCOUNTS = ("im", "push", "email")
SPOKEN = (*CALLS, "visit")


@rule("cn.cba26.institution_named", Severity.DENY, zh="开场须主动表明所代表的机构。")
def institution_named(c: type[Sending], duty: Limited) -> Truth:
    """The first words have to name the institution."""
    return c.opens & not_(c.institution_named)


@rule("cn.cba26.identity_first", Severity.DENY, zh="核实本人身份之前不得说出债务信息。", inbound=True,
      needs={"identity_check": "identity_verified"})  # fmt: skip
def identity_first(c: type[Sending], duty: Limited) -> Truth:
    """Nothing about a debt is said before the person is verified as the borrower."""
    return one_of(c.channel, *SPOKEN) & c.discloses_debt & not_(c.identity_verified)


@rule("cn.cba26.agency_identity", Severity.DENY, zh="外部机构不得以贷款人身份催收，须说明受谁委托。", inbound=True)
def agency_identity(c: type[Sending], duty: Limited) -> Truth:
    """An agency never acts as if it were the lender; it says for whom it acts."""
    return said("F-LENDERID") | (c.by_agency & (c.speaks_as_lender | (c.opens & not_(c.on_behalf_stated))))


@rule("cn.cpm22.authority", Severity.DENY, zh="不得冒用行政、司法机关等名义。", inbound=True, effect="incident")
def authority(c: type[Sending], ban: Limited) -> Truth:
    """Nobody poses as a court, the police or an authority."""
    return c.poses_as_authority | said("F-AUTH")


@rule("cn.cba26.visit_identity", Severity.DENY, zh="外访须主动出示证件和授权。")
def visit_identity(c: type[Sending], duty: Limited) -> Truth:
    """On a visit identification and mandate are shown without being asked."""
    return (c.channel == "visit") & one_of(c.step, "continue", "enter") & not_(c.id_shown)


@rule("cn.atf.caller_number", Severity.DENY, zh="主叫号码未登记或被改变。")
def caller_number(c: type[Sending], duty: Limited) -> Truth:
    """The number shown is not one of the registered outbound numbers."""
    return one_of(c.channel, *CALLS, "sms") & not_(c.caller_registered)


@rule("cn.cba26.private_account", Severity.DENY, zh="不得使用私人手机或私人社交账号。", inbound=True)
def private_account(c: type[Sending], ban: Limited) -> Truth:
    """The account is not registered; private phones and accounts are not used."""
    return said("F-PRIVCH") | (one_of(c.channel, *WRITTEN_ACCOUNTS) & not_(c.account_registered))


@rule("cn.pipl.recording_stated", Severity.DENY, zh="开场须告知通话录音。")
def recording_stated(c: type[Sending], duty: Limited) -> Truth:
    """A recorded call says so at its beginning."""
    return one_of(c.channel, *CALLS) & c.opens & not_(c.recording_stated)


@rule(
    "cn.cc11.recorded_calls",
    Severity.DENY,
    zh="信用卡催收须全程录音；无法录音则不得拨打。",
    needs={"recording": "recorded"},
)
def recorded_card_calls(c: type[Sending], duty: Limited) -> Truth:
    """Calls about a card are recorded; without a recording none is made."""
    return one_of(c.channel, *CALLS) & (c.product == "credit_card") & not_(c.recorded)


@rule(
    "cn.cba26.recorded_calls",
    Severity.DENY,
    zh="催收通话须全程录音；无法录音则不得拨打。",
    needs={"recording": "recorded"},
)
def recorded_calls(c: type[Sending], duty: Limited) -> Truth:
    """Collection calls are recorded; without a recording none is made."""
    return one_of(c.channel, *CALLS) & not_(c.recorded)


@rule(
    "house.call_overrun",
    Severity.WARN,
    zh="通话临近当日截止，须礼貌结束，不转接、不重拨。",
    reads=("house.call_far_overrun",),
)
def call_overrun(c: type[Sending], near: Limited, end: Limited) -> Truth:
    """A running call nears the end of the day: close it politely, transfer and redial nothing."""
    return c.under_way & (c.local_minute >= near.from_minute) & (c.local_minute < end.until_minute)


@rule(
    "house.call_far_overrun",
    Severity.DENY,
    zh="通话已超过当日截止，须立即结束。",
    reads=("cn.gbt_45251.contact_hours",),
)
def call_far_overrun(c: type[Sending], end: Limited, hours: Limited) -> Truth:
    """A running call is past the end of the day and has to end."""
    return c.under_way & ((c.local_minute >= end.until_minute) | (c.local_minute < hours.opens))


RULES = (
    institution_named, identity_first, agency_identity, authority, visit_identity, caller_number, private_account,
    recording_stated, recorded_card_calls, recorded_calls, call_overrun, call_far_overrun,
)  # fmt: skip
