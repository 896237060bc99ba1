"""The night computed a second time, in Polars, from the definitions and not from the queries.

Nothing of `duly.book` is imported but the names of things; the running totals, the pauses, the arms and the choice of
teams are worked out anew.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

CUTS = [(0, "M0"), (30, "M1"), (60, "M2"), (90, "M3"), (120, "M4"), (150, "M5"), (180, "M6")]
FLOORS = [(0, "pass"), (90, "special_mention"), (270, "substandard"), (360, "doubtful")]
Tables = dict[str, pl.DataFrame]


def rung(value: pl.Expr, rungs: list[tuple[int, str]], above: str) -> pl.Expr:
    chain = pl.when(value <= rungs[0][0]).then(pl.lit(rungs[0][1]))
    for top, name in rungs[1:]:
        chain = chain.when(value <= top).then(pl.lit(name))
    return chain.otherwise(pl.lit(above))


def month_before(day: date) -> date:
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError(day)


def aging(book: Tables, day: date) -> pl.DataFrame:
    before = month_before(day)
    money = (
        book["payments"].filter(pl.col("paid_date") <= day).group_by("loan_id").agg(
            paid=pl.col("amount_minor").sum().clip(0),
            paid_before=pl.col("amount_minor").filter(pl.col("paid_date") <= before).sum().clip(0),
        )
    )  # fmt: skip
    charged = book["charges"].filter(pl.col("charged_date") <= day).group_by("loan_id").agg(
        charged=pl.col("amount_minor").sum()
    )  # fmt: skip
    parts = ("principal_minor", "interest_minor", "fee_minor")
    rows = (
        book["schedule"].sort("loan_id", "instalment_no")
        .with_columns(amount=pl.sum_horizontal(parts))
        .with_columns(through=pl.col("amount").cum_sum().over("loan_id"))
        .join(money, on="loan_id", how="left")
        .with_columns(pl.col("paid", "paid_before").fill_null(0))
        .with_columns(rest=pl.min_horizontal("amount", pl.col("through") - pl.col("paid")).clip(0))
        .with_columns(
            principal=pl.min_horizontal("principal_minor", "rest"),
            late=(pl.col("due_date") < day) & (pl.col("through") > pl.col("paid")),
            late_before=(pl.col("due_date") < before) & (pl.col("through") > pl.col("paid_before")),
        )
        .with_columns(interest=pl.min_horizontal("interest_minor", pl.col("rest") - pl.col("principal")))
    )  # fmt: skip
    late = pl.col("late")
    per_loan = rows.group_by("loan_id").agg(
        oldest_due_date=pl.col("due_date").filter(late).min(),
        oldest_instalment_no=pl.col("instalment_no").filter(late).min(),
        oldest_before=pl.col("due_date").filter(pl.col("late_before")).min(),
        due_unpaid=pl.col("rest").filter(late).sum(),
        overdue_principal_minor=pl.col("principal").filter(late).sum(),
        overdue_interest_minor=pl.col("interest").filter(late).sum(),
        scheduled=pl.col("amount").sum(),
        covered=pl.col("paid").max(),
    )
    loans = (
        book["loans"].select("loan_id", "borrower_id", "grace_days", "state")
        .join(per_loan, on="loan_id", how="left").join(charged, on="loan_id", how="left")
    )  # fmt: skip
    owes = (pl.col("state") != "settled").cast(pl.Int64)
    numbers = ("due_unpaid", "overdue_principal_minor", "overdue_interest_minor", "scheduled", "covered", "charged")
    aged = (
        loans.with_columns(pl.col(numbers).fill_null(0))
        .join(_paused(book["holds"], loans, day, before), on="loan_id", how="left")
        .with_columns(pl.col("paused_days", "paused_before").fill_null(0))
        .with_columns(
            dpd=_late_days(day, "oldest_due_date", "paused_days") * owes,
            dpd_before=_late_days(before, "oldest_before", "paused_before") * owes,
            overdue_penalty_minor=(pl.col("charged") - (pl.col("covered") - pl.col("scheduled")).clip(0)).clip(0)
            * owes,
        )
        .with_columns(bucket=_bucket("dpd"), bucket_before=_bucket("dpd_before"))
    )
    known = pl.col("state") != "settled"
    return aged.select(
        "loan_id", "borrower_id", pl.col("dpd").cast(pl.Int32), "bucket",
        in_grace=(pl.col("dpd") > 0) & (pl.col("dpd") <= pl.col("grace_days")),
        oldest_due_date=pl.when(known).then("oldest_due_date"),
        oldest_instalment_no=pl.when(known).then("oldest_instalment_no"),
        overdue_minor=pl.col("due_unpaid") * owes + pl.col("overdue_penalty_minor"),
        overdue_principal_minor=pl.col("overdue_principal_minor") * owes,
        overdue_interest_minor=pl.col("overdue_interest_minor") * owes,
        overdue_fee_minor=(pl.col("due_unpaid") - pl.col("overdue_principal_minor") - pl.col("overdue_interest_minor")) * owes,
        overdue_penalty_minor=pl.col("overdue_penalty_minor"),
        outstanding_minor=(pl.col("scheduled") - pl.col("covered")).clip(0) * owes + pl.col("overdue_penalty_minor"),
        paused_days=pl.col("paused_days").cast(pl.Int32),
        bucket_before=pl.col("bucket_before"),
        roll=_roll(),
        class_floor=rung((pl.col("dpd") + pl.col("paused_days")) * owes, FLOORS, "loss"),
    )  # fmt: skip


def _late_days(day: date, oldest: str, paused: str) -> pl.Expr:
    days = (pl.lit(day) - pl.col(oldest)).dt.total_days().fill_null(0)
    return (days - pl.col(paused)).clip(0)


def _bucket(dpd: str) -> pl.Expr:
    return pl.when(pl.col(dpd) <= pl.col("grace_days")).then(pl.lit("M0")).otherwise(rung(pl.col(dpd), CUTS, "M7"))


def _roll() -> pl.Expr:
    now, then = pl.col("bucket"), pl.col("bucket_before")
    return (
        pl.when((now == "M0") & (then == "M0")).then(pl.lit("current")).when(then == "M0").then(pl.lit("enter"))
        .when(now == "M0").then(pl.lit("cure")).when(now > then).then(pl.lit("forward"))
        .when(now < then).then(pl.lit("back")).otherwise(pl.lit("same"))
    )  # fmt: skip


def _paused(holds: pl.DataFrame, loans: pl.DataFrame, day: date, before: date) -> pl.DataFrame:
    """Days of pauses, as sets of days."""
    by_borrower: dict[str, list[tuple[str, date | None, date | None]]] = {}
    for loan in loans.iter_rows(named=True):
        by_borrower.setdefault(loan["borrower_id"], []).append(
            (loan["loan_id"], loan["oldest_due_date"], loan["oldest_before"])
        )
    now: dict[str, set[date]] = {}
    then: dict[str, set[date]] = {}
    for hold in holds.filter(pl.col("pauses_ageing")).iter_rows(named=True):
        for loan_id, oldest, oldest_before in by_borrower.get(hold["borrower_id"], ()):
            if hold["loan_id"] not in (None, loan_id):
                continue
            at = hold["first_date"]
            while at <= min(hold["last_date"] or day, day):
                if oldest and at > oldest:
                    now.setdefault(loan_id, set()).add(at)
                if oldest_before and oldest_before < at <= before:
                    then.setdefault(loan_id, set()).add(at)
                at += timedelta(days=1)
    ids = sorted(now.keys() | then.keys())
    return pl.DataFrame(
        {"loan_id": ids, "paused_days": [len(now.get(i, ())) for i in ids], "paused_before": [len(then.get(i, ())) for i in ids]},
        schema={"loan_id": pl.String, "paused_days": pl.Int64, "paused_before": pl.Int64},
    )  # fmt: skip


def arm(borrower_id: str) -> str:
    point = int(hashlib.md5(f"duly-first-2026{borrower_id}".encode()).hexdigest()[:8], 16) % 10_000
    return "holdout" if point < 200 else "challenger" if point < 1200 else "champion"


def stops(book: Tables, day: date) -> dict[str, set[str]]:
    """Borrowers for whom something stands in the way on any part of the day."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Asia/Shanghai")) + timedelta(days=1)
    night = midnight.astimezone(UTC)

    def who(table: str, *holds: pl.Expr) -> set[str]:
        return set(book[table].filter(*holds)["borrower_id"])

    def open_at(begun: str, ended: str) -> list[pl.Expr]:
        return [pl.col(begun) < night, pl.col(ended).is_null() | (pl.col(ended) >= night - timedelta(days=1))]

    missed = pl.col("missed_due_date")
    return {
        "hardship": who("hardships", *open_at("reported_at", "ended_at")),
        "dispute": who("disputes", *open_at("raised_at", "closed_at")),
        "complaint": who("complaints", *open_at("received_at", "answered_at")),
        "plan_kept": who(
            "plans", pl.col("state") == "active", pl.col("agreed_at") < night,
            missed.is_null() | (missed + pl.duration(days=pl.col("grace_days")) >= day),
        ),
        "promise": who("promises", pl.col("state") == "open", pl.col("made_at") < night, pl.col("due_date") >= day),
        "cease": who(
            "preferences", pl.col("kind") == "cease", pl.col("stated_at") < night,
            pl.col("last_date").is_null() | (pl.col("last_date") >= day),
        ),
        "hold": who("holds", pl.col("first_date") <= day, pl.col("last_date").is_null() | (pl.col("last_date") >= day)),
        "payment_unclear": set(book["set_aside"].join(book["loans"], on="loan_id")["borrower_id"]),
    }  # fmt: skip


