"""What was decided of a person, and by what: the score, what stands in the way, the arm, the row of the table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from duly.book import treatment as whole_book
from duly.book.contract import LAKE, Kind
from duly.book.scorecard import NEUTRAL, Attribute, score_one
from duly.intake.reasons import BY_CODE
from duly.nightly import telling, words
from duly.nightly.closed import ClosedDay
from duly.nightly.explain.loans import Owed, meaning
from duly.nightly.explain.passage import Passage, differing
from duly.nightly.figures import at, day, moment, share
from duly.nightly.reading import Record
from duly.nightly.spoken import features_of, only_of
from duly.nightly.words import Two, both
from duly.rules.treatment import POINTS, Row, Test

FACTS = {  # what the rows of the table ask for
    "deceased": Two("已故", "has died"),
    "hardship": Two("有经济困难", "in hardship"),
    "dispute": Two("有异议未结", "disputes the debt"),
    "complaint": Two("有投诉未答复", "has an open complaint"),
    "plan_kept": Two("方案履行中", "keeps a plan"),
    "promise": Two("承诺未到期", "has an open promise"),
    "cease": Two("要求不联系", "asked for no contact"),
    "hold": Two("暂停催收中", "a hold is in force"),
    "payment_unclear": Two("有一笔回款没能入账", "a payment could not be taken in"),
    "reachable": Two("本人号码可用", "a number of their own works"),
    "app": Two("应用账号可用", "an app account of their own works"),
    "contact_person": Two("有联系人号码", "has a contact person"),
    "dpd": Two("逾期天数", "days past due"),
    "overdue_minor": Two("拖欠（最小单位）", "arrears in minor units"),
    "bucket": Two("账龄段", "bucket"),
    "band": Two("评分档", "band"),
    "arm": Two("分组", "arm"),
}
OPERATORS = {
    "is": Two("为", "is"),
    "in": Two("属于", "in"),
    "less than": Two("小于", "less than"),
    "at least": Two("不小于", "at least"),
}


class Stop(NamedTuple):
    """Where the rows of a kind of stop lie, which column says what it is, and which since when."""

    table: str
    says: str
    since: str


STOPS = {
    "hardship": Stop("hardships", "kind", "reported_at"),
    "dispute": Stop("disputes", "topic", "raised_at"),
    "complaint": Stop("complaints", "topic", "received_at"),
    "plan_kept": Stop("plans", "state", "agreed_at"),
    "promise": Stop("promises", "due_date", "made_at"),
    "cease": Stop("preferences", "kind", "stated_at"),
    "hold": Stop("holds", "reason", "first_date"),
    "payment_unclear": Stop("set_aside", "code", "set_aside_at"),
}
NEAR_MISSES = 3


def facts_of(closed: ClosedDay, borrower_id: str) -> Record:
    """What the rows of the treatment table ask of a borrower, worked out again for this one alone."""
    ctes = f"{only_of(borrower_id)}, {whole_book.facts_query(closed.policy.treatments.arms, closed.day)}"
    found = closed.reading.first(f"WITH {ctes} SELECT * FROM facts")
    assert found is not None, f"{borrower_id} was treated but is not in the book"
    return found


def score(closed: ClosedDay, owed: Owed) -> Passage:
    """The score of the deciding loan, with what every attribute gave and took."""
    card, case, person = closed.policy.card, owed.case, owed.aged["borrower_id"]
    features = features_of(closed.reading, person, owed.loan_id)
    given = [(each, features[each.feature]) for each in card.attributes]
    lines = [
        telling.score(case, card, features).text,
        Two(f"起点 {card.base} 分。", f"It starts from {card.base} points."),
    ]
    lines += [_points(each, value) for each, value in given]
    again = score_one(card, features)
    written = (case["score"], case["pd_bp"], case["band"], *(case[f"reason_{n}"] for n in (1, 2, 3)))
    now = (again.score, again.pd_bp, again.band, *(*again.reasons, None, None, None)[:3])
    facts = {
        "card": card.id,
        "loan_id": owed.loan_id,
        **{name: case[name] for name in ("score", "pd_bp", "band")},
        "attributes": [
            {
                "feature": each.feature,
                "reason": each.reason,
                "value": value,
                "points": each.points(value),
                "loss": None if value is None else each.loss(value),
            }
            for each, value in given
        ],
    }
    differs = differing(Two("评分", "Score"), written, now)
    return Passage("score", Two("评分", "Score"), tuple(lines), facts, differs=differs)


def stops(closed: ClosedDay, borrower_id: str, facts: Record) -> Passage:
    """What stands in the way of collecting, as known at the end of the day."""
    found = [
        (stop, _said(STOPS[stop], row["says"], row["place"]), _instant(row["since"]), row["loan_id"])
        for stop, query in whole_book.stops_queries(closed.day).items()
        for row in closed.reading.rows(_of_one(stop, query), borrower=borrower_id)
    ]
    lines = [_stands(*each) for each in found]
    if facts["deceased"]:
        lines.append(Two("借款人已故。", "The borrower has died."))
    if facts["deceased"] is None:
        lines.append(
            Two(
                "是否在世：不明；不明即不联系。",
                "Whether the borrower is alive is not known, and unknown blocks contact.",
            )
        )
    written = [{"stop": stop, "is": what.en, "since": since, "loan_id": loan} for stop, what, since, loan in found]
    nothing = (
        Two(
            "没有困难、异议、投诉、方案、承诺、停联要求或暂停。",
            "No hardship, dispute, complaint, plan, promise, wish or hold.",
        ),
    )
    return Passage(
        "stops", Two("停下的理由", "What stands in the way"), tuple(lines) or nothing,
        {"deceased": facts["deceased"], "stops": written},
    )  # fmt: skip


def arm(closed: ClosedDay, case: Record) -> Passage:
    """The arm, which depends on nothing but the borrower's id."""
    arms, stored = closed.policy.treatments.arms, case["arm"]
    name, held, other = both(words.ARMS, stored), share(arms.holdout_bp, POINTS), share(arms.challenger_bp, POINTS)
    line = Two(
        f"{name.zh}：只由编号的稳定散列决定，长期不变（对照组 {held}，挑战组 {other}）。",
        f"{name.en[:1].upper()}{name.en[1:]}: by a stable hash of the id alone, for good "
        f"({held} held out, {other} challenger).",
    )
    differs = differing(Two("分组", "Arm"), stored, arms.of(case["borrower_id"]))
    return Passage("arm", Two("分组", "Arm"), (line,), {"arm": stored}, differs=differs)


