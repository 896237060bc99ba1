"""What is planned: the contact, its window, what every rule said, and its place on a worklist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duly.book.contacts import proposed_query
from duly.core.day import MINUTES_OF_DAY, clock
from duly.nightly import telling, words
from duly.nightly.closed import ClosedDay
from duly.nightly.explain.loans import meaning
from duly.nightly.explain.passage import Passage, differing
from duly.nightly.figures import at, count, money, window
from duly.nightly.reading import Record
from duly.nightly.spoken import Facts, facts_of, only_of
from duly.nightly.words import Two, both
from duly.rules.compliance import BoundRule, gate, judge_facts

WHY = {
    "about_to_roll": Two("再过几天就要恶化一档", "about to roll into the next bucket"),
    "likely_to_worsen": Two("多半会继续恶化", "likely to worsen"),
    "expected_loss": Two("按期望损失排序", "by expected loss"),
}
ALLOWED = ("allow", "warn")
BY_WINDOWS = ("agreed_hours", "spoiled_consent", "in_quiet_hours", "outside_window")

PLANNED = """
SELECT p.* EXCLUDE (next_permitted_at), epoch_us(p.next_permitted_at) AS next_permitted_us,
    a.kind, a.state AS address_state, b.region, t.title, t.region AS team_region, t.agents, t.calls_per_agent,
    w.position, w.priority, w.why, o.plan_from_minute, o.plan_to_minute,
    (SELECT count(*) FROM main.planned q
        WHERE q.team_id = p.team_id AND q.channel = 'voice' AND q.verdict IN ('allow', 'warn')) AS permitted,
    (SELECT count(*) FROM main.worklists v WHERE v.team_id = p.team_id) AS listed
FROM main.planned p JOIN borrowers b USING (borrower_id) LEFT JOIN addresses a ON a.address_id = p.address_id
    LEFT JOIN teams t ON t.team_id = p.team_id LEFT JOIN main.worklists w ON w.contact_id = p.contact_id
    LEFT JOIN proposed o ON o.contact_id = p.contact_id
