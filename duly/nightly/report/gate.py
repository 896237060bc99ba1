"""What the gate answered, and where the permitted calls went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duly.law.limit import CERTAINTIES, FORCES
from duly.nightly import words
from duly.nightly.figures import count, share
from duly.nightly.reading import Record
from duly.nightly.report.shapes import TOTAL, Cell, Chart, Row, Table, bars, counted, summed
from duly.nightly.summary import Measures, Summary
from duly.nightly.words import Two, both

OBJECTS, CANNOT_KNOW = Two("反对", "Objects"), Two("事实不明", "Cannot know")


@dataclass(frozen=True, slots=True)
class RuleCard:
    """What a rule is called, and what it stands on."""

    title: Two
    citation: Two
    force: str
    certainty: str

    @property
    def badges(self) -> tuple[Two, Two]:
        return both(CERTAINTIES, self.certainty), both(FORCES, self.force)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One rule with the contacts to which it objects, and those for which it lacks a fact: it passes neither."""

    rule: str
    card: RuleCard | None
    objects: int
    unknown: int
    alone: int


@dataclass(frozen=True, slots=True)
class Gate:
    funnel: Chart
    funnel_table: Table
    by_rule: Chart
    refusals: tuple[Refusal, ...]
    objections: Table
    parties: Table
    without_address: Two | None


@dataclass(frozen=True, slots=True)
class Teams:
    chart: Chart
    table: Table
    sentence: Two


def gate(summary: Summary, measures: Measures, rules: Mapping[str, RuleCard]) -> Gate:
    late = measures.total("borrowers", by="late")
    steps = (
        (Two("逾期的人", "People who are late"), late),
        (Two("计划联系", "Contacts planned"), summary["planned"]),
        (Two("闸口放行", "Permitted by the gate"), summary["permitted"]),
    )
    refusals = _refusals(measures, rules)
    number = Two("联系数", "Contacts")
    return Gate(
        funnel=bars("funnel", Two("从逾期到联系", "From late to contacted"), [name for name, _ in steps],
                    [(Two("人数", "People"), [value for _, value in steps])]),
        funnel_table=_answers(measures),
        by_rule=bars("by-rule", Two("哪些规则没有放行，是反对还是事实不明", "Which rules did not pass, and how"),
                     [_named(one) for one in refusals],
                     [(OBJECTS, [one.objects for one in refusals]), (CANNOT_KNOW, [one.unknown for one in refusals])]),
        refusals=refusals,
        objections=summed(
            "rules-of-refusal",
            Two("每个被拦下的联系有几条规则不通过", "How many rules do not pass a refused contact"),
            (Two("规则数", "Rules"), number),
            [
                (Two(rules, rules), [contacts])
                for rules, contacts in sorted(measures.of("rules_of_refusal").items(), key=lambda pair: int(pair[0]))
            ],
        ),
        parties=summed(
            "parties",
            Two("想联系的是谁", "Who was to be contacted"),
            (Two("对象", "Who"), Two("放行", "Permitted"), Two("拦下", "Refused")),
            [
                (both(words.ROLES, role), [measures.value("party", role, how) for how in ("permitted", "refused")])
                for role in words.ROLES
                if measures.total("party", of=role)
            ],
        ),
        without_address=_without_address(summary["refused_without_address"]),
    )  # fmt: skip


def _refusals(measures: Measures, rules: Mapping[str, RuleCard]) -> tuple[Refusal, ...]:
    """Every rule that did not pass a contact; those that object most come first."""
    found = []
    for rule, contacts in measures.of("refused_by").items():
        unknown, alone = measures.value("unknown_in", rule), measures.value("refused_by_it_alone", rule)
        found.append(Refusal(rule, rules.get(rule), contacts - unknown, unknown, alone))
    return tuple(sorted(found, key=lambda one: (-one.objects, -one.unknown, one.rule)))


def _without_address(contacts: int) -> Two | None:
    if not contacts:
        return None
    return Two(
        f"没有联系方式在案：{count(contacts)} 次。凡要看联系方式的规则，对它们都是事实不明，不是反对。",
        f"No address on file: {count(contacts)}. Of these every rule that has to look at the address cannot know; "
        "it does not object.",
    )


def _answers(measures: Measures) -> Table:
    return summed(
        "verdicts",
        Two("计划联系的裁定", "Verdicts on planned contacts"),
        (Two("裁定", "Verdict"), Two("联系数", "Contacts")),
        [(both(words.VERDICTS, verdict), [measures.value("verdict", verdict)]) for verdict in words.VERDICTS],
    )


def _named(refusal: Refusal) -> Two:
    title = refusal.card.title if refusal.card else Two("", "")
    return Two(f"{refusal.rule} {title.zh}".strip(), f"{refusal.rule} {title.en}".strip())


def teams(measures: Measures, known: Sequence[Record]) -> Teams:
    """Worklists by team: how much of the capacity is used, who waits, how many calls are local."""
    rows, drawn = [], []
    sums = [0, 0, 0, 0]
    for team in known:
        id_ = team["team_id"]
        local = measures.value("worklist", id_, "local")
        listed = local + measures.value("worklist", id_, "elsewhere")
        values = (measures.value("capacity", id_), listed, measures.value("permitted_calls", id_) - listed, local)
        sums = [total + value for total, value in zip(sums, values, strict=True)]
        title = Two(team["title"], team["title"])
        rows.append(Row(title, (*map(counted, values), Cell(share(listed, values[0])))))
        drawn.append((title, listed, values[2]))
    drawn = sorted((one for one in drawn if one[1] or one[2]), key=lambda one: (-one[1] - one[2], one[0]))
    head = (
        Two("小组", "Team"), Two("容量", "Capacity"), Two("作业清单", "On the list"), Two("等待", "Waiting"),
        Two("本地", "Local"), Two("容量使用", "Used"),
    )  # fmt: skip
    total = Row(TOTAL, (*map(counted, sums), Cell(share(sums[1], sums[0]))))
    return Teams(
        chart=bars(
            "teams",
            Two("各小组的电话", "Calls by team"),
            [title for title, *_ in drawn],
            [(head[2], [listed for _, listed, _ in drawn]), (head[3], [waiting for *_, waiting in drawn])],
        ),
        table=Table("teams", Two("作业清单按小组", "Worklists by team"), head, tuple(rows), total),
        sentence=Two(
            f"{count(sums[1])} 通电话进入作业清单，{count(sums[2])} 通因容量等到以后；"
            f"其中 {share(sums[3], sums[1])} 由熟悉借款人所在地区的本地小组来打。",
            f"{count(sums[1])} calls are on a list and {count(sums[2])} wait for capacity; "
            f"{share(sums[3], sums[1])} go to a team that knows the borrower's region.",
        ),
    )
