"""What is owed: which loans, which instalment is the oldest unpaid, and how days past due are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duly.book.contract import BY_NAME
from duly.book.contract.meanings import of_value
from duly.law import CERTAINTIES, FORCES
from duly.nightly import telling, words
from duly.nightly.closed import ClosedDay
from duly.nightly.explain.passage import Passage, differing
from duly.nightly.figures import count, day, money
from duly.nightly.reading import Record
from duly.nightly.words import Two, both

LOANS = """
SELECT a.*, l.product, l.state, l.grace_days
FROM (FROM aging WHERE borrower_id = $borrower) a JOIN (FROM loans WHERE borrower_id = $borrower) l USING (loan_id)
ORDER BY loan_id
"""
OWED = """
SELECT
    (SELECT coalesce(sum(amount_minor), 0)::BIGINT FROM payments WHERE loan_id = $loan AND paid_date <= $day)
        AS paid_minor,
    (SELECT coalesce(sum(amount_minor), 0)::BIGINT FROM charges WHERE loan_id = $loan AND charged_date <= $day)
        AS charged_minor,
    (SELECT coalesce(max(due_total_minor), 0) FROM schedule WHERE loan_id = $loan AND due_date < $day) AS due_minor,
    (SELECT count(*) FROM schedule WHERE loan_id = $loan AND due_date < $day) AS due_instalments,
    (SELECT min(due_date) FROM schedule WHERE loan_id = $loan AND due_date >= $day) AS next_due_date,
    (SELECT due_total_minor FROM schedule WHERE loan_id = $loan AND instalment_no = $oldest) AS due_through_minor,
    (SELECT principal_minor + interest_minor + fee_minor FROM schedule
        WHERE loan_id = $loan AND instalment_no = $oldest) AS instalment_minor
