from collections import Counter
from datetime import date

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.book.contract import BY_NAME, SET_ASIDE
from duly.book.days import AGING, BUCKETS, DAY_TABLES, MEASURES, PLANNED, SCORES, TREATMENTS, WORKLISTS
from duly.book.measures import MEASURES as KINDS
from duly.book.measures import measures_query
from duly.core.table import Kind, Table
from duly.store import engine as engines

DAY = date(2026, 10, 1)
NEXT_MONTH = date(2026, 11, 1)
READ = (
    *DAY_TABLES,
    BY_NAME["borrowers"],
    BY_NAME["teams"],
    BY_NAME["payments"],
    BY_NAME["statements"],
    BY_NAME["outcomes"],
    BY_NAME["loans"],
    SET_ASIDE,
)


@pytest.fixture(scope="module")
def engine():
    return engines.connect()


def measured(engine: duckdb.DuckDBPyConnection, **rows: list[dict]) -> dict[tuple[str, str, str], int]:
    """Measures of a day of which only the given rows exist."""
    for table in READ:
        engine.execute(f"CREATE OR REPLACE TABLE {table.name} AS {engines.empty(table)}")
        for row in rows.get(table.name, []):
            names = ", ".join(f'"{name}"' for name in row)
            engine.execute(
                f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values())
            )
    found = engine.execute(measures_query(DAY)).fetchall()
    assert len({row[:3] for row in found}) == len(found)
    return {(measure, of, by): value for measure, of, by, value in found}


def filled(table: Table) -> dict[str, st.SearchStrategy]:
    """Any value that a row of the table may hold, by column."""
    kinds = {Kind.MONEY: st.integers(0, 10**12), Kind.BOOL: st.booleans(), Kind.COUNT: st.integers(0, 400)}
    return {
        column.name: st.sampled_from(column.values) if column.values else kinds[column.kind]
        for column in table.columns
        if column.values or column.kind in kinds
    }


def rows_of(table: Table, **fixed: st.SearchStrategy) -> st.SearchStrategy:
    ids = {column.name: st.just("x") for column in table.columns if column.kind is Kind.ID}
    return st.lists(st.fixed_dictionaries({**ids, **filled(table), **fixed}), max_size=12)


FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_no_rows_give_no_measures_of_the_columns_a_day_fixes(engine):
    assert measured(engine) == {}
    assert [name for name, *_ in engine.description] == [column.name for column in MEASURES.columns]
    assert [str(kind) for _, kind, *_ in engine.description][-1] == "BIGINT"


@FEW
@given(rows_of(AGING))
def test_loans_and_money_are_counted_once_in_every_division(engine, aging):
    found = measured(engine, aging=aging)

    for measure in ("loans", "class_loans", "moved", "roll"):
        assert sum(value for (name, *_), value in found.items() if name == measure) == len(aging)
    for bucket in BUCKETS:
        mine = [row for row in aging if row["bucket"] == bucket]
        assert found.get(("loans", bucket, ""), 0) == len(mine)
        assert found.get(("overdue_minor", bucket, ""), 0) == sum(row["overdue_minor"] for row in mine)
        assert found.get(("outstanding_minor", bucket, ""), 0) == sum(row["outstanding_minor"] for row in mine)
    for part in ("principal", "interest", "fee", "penalty"):
        assert found.get(("overdue_part_minor", part, ""), 0) == sum(row[f"overdue_{part}_minor"] for row in aging)


@FEW
@given(rows_of(TREATMENTS, reason=st.sampled_from(["hardship", "not_late", None])))
def test_borrowers_are_counted_by_treatment_and_reason(engine, treatments):
    found = measured(engine, treatments=treatments)

    in_peace = Counter(
        (row["reason"] or "", "late" if row["bucket"] != "M0" else "not_late")
        for row in treatments
        if row["treatment"] == "leave_in_peace"
    )
    assert {(of, by): value for (name, of, by), value in found.items() if name == "in_peace"} == in_peace
    assert sum(value for (name, *_), value in found.items() if name == "arm") == len(treatments)


RULES = st.lists(st.sampled_from(["CN-TIME-01", "CN-FREQ-01", "CN-PARTY-01"]), unique=True, min_size=1).map(",".join)
ADDRESSES = st.sampled_from(["A1", None])


