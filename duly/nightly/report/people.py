"""The opening of the report: who is left in peace today, and why; who is contacted, and how gently."""

from __future__ import annotations

from dataclasses import dataclass

from duly.nightly import words
from duly.nightly.figures import count
from duly.nightly.report.shapes import Chart, Table, bars, summed
from duly.nightly.summary import Measures, Summary
from duly.nightly.words import Two, both

FIGURES = 100  # in the picture of people
LEAVE = "leave_in_peace"


@dataclass(frozen=True, slots=True)
class Group:
    """People drawn with one mark."""

    mark: str
    name: Two
    people: int
    figures: int


@dataclass(frozen=True, slots=True)
class People:
    headline: Two
    lead: tuple[Two, ...]
    groups: tuple[Group, ...]
    one_figure: int  # people, about
    table: Table
    reasons: Chart
    reasons_table: Table
    channels: Chart
    channels_table: Table


def people(summary: Summary, measures: Measures) -> People:
    current = measures.value("borrowers", LEAVE, "not_late")
    spared = measures.value("borrowers", LEAVE, "late")
    total, refused, waiting = summary["borrowers"]["total"], summary["refused"], summary["waiting"]
    reached = summary["permitted"] - waiting
    named = (
        ("current", Two("没有逾期，不打扰", "Not late: left in peace"), current),
        ("spared", Two("逾期了，也不打扰", "Late, and left in peace"), spared),
        ("refused", Two("想联系，被合规闸口拦下", "Contact planned, refused by the gate"), refused),
        ("waiting", Two("放行了，等有坐席再打", "Permitted, waiting for an agent"), waiting),
        ("reached", Two("今天联系", "Contacted today"), reached),
    )
    drawn = apportion([number for *_, number in named], FIGURES)
    groups = tuple(Group(*one, figures) for one, figures in zip(named, drawn, strict=True))
    reasons, reasons_table = _reasons(measures)
    channels, channels_table = _channels(measures)
    return People(
        headline=Two(
            f"今天有 {count(current + spared)} 人不被打扰", f"{count(current + spared)} people are left in peace today"
        ),
        lead=_lead(total, current, spared, refused, waiting, reached),
        groups=groups,
        one_figure=round(total / FIGURES),
        table=summed(
            "people",
            Two("今天怎样对待每一个人", "What is done to everybody today"),
            (Two("", ""), Two("人数", "People")),
            [(group.name, [group.people]) for group in groups],
            marks=[group.mark for group in groups],
        ),
        reasons=reasons,
        reasons_table=reasons_table,
        channels=channels,
        channels_table=channels_table,
    )


def _lead(total: int, current: int, spared: int, refused: int, waiting: int, reached: int) -> tuple[Two, ...]:
    return (
        Two(
            f"台账上有 {count(total)} 人。{count(current)} 人没有逾期；"
            f"{count(spared)} 人逾期了，今天也不联系，各有各的难处或理由。",
            f"The book holds {count(total)} people. {count(current)} are not late; {count(spared)} are late and are "
            f"not contacted today either, each for a reason.",
        ),
        Two(
            f"想联系的有 {count(refused + waiting + reached)} 人：合规闸口拦下 {count(refused)} 人，"
            f"{count(waiting)} 人等有坐席再说，今天联系 {count(reached)} 人，先用最轻的方式。",
            f"{count(refused + waiting + reached)} were to be contacted: the gate refuses {count(refused)}, "
            f"{count(waiting)} wait until an agent is free, {count(reached)} are contacted today, "
            f"by the gentlest means first.",
        ),
    )


def apportion(numbers: list[int], seats: int) -> list[int]:
    """Divide seats in proportion, by largest remainder; the earlier one where remainders are equal."""
    whole = sum(numbers)
    if not whole:
        return [0] * len(numbers)
    given = [number * seats // whole for number in numbers]
    by_remainder = sorted(range(len(numbers)), key=lambda n: (-(numbers[n] * seats % whole), n))
    for n in by_remainder[: seats - sum(given)]:
        given[n] += 1
    return given


def _reasons(measures: Measures) -> tuple[Chart, Table]:
    late, current = measures.of("in_peace", by="late"), measures.of("in_peace", by="not_late")
    order = sorted(late | current, key=lambda reason: (-late.get(reason, 0), -current.get(reason, 0), reason))
    rows = [(both(words.REASONS, reason), [late.get(reason, 0), current.get(reason, 0)]) for reason in order]
    shown = [(name, values) for name, values in rows if values[0]]
    caption = Two("为什么不打扰", "Why they are left in peace")
    return (
        bars(
            "reasons",
            Two("逾期却不打扰的人：为什么", "Late, and left in peace: why"),
            [name for name, _ in shown],
            [(Two("人数", "People"), [values[0] for _, values in shown])],
        ),
        summed(
            "reasons", caption, (Two("原因", "Reason"), Two("逾期的人", "Late"), Two("未逾期的人", "Not late")), rows
        ),
    )


def _channels(measures: Measures) -> tuple[Chart, Table]:
    permitted, refused = measures.of("planned", by="permitted"), measures.of("planned", by="refused")
    used = [channel for channel in words.CHANNELS if channel in permitted or channel in refused]
    rows = [(both(words.CHANNELS, c), [permitted.get(c, 0), refused.get(c, 0)]) for c in used]
    named = (Two("放行", "Permitted"), Two("拦下", "Refused"))
    return (
        bars(
            "channels",
            Two("怎样联系：从最轻的方式起", "How they are contacted: the gentlest first"),
            [name for name, _ in rows],
            [(name, [values[n] for _, values in rows]) for n, name in enumerate(named)],
        ),
        summed(
            "channels", Two("联系方式与裁定", "Channel and answer of the gate"), (Two("方式", "Channel"), *named), rows
        ),
    )