"""
CLASS_LIMIT = "cn.rc23.class_floor"
PARTS = ("principal", "interest", "fee", "penalty")


@dataclass(frozen=True, slots=True)
class Owed:
    """One loan with what fell due and what came in; `case` is the row its shared sentences are told from."""

    case: Record
    aged: Record
    sums: Record

    @property
    def loan_id(self) -> str:
        return str(self.aged["loan_id"])


def read(closed: ClosedDay, borrower_id: str, deciding: str) -> list[Owed]:
    """Every loan of a borrower, the deciding one first."""
    rows = closed.reading.rows(LOANS, borrower=borrower_id)
    return [_owed(closed, row) for row in sorted(rows, key=lambda row: (row["loan_id"] != deciding, row["loan_id"]))]


def _owed(closed: ClosedDay, aged: Record) -> Owed:
    loan, oldest = aged["loan_id"], aged["oldest_instalment_no"]
    case = closed.reading.first(telling.CASE, borrower=aged["borrower_id"], loan=loan)
    sums = closed.reading.first(OWED, loan=loan, day=closed.day, oldest=oldest)
    assert case is not None, f"{loan} was aged but its borrower not treated"
    assert sums is not None, "a query without FROM gives one row"
    return Owed(case, aged, sums)


def who(closed: ClosedDay, asked: str, borrower: Record, loans: Sequence[Owed]) -> Passage:
    """Whose case it is, and which loans there are; the first of them decides."""
    deciding, number, person = loans[0], len(loans), borrower["borrower_id"]
    sums = (sum(owed.aged[name] for owed in loans) for name in ("overdue_minor", "outstanding_minor"))
    overdue, outstanding = (money(minor, closed.currency) for minor in sums)
    lines = [
        Two(
            f"借款人 {person}，{count(number)} 笔贷款，合计拖欠 {overdue}，未偿 {outstanding}。",
            f"Borrower {person}, {count(number)} {'loans' if number > 1 else 'loan'}; "
            f"{overdue} overdue, {outstanding} outstanding.",
        ),
        *(_loan(closed, owed, decides=owed is deciding and number > 1) for owed in loans),
    ]
    if number > 1:
        lines.append(
            Two(
                f"由 {deciding.loan_id} 决定：账龄段最高，其次逾期最久、拖欠最多、编号最前。",
                f"{deciding.loan_id} decides: the highest bucket, then longest past due, most arrears, first id.",
            )
        )
    facts = {
        "borrower_id": person,
        "region": borrower["region"],
        "asked": asked,
        "deciding_loan_id": deciding.loan_id,
        "loans": [dict(owed.aged) | {"decides": owed is deciding} for owed in loans],
    }
    return Passage("who", Two("借款人与贷款", "Who"), tuple(lines), facts)


def due(closed: ClosedDay, owed: Owed) -> Passage:
    """The oldest unpaid instalment, and how payments covered what came before it."""
    if owed.aged["state"] == "settled":
        lines = [Two("这笔贷款已结清，什么也不欠。", "The loan is settled; nothing is owed.")]
    elif owed.aged["oldest_instalment_no"] is None:
        lines = [_nothing_unpaid(closed, owed), *_parts(closed, owed), *_ahead(owed)]
    else:
        told = telling.instalment(owed.case, closed.currency).text
        lines = [told, _covered(closed, owed), *_parts(closed, owed), *_ahead(owed)]
    facts = dict(owed.sums) | {"loan_id": owed.loan_id, "instalment_no": owed.aged["oldest_instalment_no"]}
    return Passage("due", Two(f"应还 · {owed.loan_id}", f"Due · {owed.loan_id}"), tuple(lines), facts)


def late(closed: ClosedDay, owed: Owed) -> Passage:
    """Days past due as a sum, the bucket, the movement of a month and the floor of the five classes."""
    aged = owed.aged
    oldest, dpd, paused, grace = aged["oldest_due_date"], aged["dpd"], aged["paused_days"], aged["grace_days"]
    lines = [telling.ageing(owed.case, closed.day, closed.currency).text]
    worked_out = 0
    if oldest is not None:
        worked_out = max((closed.day - oldest).days - paused, 0)
        lines.append(
            Two(
                f"{closed.day} − {oldest} = {(closed.day - oldest).days} 天，减暂停 {paused} 天 = {worked_out} 天；"
                f"宽限期 {grace} 天{'，还在宽限期内，仍算 M0' if aged['in_grace'] else ''}。",
                f"{closed.day} − {oldest} = {(closed.day - oldest).days} days, less {paused} paused = {worked_out}; "
                f"{grace} days of grace{', not over yet, so still M0' if aged['in_grace'] else ''}.",
            )
        )
    lines += [_moved(aged), _class(closed, aged)]
    differs = differing(Two("逾期天数", "Days past due"), dpd, worked_out)
    name = Two(f"逾期 · {owed.loan_id}", f"Past due · {owed.loan_id}")
    return Passage("late", name, tuple(lines), dict(aged), differs=differs)


def meaning(table: str, column: str, value: str) -> Two:
    """What a value of the book is called."""
    return Two(of_value(BY_NAME[table], BY_NAME[table].column(column), value, "zh"), value.replace("_", " "))


def _loan(closed: ClosedDay, owed: Owed, *, decides: bool) -> Two:
    aged, overdue = owed.aged, money(owed.aged["overdue_minor"], closed.currency)
    product, state = (meaning("loans", name, aged[name]) for name in ("product", "state"))
    mark, here = ("→", Two("（由它决定）", " (decides)")) if decides else ("·", Two("", ""))
    bucket, dpd = aged["bucket"], count(aged["dpd"])
    return Two(
        f"{mark} {owed.loan_id} {product.zh}，{state.zh}，{bucket}，逾期 {dpd} 天，拖欠 {overdue}{here.zh}",
        f"{mark} {owed.loan_id} {product.en}, {state.en}, {bucket}, {dpd} days past due, {overdue} overdue{here.en}",
    )


def _covered(closed: ClosedDay, owed: Owed) -> Two:
    """Which instalments payments reached, and what is missing of the first they did not."""
    through, number = owed.sums["due_through_minor"], owed.aged["oldest_instalment_no"]
    left = money(min(through - _paid(owed), owed.sums["instalment_minor"]), closed.currency)
    due, paid = money(through, closed.currency), _came(closed, owed)
    before = Two("", "")
    if number > 1:
        before = Two(f"；之前的 {count(number - 1)} 期都已还清", f"; the {count(number - 1)} before it are paid")
    return Two(
        f"最早没还清的就是这一期：到它为止累计应还 {due}，{paid.zh}，这一期还差 {left}{before.zh}。",
        f"It is the oldest unpaid: through it {due} fell due, {paid.en}, so {left} of it is missing{before.en}.",
    )


def _nothing_unpaid(closed: ClosedDay, owed: Owed) -> Two:
    number, due = count(owed.sums["due_instalments"]), money(owed.sums["due_minor"], closed.currency)
    paid = _came(closed, owed)
    return Two(
        f"此前到期 {number} 期，累计应还 {due}；{paid.zh}：没有一期欠着。",
        f"Instalments that fell due before: {number}, {due} in all; {paid.en}: none of them is unpaid.",
    )


def _paid(owed: Owed) -> int:
    """What came in, as ageing counts it: never less than nothing."""
    return max(int(owed.sums["paid_minor"]), 0)


def _came(closed: ClosedDay, owed: Owed) -> Two:
    paid = money(_paid(owed), closed.currency)
    return Two(f"到{day(closed.day, 'zh')}共还款 {paid}", f"{paid} was paid by {day(closed.day, 'en')}")


def _parts(closed: ClosedDay, owed: Owed) -> list[Two]:
    """The arrears as a sum of their parts."""
    parts = {part: owed.aged[f"overdue_{part}_minor"] for part in PARTS if owed.aged[f"overdue_{part}_minor"]}
    if not parts:
        return []
    named = [(both(words.PARTS, part), money(minor, closed.currency)) for part, minor in parts.items()]
    zh, en = (" + ".join(f"{two[place]} {amount}" for two, amount in named) for place in (0, 1))
    total = money(owed.aged["overdue_minor"], closed.currency)
    return [Two(f"拖欠 {total} = {zh}。", f"{total} overdue = {en}.")]


def _ahead(owed: Owed) -> list[Two]:
    ahead = owed.sums["next_due_date"]
    return [] if ahead is None else [Two(f"下一个应还日：{day(ahead, 'zh')}。", f"Next due date: {day(ahead, 'en')}.")]


def _moved(aged: Record) -> Two:
    before, roll = both(words.BUCKETS, aged["bucket_before"]), both(words.ROLLS, aged["roll"])
    return Two(f"一个月前是 {before.zh}：{roll.zh}。", f"A month before it was in {before.en}: {roll.en}.")


def _class(closed: ClosedDay, aged: Record) -> Two:
    limit, floor = closed.policy.law[CLASS_LIMIT], both(words.CLASSES, aged["class_floor"])
    sure, force, cited = CERTAINTIES[limit.certainty], FORCES[limit.force], limit.citation_sides
    return Two(
        f"五级分类至多{floor.zh}（{limit.id}，{cited[0]}；{force[0]}，{sure[0]}）。",
        f"Class by days past due, at best: {floor.en} ({limit.id}, {cited[1]}; {force[1]}, {sure[1]}).",
    )