@FEW
@given(
    st.lists(
        st.one_of(
            st.fixed_dictionaries(
                {"verdict": st.sampled_from(["allow", "warn"]), "refused_by": st.just(None), "address_id": ADDRESSES}
            ),
            st.fixed_dictionaries(
                {"verdict": st.sampled_from(["deny", "review"]), "refused_by": RULES, "address_id": ADDRESSES}
            ),
        ),
        max_size=12,
    )
)
def test_a_refused_contact_counts_once_for_every_rule_that_objects(engine, verdicts):
    planned = [{"contact_id": "x", "channel": "sms", "party_role": "borrower", **row} for row in verdicts]

    found = measured(engine, planned=planned)

    refusals = [row["refused_by"].split(",") for row in planned if row["refused_by"]]
    assert {of: value for (name, of, _), value in found.items() if name == "refused_by"} == Counter(
        rule for rules in refusals for rule in rules
    )
    assert {int(of): value for (name, of, _), value in found.items() if name == "rules_of_refusal"} == Counter(
        map(len, refusals)
    )
    assert found.get(("planned", "sms", "refused"), 0) == len(refusals)
    nowhere = [row for row in planned if row["refused_by"] and row["address_id"] is None]
    assert found.get(("without_address", "refused", ""), 0) == len(nowhere)


@FEW
@given(
    st.lists(
        st.tuples(st.integers(300, 310), st.integers(0, 10_000), st.booleans()), max_size=14, unique_by=lambda x: x
    )
)
def test_the_score_is_measured_pair_by_pair(engine, loans):
    """AUC is the share of pairs, of a default and another loan, in which the default has fewer points."""
    found = measured(
        engine,
        scores=[{"loan_id": f"L{n}", "score": s, "pd_bp": p, "band": "A"} for n, (s, p, _) in enumerate(loans)],
        outcomes=[
            {"loan_id": f"L{n}", "observed_date": NEXT_MONTH, "defaulted": defaulted, "is_test": True}
            for n, (_, _, defaulted) in enumerate(loans)
        ],
    )

    pairs = [
        2 if bad < good else int(bad == good)
        for bad, _, defaulted in loans
        if defaulted
        for good, _, also in loans
        if not also
    ]
    assert found.get(("auc_ppm", "", ""), 0) == (1_000_000 * sum(pairs) // (2 * len(pairs)) if pairs else 0)
    assert found.get(("brier_ppm", "", ""), 0) == (
        sum((p - 10_000 * d) ** 2 for _, p, d in loans) // (100 * len(loans)) if loans else 0
    )
    for part, expected in (("loans", len(loans)), ("defaults", sum(d for *_, d in loans))):
        assert sum(value for (name, *_), value in found.items() if name == f"tenth_{part}") == expected


def test_only_the_first_observation_after_the_day_of_loans_kept_out_of_fitting_counts(engine):
    score = {"score": 600, "pd_bp": 0, "band": "A"}
    outcome = {"observed_date": NEXT_MONTH, "defaulted": False, "is_test": True}

    found = measured(
        engine,
        scores=[{"loan_id": loan, **score} for loan in ("kept-out", "fitted", "before", "later")],
        outcomes=[
            {"loan_id": "kept-out", **outcome},
            {"loan_id": "fitted", **outcome, "is_test": False},
            {"loan_id": "before", **outcome, "observed_date": DAY},
            {"loan_id": "later", **outcome, "observed_date": date(2026, 12, 1)},
        ],
    )

    assert found["tested", "loans", ""] == 1


def test_a_call_is_local_where_the_team_knows_the_region_of_the_borrower(engine):
    call = {"contact_id": "x", "loan_id": "x", "priority": 1, "why": "x"}

    found = measured(
        engine,
        teams=[
            {"team_id": team, "title": "x", "region": region, "agents": 2, "calls_per_agent": 40}
            for team, region in (("sichuan", "51"), ("everywhere", None))
        ],
        borrowers=[{"borrower_id": person, "region": region} for person, region in (("a", "5101"), ("b", "33"))],
        worklists=[
            {"team_id": team, "position": n, "borrower_id": person, **call}
            for n, (team, person) in enumerate([("sichuan", "a"), ("sichuan", "b"), ("everywhere", "a")])
        ],
    )

    assert found["worklist", "sichuan", "local"] == 1
    assert found["worklist", "sichuan", "elsewhere"] == 1
    assert found["worklist", "everywhere", "elsewhere"] == 1
    assert found["capacity", "sichuan", ""] == 80


@FEW
@given(rows_of(AGING), rows_of(SCORES, pd_bp=st.integers(0, 10_000)), rows_of(TREATMENTS), rows_of(WORKLISTS))
def test_every_measure_is_one_of_the_kinds_that_are_described(engine, aging, scores, treatments, worklists):
    found = measured(engine, aging=aging, scores=scores, treatments=treatments, worklists=worklists)

    described = {kind.name: kind for kind in KINDS}
    for measure, of, by in found:
        assert described[measure].of or not of
        assert described[measure].by or not by


def test_no_two_kinds_of_measure_have_one_name():
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert {column.name for column in PLANNED.columns} >= {"refused_by", "unknown_in"}