def treatments(book: Tables, aged: pl.DataFrame, scores: pl.DataFrame, day: date) -> list[tuple[object, ...]]:
    """One tuple per borrower: the row of the table read aloud, as nested conditions in plain Python."""
    standing = stops(book, day)
    deceased = dict(book["borrowers"].select("borrower_id", "deceased").iter_rows())
    band = dict(scores.select("loan_id", "band").iter_rows())
    phones = book["addresses"].filter(pl.col("kind").is_in(["mobile", "landline"]))
    own = set(phones.filter(pl.col("owner_role") == "borrower", pl.col("state") == "valid")["borrower_id"])
    apps = book["addresses"].filter(
        pl.col("kind") == "app_account", pl.col("owner_role") == "borrower", pl.col("state") == "valid"
    )
    has_app = set(apps["borrower_id"])
    named = set(phones.filter(pl.col("owner_role") == "contact")["borrower_id"])
    worst = aged.sort(
        ["borrower_id", "bucket", "dpd", "overdue_minor", "loan_id"], descending=[False, True, True, True, False]
    )
    people = worst.group_by("borrower_id", maintain_order=True).agg(
        pl.col("loan_id", "dpd", "bucket").first(), loans=pl.len(), overdue_minor=pl.col("overdue_minor").sum()
    )
    decided = []
    for one in people.iter_rows(named=True):
        who, dpd, bucket = one["borrower_id"], one["dpd"], one["bucket"]
        its_band = band.get(one["loan_id"]) if bucket != "M0" else None
        facts = {name: who in group for name, group in standing.items()} | {"deceased": deceased.get(who) is True}
        row = _row(
            facts, dpd, bucket, one["overdue_minor"], its_band, arm(who), who in own, who in has_app, who in named
        )
        decided.append((who, one["loan_id"], one["loans"], dpd, bucket, one["overdue_minor"], its_band, arm(who), *row))
    return decided