def row(closed: ClosedDay, case: Record, facts: Record) -> Passage:
    """The row of the treatment table that decided, why it holds, and which came near."""
    table = closed.policy.treatments
    decided = table.decide(facts)
    number = table.rows.index(decided) + 1
    holds = Two(
        f"第 {number} 行（共 {len(table.rows)} 行，第一条成立的决定）：{_cells(decided, facts).zh}。",
        f"Row {number} of {len(table.rows)}, the first that holds: {_cells(decided, facts).en}.",
    )
    near = [before for before in table.rows[: number - 1] if _only_miss(before, facts) is not None][:NEAR_MISSES]
    missed = [_missed(before, facts) for before in near]
    differs = differing(Two("处置表的行", "Row of the table"), case["row_id"], decided.id)
    told = {
        "table": table.name,
        "row": number,
        **{name: case[name] for name in ("row_id", "treatment", "reason")},
        "facts": {name: facts[name] for name in FACTS},
        "near": [before.id for before in near],
    }
    return Passage(
        "row", Two("处置", "Treatment"), (telling.treatment(case).text, holds, *missed), told, differs=differs
    )


def _points(each: Attribute, value: int | None) -> Two:
    if value is None:
        return Two(
            f"{each.zh}：不明，按中性计 {NEUTRAL} 分；最好的得 {each.best:+d} 分。",
            f"{each.en}: not known, counts neutral with {NEUTRAL} points; the best has {each.best:+d}.",
        )
    known, points, loss = _feature(each.feature, value), f"{each.points(value):+d}", each.loss(value)
    return Two(
        f"{each.zh}：{known.zh}，得 {points} 分，比最好的少 {loss} 分。",
        f"{each.en}: {known.en}, {points} points, {loss} less than the best.",
    )