WHERE p.borrower_id = $borrower
ORDER BY p.contact_id
"""


WISHES = """
SELECT preference_id AS id, kind, from_minute, to_minute FROM preferences
WHERE borrower_id = $borrower AND kind IN ('quiet_hours', 'contact_window') AND coalesce(channel, $channel) = $channel
UNION ALL
SELECT consent_id, kind, from_minute, to_minute FROM consents
WHERE borrower_id = $borrower AND kind = 'contact_hours' AND coalesce(channel, $channel) = $channel
ORDER BY ALL
"""


def passages(closed: ClosedDay, case: Record) -> Iterator[Passage]:
    """From the contact to the worklist; of somebody left in peace only what follows."""
    if case["contact_id"] is None:
        asked, follows = telling.answer(case, ()), telling.what_follows(case)
        yield Passage("gate", asked.name, (asked.text,), {"contact_id": None})
        yield Passage("follows", follows.name, (follows.text,), {"reason": case["reason"]})
        return
    proposed = proposed_query(closed.policy.treatments, closed.day)
    planned = closed.reading.first(
        f"WITH {only_of(case['borrower_id'])}, proposed AS ({proposed}) {PLANNED}", borrower=case["borrower_id"]
    )
    facts = facts_of(closed.reading.engine, closed.policy, case["contact_id"])
    assert planned is not None, f"{case['contact_id']} was planned"
    assert facts is not None, f"{case['contact_id']} was planned but nothing is known of it"
    yield _contact(planned)
    yield _window(closed, planned, facts)
    yield _gate(closed, case, planned, facts)
    follows, again = telling.what_follows(case), planned["next_permitted_us"]
    yield Passage("follows", follows.name, (follows.text,), {"next_permitted_at": None if again is None else at(again)})
    yield _worklist(closed, planned)


def _contact(planned: Record) -> Passage:
    channel, role = both(words.CHANNELS, planned["channel"]), both(words.ROLES, planned["party_role"])
    purpose = meaning("contacts", "purpose", planned["purpose"])
    lines = [
        Two(
            f"{channel.zh}，对象是{role.zh}，目的：{purpose.zh}，模板 {planned['template']}。",
            f"By {channel.en}, to {role.en}, to {purpose.en}, template {planned['template']}.",
        ),
        _address(planned),
    ]
    if planned["channel"] == "voice":
        lines.append(_team(planned))
    names = (
        "contact_id",
        "address_id",
        "channel",
        "mode",
        "purpose",
        "party_role",
        "template",
        "team_id",
        "region",
        "team_region",
    )
    facts = {name: planned[name] for name in names} | {
        "address_kind": planned["kind"],
        "address_state": planned["address_state"],
    }
    return Passage("contact", Two("想怎样联系", "The contact planned"), tuple(lines), facts)


def _address(planned: Record) -> Two:
    if planned["address_id"] is None:
        return Two("没有适合这个渠道的联系方式。", "There is no address for this channel.")
    kind, state = meaning("addresses", "kind", planned["kind"]), meaning("addresses", "state", planned["address_state"])
    return Two(
        f"联系方式 {planned['address_id']}：{kind.zh}，{state.zh}；号码本身另存，这里看不到。",
        f"Address {planned['address_id']}: {kind.en}, {state.en}; the number itself is kept apart and not seen here.",
    )


def _team(planned: Record) -> Two:
    region, serves = planned["region"], planned["team_region"]
    if planned["team_id"] is None:
        return Two("没有小组负责这个地区。", "No team serves the region.")
    who = Two(f"小组 {planned['team_id']}（{planned['title']}）", f"Team {planned['team_id']} ({planned['title']})")
    if serves is None:
        return Two(
            f"{who.zh}：借款人地区{f' {region} ' if region else '不明，'}没有更近的小组，由它接。",
            f"{who.en}: it takes whoever has no nearer team (region {region or 'not known'}).",
        )
    return Two(
        f"{who.zh}：借款人地区 {region}，这是负责地区（{serves}）最贴近的小组。",
        f"{who.en}: of all teams its region ({serves}) is the nearest to the borrower's ({region}).",
    )


def _window(closed: ClosedDay, planned: Record, facts: Facts) -> Passage:
    """The minutes of the plan, the minutes each rule about hours leaves, and what they have in common."""
    opens, closes, first, last = (
        planned[name] for name in ("plan_from_minute", "plan_to_minute", "earliest_minute", "latest_minute")
    )
    whose = (
        Two("小组上班时间", "the team's hours")
        if planned["team_id"]
        else Two("处置表对该渠道的时段", "the table's hours of the channel")
    )
    lines = [Two(f"计划：{window(opens, closes)}（{whose.zh}）。", f"The plan: {window(opens, closes)} ({whose.en}).")]
    rules = _hours(closed, facts)
    for each, ranges in rules:
        told = ", ".join(window(*part) for part in ranges) or "—"
        lines.append(Two(f"{each.id} {each.limit.zh}：{told}", f"{each.id} {each.limit.en}: {told}"))
    wishes = closed.reading.rows(WISHES, borrower=planned["borrower_id"], channel=planned["channel"])
    lines += [_wish(each) for each in wishes]
    if first is None:
        lines.append(
            Two(
                f"两者没有共同的时刻；裁定按 {clock(facts['local_minute'])} 给出。",
                f"They have no minute in common; the verdict is for {clock(facts['local_minute'])}.",
            )
        )
    else:
        lines.append(
            Two(
                f"共同的时段：{window(first, last)}，裁定按 {clock(facts['local_minute'])} 给出。",
                f"What they have in common: {window(first, last)}; the verdict is for {clock(facts['local_minute'])}.",
            )
        )
    told_facts = {
        "plan": [clock(opens), clock(closes)],
        "rules": [{"rule": each.id, "permits": [[clock(a), clock(b)] for a, b in ranges]} for each, ranges in rules],
        "wishes": [
            {
                "id": wish["id"],
                "kind": wish["kind"],
                "from": _clock(wish["from_minute"]),
                "to": _clock(wish["to_minute"]),
            }
            for wish in wishes
        ],
        "earliest": _clock(first),
        "latest": _clock(last),
        "judged": clock(facts["local_minute"]),
    }
    return Passage("window", Two("什么时段", "The window"), tuple(lines), told_facts)


def _wish(wish: Record) -> Two:
    """What the borrower asked for or agreed to about hours; whether it counts on the day, the rules say."""
    table = "consents" if wish["kind"] == "contact_hours" else "preferences"
    named, ends = meaning(table, "kind", wish["kind"]), (wish["from_minute"], wish["to_minute"])
    told = "–".join(_clock(minute) or "…" for minute in ends)
    return Two(
        f"本人说过（{wish['id']}）：{named.zh} {told}。", f"The borrower said ({wish['id']}): {named.en} {told}."
    )


def _clock(minute: int | None) -> str | None:
    return None if minute is None else clock(minute)


def _hours(closed: ClosedDay, facts: Facts) -> list[tuple[BoundRule, list[tuple[int, int]]]]:
    """Every rule that forbids some minutes, with the minutes it leaves; the borrower's own windows apart."""
    bound = gate(closed.policy.law)
    plain = {**facts, **dict.fromkeys(BY_WINDOWS, False)}
    spoken = []
    for minute in range(MINUTES_OF_DAY):
        objects, unknown = bound.masks({**plain, "local_minute": minute}, closed.day)
        spoken.append(objects | unknown)
    told = []
    for bit, each in enumerate(bound.rules):
        ranges = list(_ranges([not said >> bit & 1 for said in spoken])) if each.by_minute else []
        if each.by_minute and ranges != [(0, MINUTES_OF_DAY)]:
            told.append((each, ranges))
    return told