def _row(
    facts: dict[str, bool],
    dpd: int,
    bucket: str,
    overdue: int,
    band: str | None,
    its_arm: str,
    reachable: bool,
    app: bool,
    named: bool,
) -> tuple[str, str, str | None, str | None, str | None]:
    def peace(row: str, reason: str) -> tuple[str, str, str, None, None]:
        return row, "leave_in_peace", reason, None, None

    for fact, row, reason in (
        ("deceased", "the_borrower_has_died", "deceased"),
        ("hardship", "hardship_is_known", "hardship"),
        ("dispute", "the_debt_is_disputed", "dispute"),
        ("complaint", "a_complaint_is_open", "complaint"),
        ("plan_kept", "a_plan_is_kept", "plan_kept"),
        ("promise", "a_promise_is_open", "promise"),
        ("cease", "asked_to_be_left_in_peace", "asked"),
        ("hold", "a_hold_is_in_force", "hold"),
        ("payment_unclear", "a_payment_is_unclear", "payment_unclear"),
    ):
        if facts[fact]:
            return peace(row, reason)
    safe = band in ("A", "B", "C")
    if bucket == "M0":
        return peace("within_the_grace_period", "in_grace") if dpd else peace("nothing_is_late", "not_late")
    if overdue < 1000:
        return peace("hardly_anything_is_owed", "hardly_anything")
    if dpd < 31 and its_arm == "holdout":
        return peace("early_and_held_out", "holdout")
    if safe and dpd < 4:
        return peace("late_a_few_days_and_safe", "likely_to_pay")
    if safe and dpd < 31 and its_arm == "challenger" and reachable:
        return "early_and_likely_challenger", "remind", None, "sms", "remind_sms"
    if safe and dpd < 31 and app:
        return "early_and_likely", "remind", None, "push", "remind_push"
    if safe and dpd < 31 and reachable:
        return "early_and_likely_without_app", "remind", None, "sms", "remind_sms"
    if dpd < 8 and reachable:
        return "the_first_week", "remind", None, "sms", "remind_sms"
    if not reachable and app:
        return "only_the_app_still_reaches_them", "remind", None, "push", "remind_push"
    if not reachable and named and dpd >= 31:
        return "no_number_of_their_own_works", "restore_contact", None, "voice", "restore_contact"
    if not reachable:
        return peace("no_way_to_reach_them", "no_lawful_address")
    if dpd < 31:
        return "early_and_unlikely", "call", None, "voice", "call_understand"
    if dpd < 91:
        return "one_to_three_months", "call", None, "voice", "call_plan"
    return "otherwise", "call", None, "voice", "call_relief"


