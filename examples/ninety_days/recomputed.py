"""The close of a day worked out anew, loan by loan and person by person, from the lender's own rows.

Plain Python: no query, no engine, nothing of Duly. Written from the words of the documentation.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
Rows = dict[str, dict[tuple, dict]]

REASONS = (  # humane rows of the treatment table, first to last
    "deceased", "hardship", "dispute", "complaint", "plan_kept", "promise", "asked", "hold",
)  # fmt: skip
EARLIEST, LATEST = 8 * 60, 22 * 60  # hours in which anybody may be contacted at all


def bucket_of(dpd: int, grace: int) -> str:
    return "M0" if dpd <= grace else "M7" if dpd > 180 else f"M{(dpd + 29) // 30}"


def month_before(day: date) -> date:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


class Close:
    """One day as the lender's own books have it."""

    def __init__(self, sent: Rows, day: date) -> None:
        self.sent, self.day = sent, day
        self.ends = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(days=1)
        self.by_loan: dict[str, dict[str, list[dict]]] = defaultdict(lambda: defaultdict(list))
        for table in ("schedule", "payments", "charges"):
            for row in sent[table].values():
                self.by_loan[row["loan_id"]][table].append(row)
        self.aging = {row["loan_id"]: self.aged(row) for row in sent["loans"].values()}
        self.stops = self._stops()

    def aged(self, loan: dict) -> dict:
        """What the loan owes, and since when."""
        before, rows = month_before(self.day), self.by_loan[loan["loan_id"]]
        schedule = sorted(rows["schedule"], key=lambda row: row["due_date"])
        paid, paid_before = (
            max(sum(row["amount_minor"] for row in rows["payments"] if row["paid_date"] <= day), 0)
            for day in (self.day, before)
        )
        charged = sum(row["amount_minor"] for row in rows["charges"] if row["charged_date"] <= self.day)
        scheduled = sum(_amount(row) for row in schedule)
        oldest, principal, interest, fee = None, 0, 0, 0
        for row, rest in _unpaid(schedule, paid):
            if row["due_date"] < self.day:
                oldest = oldest or row
                part = min(rest, row["principal_minor"])
                principal += part
                interest += min(rest - part, row["interest_minor"])
                fee += max(rest - part - row["interest_minor"], 0)
        oldest_before = next((row for row, _ in _unpaid(schedule, paid_before) if row["due_date"] < before), None)
        dpd, paused = self._late_days(loan, oldest, self.day)
        dpd_before, _ = self._late_days(loan, oldest_before, before)
        penalty = max(charged - max(paid - scheduled, 0), 0)
        return {
            "loan_id": loan["loan_id"],
            "borrower_id": loan["borrower_id"],
            "dpd": dpd,
            "bucket": bucket_of(dpd, loan["grace_days"]),
            "in_grace": 0 < dpd <= loan["grace_days"],
            "oldest_due_date": oldest and oldest["due_date"],
            "oldest_instalment_no": oldest and oldest["instalment_no"],
            "overdue_minor": principal + interest + fee + penalty,
            "overdue_principal_minor": principal,
            "overdue_interest_minor": interest,
            "overdue_fee_minor": fee,
            "overdue_penalty_minor": penalty,
            "outstanding_minor": max(scheduled - paid, 0) + penalty,
            "paused_days": paused,
            "bucket_before": bucket_of(dpd_before, loan["grace_days"]),
        }

    def _late_days(self, loan: dict, oldest: dict | None, day: date) -> tuple[int, int]:
        """Days past due and the days that do not count."""
        if oldest is None:
            return 0, 0
        paused = set()
        for hold in self.sent["holds"].values():
            if hold["borrower_id"] == loan["borrower_id"] and hold["pauses_ageing"]:
                at = max(hold["first_date"], oldest["due_date"] + timedelta(days=1))
                while at <= min(hold["last_date"] or day, day):
                    paused.add(at)
                    at += timedelta(days=1)
        return max((day - oldest["due_date"]).days - len(paused), 0), len(paused)

    def _stops(self) -> dict[str, set[str]]:
        """For whom each reason stands on any part of the day."""
        day, ends = self.day, self.ends

        def standing(table: str, begun: str, ended: str) -> set[str]:
            rows = self.sent[table].values()
            return {
                row["borrower_id"]
                for row in rows
                if row[begun] < ends and (row[ended] is None or row[ended] >= ends - timedelta(days=1))
            }

        return {
            "deceased": {row["borrower_id"] for row in self.sent["borrowers"].values() if row["deceased"]},
            "hardship": standing("hardships", "reported_at", "ended_at"),
            "dispute": standing("disputes", "raised_at", "closed_at"),
            "complaint": standing("complaints", "received_at", "answered_at"),
            "plan_kept": {
                row["borrower_id"] for row in self.sent["plans"].values()
                if row["state"] == "active" and row["agreed_at"] < ends and row["missed_due_date"] is None
            },
            "promise": {
                row["borrower_id"] for row in self.sent["promises"].values()
                if row["state"] == "open" and row["made_at"] < ends and row["due_date"] >= day
            },
            "asked": {row["borrower_id"] for row in self.wishes() if row["kind"] == "cease"},
            "hold": {
                row["borrower_id"] for row in self.sent["holds"].values()
                if row["first_date"] <= day and (row["last_date"] is None or row["last_date"] >= day)
            },
        }  # fmt: skip

    def wishes(self) -> Iterator[dict]:
        """Preferences in effect on the day."""
        for row in self.sent["preferences"].values():
            if row["stated_at"] < self.ends and (row["last_date"] is None or row["last_date"] >= self.day):
                yield row

    def peace(self) -> dict[str, str | None]:
        """Why each borrower is left in peace; None where contact is planned or score and addresses decide."""
        worst: dict[str, dict] = {}
        for row in self.aging.values():
            order = (row["bucket"], row["dpd"], row["overdue_minor"])
            found = worst.get(row["borrower_id"])
            if found is None or order > (found["bucket"], found["dpd"], found["overdue_minor"]):
                worst[row["borrower_id"]] = row
        return {borrower_id: self._reason(borrower_id, row) for borrower_id, row in worst.items()}

    def _reason(self, borrower_id: str, worst: dict) -> str | None:
        for reason in REASONS:
            if borrower_id in self.stops[reason]:
                return reason
        if worst["bucket"] == "M0":
            return "in_grace" if worst["dpd"] else "not_late"
        point = int(hashlib.md5(f"duly-first-2026{borrower_id}".encode()).hexdigest()[:8], 16) % 10_000
        return "holdout" if point < 200 and worst["dpd"] < 31 else None

    def objections(self, planned: dict) -> list[str]:
        """What forbids a planned contact for reasons anybody can check."""
        person = self.sent["borrowers"][planned["borrower_id"],]
        address = self.sent["addresses"].get((planned["address_id"],))
        found = [f"{fact} is not known to be harmless" for fact in ("deceased", "minor") if person[fact] is not False]
        if address is None or address["state"] != "valid" or address["owner_role"] != planned["party_role"]:
            found.append("no working address of the person to be reached")
        for wish in self.wishes():
            if wish["borrower_id"] == planned["borrower_id"] and wish["channel"] in (None, planned["channel"]):
                if wish["kind"] == "channel_opt_out":
                    found.append("asked not to be contacted by this channel")
                if wish["kind"] == "quiet_hours" and 9 * 60 <= (planned["earliest_minute"] or 0) < 14 * 60:
                    found.append("asked for quiet at that minute")
        return found

    def totals(self) -> dict[str, object]:
        """The figures of the summary that follow from ageing."""
        buckets = Counter(row["bucket"] for row in self.aging.values())
        return {
            "total": len(self.aging),
            "by_bucket": {f"M{number}": buckets[f"M{number}"] for number in range(8)},
            "overdue_minor": sum(row["overdue_minor"] for row in self.aging.values()),
            "outstanding_minor": sum(row["outstanding_minor"] for row in self.aging.values()),
        }


def _amount(row: dict) -> int:
    return row["principal_minor"] + row["interest_minor"] + row["fee_minor"]


def _unpaid(schedule: list[dict], paid: int) -> Iterator[tuple[dict, int]]:
    """Instalments that money has not covered, oldest first, with what is missing."""
    for row in schedule:
        covered = min(paid, _amount(row))
        paid -= covered
        if covered < _amount(row):
            yield row, _amount(row) - covered
