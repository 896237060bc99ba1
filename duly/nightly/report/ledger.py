"""What came in and what it shows: intake, days past due, movement between buckets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duly.book.contract import BY_NAME
from duly.book.days import BUCKETS
from duly.intake.reasons import BY_CODE
from duly.nightly import words
from duly.nightly.figures import SYMBOLS, count, share
from duly.nightly.report.shapes import Cell, Chart, Row, Table, bars, counted, paid, summed
from duly.nightly.sentences import set_aside, working_days
from duly.nightly.summary import Measures, Summary
from duly.nightly.taken import ROWS
from duly.nightly.words import Two, both

REASONS_MOST = 12  # reasons shown one by one


@dataclass(frozen=True, slots=True)
class Intake:
    sentence: Two
    set_aside: Two | None
    working_days: Two | None
    rows: Table
    money: Table
    reasons: Table | None


@dataclass(frozen=True, slots=True)
class Ageing:
    loans: Chart
    money: Chart
    table: Table
    classes: Table
    parts: Table
    moved: Table | None
    rolls: Table
    reported: Two | None


def intake(summary: Summary) -> Intake:
    currency = summary["money"]["currency"]
    columns = (Two("读取", "Read"), Two("接受", "Accepted"), Two("隔离", "Quarantined"))
    rows, money, reasons = summary["rows"], summary["money_taken"], summary["quarantined_by_reason"]
    read, accepted, quarantined = (sum(counts[name] for counts in rows.values()) for name in ROWS)
    return Intake(
        sentence=Two(
            f"读取 {count(read)} 行，接受 {count(accepted)} 行，隔离 {count(quarantined)} 行。",
            f"{count(read)} rows were read: {count(accepted)} accepted, {count(quarantined)} put in quarantine.",
        ),
        set_aside=set_aside(summary),
        working_days=working_days(summary),
        rows=summed(
            "intake",
            Two("行数：读取 = 接受 + 隔离", "Rows: read = accepted + quarantined"),
            (Two("表", "Table"), *columns),
            [(both(words.TABLES, table), [counts[name] for name in ROWS]) for table, counts in rows.items()],
        ),
        money=Table(
            "intake-money",
            Two("金额：读取 = 接受 + 隔离", "Money: read = accepted + quarantined"),
            (Two("表与字段", "Table and column"), *columns),
            tuple(Row(_column(name), tuple(paid(currency)(sums[how]) for how in ROWS)) for name, sums in money.items()),
        ),
        reasons=_reasons(reasons) if reasons else None,
    )


def _column(name: str) -> Two:
    table, column = name.split(".")
    title = BY_NAME[table].column(column).zh if table in BY_NAME else column
    named = both(words.TABLES, table)
    return Two(f"{named.zh}：{title}", f"{named.en}: {column.removesuffix('_minor').replace('_', ' ')}")


def _reasons(reasons: Mapping[str, int]) -> Table:
    """The commonest faults; a row may have several."""
    order = sorted(reasons, key=lambda code: (-reasons[code], code))
    rows = [(_reason(code), [reasons[code]]) for code in order[:REASONS_MOST]]
    if rest := sum(reasons[code] for code in order[REASONS_MOST:]):
        rows.append((Two("其他原因", "Other reasons"), [rest]))
    caption = Two("为什么隔离（一行可有几处）", "Why rows are in quarantine (a row may have several faults)")
    return summed("reasons-of-quarantine", caption, (Two("原因", "Reason"), Two("处", "Faults")), rows)


def _reason(code: str) -> Two:
    return Two(BY_CODE[code].zh, BY_CODE[code].en) if code in BY_CODE else Two(code, code)


def ageing(summary: Summary, measures: Measures, *, moves: bool) -> Ageing:
    """The book by days past due. `moves` says whether movement between buckets means anything in this book."""
    currency = summary["money"]["currency"]
    loans, overdue, outstanding = (measures.of(name) for name in ("loans", "overdue_minor", "outstanding_minor"))
    late = [bucket for bucket in BUCKETS if bucket != "M0"]
    names = [both(words.BUCKETS, bucket) for bucket in late]
    money = paid(currency)
    return Ageing(
        loans=bars(
            "aging-loans",
            Two("逾期贷款笔数", "Late loans"),
            names,
            [(Two("笔数", "Loans"), [loans.get(bucket, 0) for bucket in late])],
        ),
        money=bars(
            "aging-money",
            Two("拖欠额", "Overdue"),
            names,
            [(Two("拖欠额", "Overdue"), [overdue.get(bucket, 0) for bucket in late])],
            unit=SYMBOLS[currency],
        ),
        table=summed(
            "aging",
            Two("按账龄段", "By bucket"),
            (Two("账龄段", "Bucket"), Two("笔数", "Loans"), Two("拖欠额", "Overdue"), Two("未偿余额", "Outstanding")),
            [(both(words.BUCKETS, b), [loans.get(b, 0), overdue.get(b, 0), outstanding.get(b, 0)]) for b in BUCKETS],
            cells=(counted, money, money),
        ),
        classes=summed(
            "classes",
            Two("五级分类下限（只看逾期天数）", "Loan classes, by days past due alone"),
            (Two("分类", "Class"), Two("笔数", "Loans"), Two("未偿余额", "Outstanding")),
            [
                (
                    both(words.CLASSES, c),
                    [measures.value("class_loans", c), measures.value("class_outstanding_minor", c)],
                )
                for c in words.CLASSES
            ],
            cells=(counted, money),
        ),
        parts=summed(
            "parts",
            Two("拖欠额由什么组成", "What the arrears consist of"),
            (Two("组成", "Part"), Two("拖欠额", "Overdue")),
            [(both(words.PARTS, part), [measures.value("overdue_part_minor", part)]) for part in words.PARTS],
            cells=(money,),
        ),
        moved=_moved(measures) if moves else None,
        rolls=summed(
            "rolls",
            Two("与上月相比", "Compared with a month ago"),
            (Two("迁徙", "Movement"), Two("笔数", "Loans")),
            [(both(words.ROLLS, roll), [measures.value("roll", roll)]) for roll in words.ROLLS],
        ),
        reported=_reported(measures),
    )


def _reported(measures: Measures) -> Two | None:
    """How far bills and payments alone explain the lateness that statements report."""
    loans, explained = measures.value("statements"), measures.value("statements_explained")
    if not loans:
        return None
    return Two(
        f"有月度账单的 {count(loans)} 笔里，只凭账单与还款就能得出所报告逾期月数的有 {count(explained)} 笔"
        f"（{share(explained, loans)}）；其余只能照报告。",
        f"Of {count(loans)} loans with statements, bills and payments alone give the reported months late for "
        f"{count(explained)} ({share(explained, loans)}); for the rest there is only the report.",
    )


def _moved(measures: Measures) -> Table:
    """Share of the loans of each bucket a month ago by the bucket of today: a heat map that is a table."""
    rows = []
    for before in BUCKETS:
        whole = measures.total("moved", of=before)
        if not whole:
            continue
        loans = [measures.value("moved", before, today) for today in BUCKETS]
        cells = [Cell(share(n, whole) if n else "·", shade=round(100 * n / whole)) for n in loans]
        rows.append(Row(Two(before, before), (Cell(f"{whole:,}", whole), *cells)))
    head = (Two("上月", "Month ago"), Two("笔数", "Loans"), *(Two(bucket, bucket) for bucket in BUCKETS))
    caption = Two(
        "迁徙率：上月各段的贷款，今天在哪一段", "Roll rates: loans of each bucket a month ago, by bucket today"
    )
    return Table("moved", caption, head, tuple(rows))