def features(book: Tables, aged: pl.DataFrame, day: date) -> pl.DataFrame:
    """What the score looks at: the last six months of statements, and days past due."""
    recent = book["statements"].filter(
        pl.col("statement_date") > pl.lit(day).dt.offset_by("-6mo"), pl.col("statement_date") <= day
    )
    per_loan = recent.sort("loan_id", "statement_date").group_by("loan_id", maintain_order=True).agg(
        months=pl.len().cast(pl.Int64),
        months_late=(pl.col("months_late") >= 1).sum().cast(pl.Int64),
        months_unpaid=(pl.col("paid_minor") <= 0).sum().cast(pl.Int64),
        billed=pl.col("billed_minor").clip(0).sum(),
        newest=pl.col("billed_minor").last().clip(0),
        oldest=pl.col("billed_minor").first().clip(0),
    )  # fmt: skip
    limit = pl.when(pl.col("limit_minor") != 0).then("limit_minor")
    growth = 10_000 * pl.col("newest") // limit - 10_000 * pl.col("oldest") // limit
    return (
        aged.select("loan_id", days_past_due="dpd")
        .join(book["loans"].select("loan_id", "limit_minor"), on="loan_id", how="left")
        .join(per_loan, on="loan_id", how="left")
        .select(
            "loan_id", "days_past_due", "months_late", "months_unpaid",
            use_bp=10_000 * pl.col("billed") // (pl.col("months") * limit),
            growth_bp=pl.when(pl.col("months") > 1).then(growth),
        )
    )  # fmt: skip


def worklists(book: Tables, planned: pl.DataFrame, treated: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """Permitted calls of each team, most expected loss first, as far as its people can go."""
    teams = book["teams"].select("team_id", room=pl.col("agents") * pl.col("calls_per_agent"))
    calls = (
        planned.filter(pl.col("channel") == "voice", pl.col("verdict").is_in(["allow", "warn"]), pl.col("team_id").is_not_null())
        .join(treated.select("borrower_id", "dpd", "overdue_minor"), on="borrower_id")
        .join(scores.select("loan_id", "pd_bp"), on="loan_id", how="left")
        .with_columns(priority=pl.col("overdue_minor") * pl.col("pd_bp").fill_null(10_000) // 10_000)
        .sort(["team_id", "priority", "contact_id"], descending=[False, True, False])
        .with_columns(position=pl.int_range(1, pl.len() + 1).over("team_id").cast(pl.Int32))
        .join(teams, on="team_id").filter(pl.col("position") <= pl.col("room"))
    )  # fmt: skip
    to_roll = (30 - pl.col("dpd") % 30) % 30 < 3
    why = (
        pl.when((pl.col("dpd") <= 180) & to_roll).then(pl.lit("about_to_roll"))
        .when(pl.col("pd_bp") >= 5000).then(pl.lit("likely_to_worsen")).otherwise(pl.lit("expected_loss"))
    )  # fmt: skip
    return calls.select(
        "team_id",
        "position",
        "contact_id",
        "borrower_id",
        "loan_id",
        "priority",
        "earliest_minute",
        "latest_minute",
        why=why,
    )
