"""The opening of the report: who is left in peace today, and why; who is contacted, and by what means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duly.nightly import words
from duly.nightly.figures import count
from duly.nightly.report.shapes import Chart, Table, bars, summed
from duly.nightly.sentences import channels
from duly.nightly.summary import Measures, Summary
from duly.nightly.words import Two, both

FIGURES = 100  # in the picture of people, at most: one a person where there are fewer
LEAVE = "leave_in_peace"
REASONS_TOLD = 3  # in the opening; the table has them all


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


def people(summary: Summary, measures: Measures, *, placed: bool) -> People:
    """Everybody of the book by what is done today; `placed` says that a converter placed instalments of this book."""
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
    drawn = apportion([number for *_, number in named], min(FIGURES, total))
    groups = tuple(Group(*one, number) for one, number in zip(named, drawn, strict=True))
    reasons, reasons_table = _reasons(measures)
    means, channels_table = _channels(measures)
    return People(
        headline=Two(
            f"今天有 {count(current + spared)} 人不被打扰", f"{count(current + spared)} people are left in peace today"
        ),
        lead=(
            Two(
                f"台账上有 {count(total)} 人。{count(current)} 人没有逾期。",
                f"The book holds {count(total)} people. {count(current)} are not late.",
            ),
            *([_spared(spared, measures.of("in_peace", by="late"), placed=placed)] if spared else []),
            *([_wanted(summary)] if summary["planned"] else []),
            *([_waits(waiting, reached)] if waiting else []),
        ),
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
        channels=means,
        channels_table=channels_table,
    )


def _spared(spared: int, reasons: Mapping[str, int], *, placed: bool) -> Two:
    """The late who are left in peace, with the commonest reasons and how many have each."""
    most = sorted(reasons, key=lambda reason: (-reasons[reason], reason))[:REASONS_TOLD]
    told = [(both(words.REASONS, reason), reasons[reason]) for reason in most]
    if rest := spared - sum(reasons[reason] for reason in most):
        told.append((Two("其他原因", "other reasons"), rest))
    zh = "；".join(f"{reason.zh} {count(number)} 人" for reason, number in told)
    en = "; ".join(f"{reason.en} {count(number)}" for reason, number in told)
    note = PLACED if placed and reasons.get("hardly_anything") else Two("", "")
    return Two(
        f"{count(spared)} 人逾期了，今天也不联系：{zh}。{note.zh}",
        f"{count(spared)} are late and not contacted today either. Why: {en}.{note.en}",
    )


PLACED = Two(
    "这本台账里有的应还额是转换程序推定的：来源没有给出金额的，按最小单位计，所以“欠得极少”不等于真的欠得少。",
    " Some instalments of this book were placed by the converter, at the smallest unit where the source gives no "
    "amount: “next to nothing” then says nothing of what is really owed.",
)


def _wanted(summary: Summary) -> Two:
    """Who was to be contacted, what the gate said, and by which means the others may be reached."""
    planned, refused, permitted = (count(summary[name]) for name in ("planned", "refused", "permitted"))
    return Two(
        f"想联系的有 {planned} 人：合规闸口拦下 {refused} 人，放行 {permitted} 人（{channels(summary, 'zh')}）。",
        f"{planned} were to be contacted: the gate refuses {refused} and permits {permitted} "
        f"({channels(summary, 'en')}).",
    )


def _waits(waiting: int, reached: int) -> Two:
    return Two(
        f"放行的人里，{count(waiting)} 人要等有坐席再打，今天联系 {count(reached)} 人。",
        f"Of those permitted, {count(waiting)} wait until an agent is free; {count(reached)} are contacted today.",
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
            Two("用什么方式联系", "How they are to be contacted"),
            [name for name, _ in rows],
            [(name, [values[n] for _, values in rows]) for n, name in enumerate(named)],
        ),
        summed(
            "channels", Two("联系方式与裁定", "Channel and answer of the gate"), (Two("方式", "Channel"), *named), rows
        ),
    )
