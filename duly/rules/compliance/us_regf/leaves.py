"""What gave leave: each ground without which a rule would have objected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duly.rules.compliance.judge import Gate
from duly.rules.compliance.us_regf.agreed import fresh_for_calls
from duly.rules.compliance.us_regf.asked import CALLS, Asked
from duly.rules.compliance.us_regf.stops import disputes
from duly.rules.compliance.us_regf.when import TIMED

GROUNDS: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    ("us.cfr1006.consent", {"consented": False, "third_party_agreed": False, "attorney_agrees": False},
     "有直接事先同意。", "there is prior consent given directly."),
    ("us.cfr1006.reply_once", {"replying": False, "reply_at_time": False},
     "是一次回复。", "this is the one reply to what the consumer began."),
    ("us.cfr1006.inconvenient_time", {"hours_agreed": False},
     "消费者自己指定此时段。", "the consumer named these hours."),
    ("us.cfr1006.medium", {"confirms_opt_out": False, "required_by_law": False},
     "只确认退订，或他法要求。", "it only confirms the opting out, or another law requires it."),
    ("us.cfr1006.cease", {"permitted_notice": False}, "属允许的告知。", "this notice remains allowed."),
    ("us.cfr1006.employer_mail", {"employer_mail_used": False},
     "消费者用过该邮箱。", "the consumer wrote from this address."),
    ("us.cfr1006.location", {"locating": False}, "只为查找消费者。", "it only asks where the consumer is."),
    ("us.cfr1006.furnishing", {"days_told": -1}, "已先行告知。", "the consumer was told before."),
    ("us.usc1692e.dispute_mark", {"marked_disputed": False}, "已标注争议。", "the dispute is marked."),
)  # fmt: skip


def leaves(asked: Asked, facts: Mapping[str, Any], asking: Gate) -> Iterator[tuple[str, tuple[str, str]]]:
    """The limits that gave leave, with the reason in both languages."""
    before = asking.masks(facts, facts["day"])[0]

    def needed(**without: Any) -> bool:
        return bool(asking.masks({**facts, **without}, facts["day"])[0] & ~before)

    for path, without, zh, en in GROUNDS:
        if needed(**without):
            yield path, (zh, en)
    if facts["contacts"] and facts["may_be_told"] and asked.party != asked.consumer.get("id"):
        path = "us.cfr1006.wider_consumer" if facts["to_consumer"] else "us.usc1692c.third_parties"
        yield path, ("可告知的人。", "this person may be told.")
    if asked.channel in TIMED and (len(asked.zones) > 1 or (asked.zones_known and len(asked.zones_indicated) > 0)):
        yield "us.cfr1006.conflicting_places", ("每一处都方便。", "it is convenient wherever the consumer may be.")
    if asked.channel in CALLS and any(fresh_for_calls(asked, asked.at, key) for key in asked.keys):
        yield "us.cfr1006.call_consent", ("此通话不计次。", "this call is not counted.")
    if asked.channel in CALLS and facts["several_debts"] and facts.get("calls_together", 0) >= 7:
        yield "us.cfr1006.particular_debt", ("每笔债务分别计次。", "each debt is counted by itself.")
    if facts["collects"] and not facts["disputed"] and disputes(asked):
        yield "us.cfr1006.dispute", ("异议已核实。", "the dispute was verified, or touches another part.")