def _feature(name: str, value: int) -> Two:
    """A feature with its unit: basis points are read as per cent."""
    if not name.endswith("_bp"):
        return _known(value)
    told = f"{'−' if value < 0 else ''}{share(abs(value), 10_000)}"
    return Two(told, told)


def _known(value: int | None) -> Two:
    return Two("不明", "not known") if value is None else Two(str(value), str(value))


def _stands(stop: str, what: Two, since: date, loan: str | None) -> Two:
    name, zh, en = FACTS[stop], _since(since, "zh"), _since(since, "en")
    return Two(
        f"{name.zh}：{what.zh}，自 {zh} 起{f'（{loan}）' if loan else ''}。",
        f"{name.en[:1].upper()}{name.en[1:]}: {what.en}, since {en}{f' ({loan})' if loan else ''}.",
    )


def _of_one(stop: str, query: str) -> str:
    """The stops of one kind that stand for one borrower; instants as microseconds."""
    table, says, since = STOPS[stop]
    of = next(one for one in LAKE if one.name == table)
    columns = {column.name: column.kind for column in of.columns}
    at = f"epoch_us({since})" if columns[since] is Kind.INSTANT else since
    loan = "loan_id" if "loan_id" in columns else "NULL"
    place = "concat(file, ':', line)" if "line" in columns else "NULL"
    return f"""SELECT {says} AS says, {at} AS since, {loan} AS loan_id, {place} AS place
        FROM (SELECT * {query}) WHERE borrower_id = $borrower ORDER BY since, {of.key[0]}, place"""


def _said(stop: Stop, value: str | date, place: str | None) -> Two:
    if place is not None:
        why = BY_CODE[str(value)]
        return Two(f"{place} {why.zh}；{why.hint_zh}", f"{place}: {why.en}; {why.hint_en}")
    if isinstance(value, date):
        return Two(day(value, "zh"), day(value, "en"))
    return meaning(stop.table, stop.says, value)


def _instant(since: int | date) -> datetime | date:
    return at(since) if isinstance(since, int) else since


def _since(since: date | datetime, lang: str) -> str:
    return moment(since, lang) if isinstance(since, datetime) else day(since, lang)


def _cells(of: Row, facts: Mapping[str, Any]) -> Two:
    if not of.when:
        return Two("前面都不成立时一律如此", "it holds whenever none before it does")
    told = [_cell(test, facts) for test in of.when]
    return Two("，".join(two.zh for two in told), "; ".join(two.en for two in told))


def _cell(test: Test, facts: Mapping[str, Any]) -> Two:
    """A test in words; what is known beside it where the words do not say it."""
    fact, known = FACTS[test.fact], facts[test.fact]
    if isinstance(test.value, bool):
        return fact if test.value else Two(f"不是“{fact.zh}”", f"not so that {fact.en}")
    how, value = OPERATORS[test.operator], " ".join(test.value) if isinstance(test.value, tuple) else str(test.value)
    here = _known(known) if str(known) != value else None
    zh, en = (f"（{here.zh}）", f" ({here.en})") if here else ("", "")
    return Two(f"{fact.zh}{how.zh} {value}{zh}", f"{fact.en} {how.en} {value}{en}")


def _only_miss(of: Row, facts: Mapping[str, Any]) -> Test | None:
    """The one test that kept a row of several tests from holding."""
    missed = [test for test in of.when if not test.holds(facts)]
    near = len(missed) == 1 < len(of.when) and missed[0].fact != "bucket"  # a bucket is never missed by a little
    return missed[0] if near else None


def _missed(of: Row, facts: Mapping[str, Any]) -> Two:
    miss = _only_miss(of, facts)
    assert miss is not None, "only rows that came near are told"
    cell = _cell(miss, facts)
    return Two(f"差一点的是“{of.zh}”：要求{cell.zh}。", f"“{of.name}” came near; it asks for {cell.en}.")
