"""How good the score is, how the arms compare, and how long the night took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Any

from duly.book.days import BUCKETS
from duly.nightly import words
from duly.nightly.figures import count, ratio, seconds, share
from duly.nightly.report.shapes import TOTAL, Cell, Chart, Row, Table, counted, paid, summed
from duly.nightly.summary import Measures, Summary
from duly.nightly.words import Two, both

TENTHS = tuple(str(tenth) for tenth in range(1, 11))
BANDS = ("A", "B", "C", "D", "E")


@dataclass(frozen=True, slots=True)
class Score:
    models: Table | None
    calibration: Chart | None
    tenths: Table | None
    bands: Table
    tested: int


@dataclass(frozen=True, slots=True)
class Arms:
    table: Table
    balance: Table
    furthest: Two


def score(measures: Measures, card: Mapping[str, Any]) -> Score:
    """The score on the loans that were kept out of its fitting, beside the models of its card."""
    tested = measures.value("tested", "loans")
    return Score(
        models=_models(measures, card) if tested else None,
        calibration=_calibration(measures) if tested else None,
        tenths=_tenths(measures) if tested else None,
        bands=summed(
            "bands",
            Two("评分档", "Score bands"),
            (Two("档（A 最稳）", "Band (A safest)"), Two("笔数", "Loans")),
            [(Two(band, band), [measures.value("band_loans", band)]) for band in BANDS],
        ),
        tested=tested,
    )


def _models(measures: Measures, card: Mapping[str, Any]) -> Table:
    tonight = Row(
        Two("整数评分卡（今晚使用）", "Integer scorecard (used tonight)"),
        (Cell(ratio(measures.value("auc_ppm"))), Cell(ratio(measures.value("brier_ppm")))),
    )
    beside = tuple(
        Row(Two(*model["name"]), (Cell(_figure(model.get("auc"))), Cell(_figure(model.get("brier")))))
        for model in card.get("beside", ())
    )
    caption = Two("检验样本上的表现", "On loans kept out of the fitting")
    return Table(
        "models", caption, (Two("模型", "Model"), Two("AUC", "AUC"), Two("Brier 分", "Brier")), (tonight, *beside)
    )


def _figure(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def _tenths(measures: Measures) -> Table:
    rows, sums = [], [0, 0, 0]
    for tenth in TENTHS:
        loans, defaults, predicted = (measures.value(f"tenth_{name}", tenth) for name in ("loans", "defaults", "pd_bp"))
        sums = [sums[0] + loans, sums[1] + defaults, sums[2] + predicted]
        rows.append(Row(Two(tenth, tenth), _rates(loans, defaults, predicted)))
    head = (
        Two("十分位", "Tenth"), Two("笔数", "Loans"), Two("违约", "Defaults"), Two("实际违约率", "Observed"),
        Two("预测违约率", "Predicted"),
    )  # fmt: skip
    caption = Two("预测与实际，按预测从低到高分十份", "Predicted and observed, by tenth of prediction")
    return Table("tenths", caption, head, tuple(rows), Row(TOTAL, _rates(*sums)))


def _rates(loans: int, defaults: int, predicted_bp: int) -> tuple[Cell, ...]:
    return (
        counted(loans),
        counted(defaults),
        Cell(share(defaults, loans)),
        Cell(share(predicted_bp, 10_000 * loans)),
    )


def _calibration(measures: Measures) -> Chart:
    points = []
    for tenth in TENTHS:
        if loans := measures.value("tenth_loans", tenth):
            predicted = measures.value("tenth_pd_bp", tenth) / loans / 100
            points.append([round(predicted, 2), round(100 * measures.value("tenth_defaults", tenth) / loans, 2)])
    spec = {
        "kind": "calibration",
        "points": points,
        "x": ["预测违约率 %", "Predicted, %"],
        "y": ["实际违约率 %", "Observed, %"],
        "even": ["完全准确", "exact"],
    }
    return Chart("calibration", Two("说几成，就有几成吗？", "Does it happen as often as it says?"), spec)


def arms(summary: Summary, measures: Measures) -> Arms:
    currency = summary["money"]["currency"]
    names = [arm for arm in words.ARMS if measures.total("arm", of=arm)]
    money = paid(currency)
    table = summed(
        "arms",
        Two("分组大小", "Size of the arms"),
        (Two("分组", "Arm"), Two("人数", "People"), Two("其中逾期", "Of whom late"), Two("拖欠额", "Overdue"),
         Two("不打扰", "Left in peace")),
        [(both(words.ARMS, arm), [measures.total("arm", of=arm), measures.value("arm", arm, "late"),
                                  measures.value("arm_overdue_minor", arm),
                                  measures.value("arm_treatment", arm, "leave_in_peace")]) for arm in names],
        cells=(counted, counted, money, counted),
    )  # fmt: skip
    return Arms(table, *_balance(measures, names))


def _balance(measures: Measures, names: list[str]) -> tuple[Table, Two]:
    """Share of each bucket in each arm: arms by hash should look alike before anything is done."""
    whole = {arm: measures.total("arm_bucket", of=arm) for arm in names}
    rows, apart = [], [(0.0, 0.0)]
    for bucket in BUCKETS:
        people = {arm: measures.value("arm_bucket", arm, bucket) for arm in names}
        rows.append(Row(both(words.BUCKETS, bucket), tuple(Cell(share(people[arm], whole[arm])) for arm in names)))
        apart += [_apart(people[a], whole[a], people[b], whole[b]) for a, b in combinations(names, 2)]
    table = Table(
        "balance",
        Two(
            "各组的账龄段占比：按哈希分组，本该相近", "Share of each bucket in each arm: by hash, they should be alike"
        ),
        (Two("账龄段", "Bucket"), *(both(words.ARMS, arm) for arm in names)),
        tuple(rows),
    )
    points, by_chance = (100 * value for value in max(apart))
    return table, Two(
        f"各组账龄段占比最大相差 {points:.1f} 个百分点；单看这一项，仅凭运气 95% 的情况下相差不到 {by_chance:.1f} 个。",
        f"Shares of a bucket differ by {points:.1f} points at most; for that one alone, chance stays below "
        f"{by_chance:.1f} points 95% of the time.",
    )


def _apart(one: int, of_one: int, other: int, of_other: int) -> tuple[float, float]:
    """How far two shares are apart, and how far chance takes them 19 times in 20 (normal approximation)."""
    pooled = (one + other) / (of_one + of_other)
    return abs(one / of_one - other / of_other), 1.96 * sqrt(pooled * (1 - pooled) * (1 / of_one + 1 / of_other))


def steps(summary: Summary) -> Table:
    taken = summary["steps"]
    rows = tuple(
        Row(both(words.STEPS, step["name"]), (Cell(seconds(step["seconds"])), counted(step["rows"]))) for step in taken
    )
    whole = sum(float(step["seconds"]) for step in taken)
    total = Row(
        TOTAL,
        (Cell(seconds(whole)), Cell(count(sum(step["rows"] for step in taken)), sum(step["rows"] for step in taken))),
    )
    return Table(
        "steps",
        Two("每一步", "Step by step"),
        (Two("步骤", "Step"), Two("用时", "Time"), Two("行数", "Rows")),
        rows,
        total,
    )