def _ranges(free: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Unbroken stretches [from, to) of what is free."""
    begun = None
    for minute, is_free in enumerate([*free, False]):
        if is_free and begun is None:
            begun = minute
        elif not is_free and begun is not None:
            yield begun, minute
            begun = None


def _gate(closed: ClosedDay, case: Record, planned: Record, facts: Facts) -> Passage:
    """Every rule that spoke, asked again one by one; the night's answer beside it."""
    verdict = judge_facts(facts, closed.policy.law)
    asked = telling.answer(case, verdict.findings)
    written = tuple(planned[name] for name in ("verdict", "refused_by", "unknown_in"))
    now = (verdict.severity.word, ",".join(verdict.refused_by) or None, ",".join(verdict.unknown_in) or None)
    differs = differing(Two("裁定", "Verdict"), written, now)
    told = dict(zip(("verdict", "refused_by", "unknown_in"), written, strict=True)) | {
        "law_version": verdict.law_version
    }
    return Passage("gate", asked.name, (asked.text,), told, verdict.findings, differs)


def _worklist(closed: ClosedDay, planned: Record) -> Passage:
    name, team = Two("作业清单", "The worklist"), planned["team_id"]
    capacity = None if team is None else planned["agents"] * planned["calls_per_agent"]
    facts = {"team_id": team, "capacity": capacity} | {
        name: planned[name] for name in ("position", "listed", "priority", "why")
    }
    if planned["position"] is not None:
        why, loss = WHY[planned["why"]], money(planned["priority"], closed.currency)
        place, listed, calls = (count(number) for number in (planned["position"], planned["listed"], capacity or 0))
        line = Two(
            f"{team} 清单第 {place} 位，共 {listed} 位（产能 {calls} 通）；{why.zh}，"
            f"期望损失（拖欠 × 违约概率）{loss}。",
            f"Number {place} of {listed} on the list of {team} (capacity {calls} calls): {why.en}; "
            f"expected loss, arrears × chance of default, {loss}.",
        )
    else:
        line = _not_listed(planned, capacity)
    return Passage("worklist", name, (line,), facts)


def _not_listed(planned: Record, capacity: int | None) -> Two:
    if planned["verdict"] not in ALLOWED:
        return Two("闸口没有放行，不上任何人的清单。", "The gate does not permit it, so it is on nobody's list.")
    if planned["channel"] != "voice":
        return Two("不是人工电话，不占坐席，不上清单。", "It needs no agent, so it is on no list.")
    if capacity is None:
        return Two("没有小组负责这个地区，今天没人能打。", "No team serves the region, so nobody can call today.")
    team, permitted, calls = planned["team_id"], count(planned["permitted"]), count(capacity)
    return Two(
        f"放行了，但 {team} 今天放行 {permitted} 通，产能只有 {calls} 通，期望损失更大的先打；今天等待。",
        f"Permitted, but {team} has {permitted} permitted calls and capacity for {calls}; larger expected losses come "
        f"first, so this one waits.",
    )
