"""A small lender that knows nothing of Duly: people who pay or do not, and files of what happened."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)

KEYS = {
    "book": ("book_id",), "borrowers": ("borrower_id",), "addresses": ("address_id",), "loans": ("loan_id",),
    "schedule": ("loan_id", "instalment_no"), "charges": ("charge_id",), "payments": ("payment_id",),
    "contacts": ("contact_id",), "preferences": ("preference_id",), "holds": ("hold_id",), "promises": ("promise_id",),
    "plans": ("plan_id",), "complaints": ("complaint_id",), "disputes": ("dispute_id",), "hardships": ("hardship_id",),
    "teams": ("team_id",),
}  # fmt: skip


class Lender:
    """Everything is drawn from one seed. `sent` is what the lender has handed over so far, by table and key."""

    def __init__(self, people: int, first: date, days: int, seed: int) -> None:
        self.dice = random.Random(seed)
        self.first, self.days = first, days
        self.sent: dict[str, dict[tuple, dict]] = {table: {} for table in KEYS}
        self.outbox: dict[date, list[tuple[str, dict]]] = defaultdict(list)
        self.habit: dict[str, str] = {}
        self.due: dict[str, list[tuple[date, int]]] = {}  # of each loan: due date and running total
        self.paid: dict[str, int] = defaultdict(int)
        self.number = 0
        self._open(people)

    # what is handed over

    def report(self, table: str, morning: date, **row: object) -> None:
        """Put a row into the files of a morning."""
        self.outbox[morning].append((table, row))

    def hand_over(self, morning: date, folder: Path) -> int:
        """Write the files of a morning, one a table; return how many rows."""
        rows: dict[str, list[dict]] = defaultdict(list)
        for table, row in self.outbox.pop(morning, []):
            rows[table].append(row)
            self.sent[table][tuple(row[name] for name in KEYS[table])] = row
        for table, found in rows.items():
            folder.mkdir(parents=True, exist_ok=True)
            columns = list(dict.fromkeys(name for row in found for name in row))
            with (folder / f"{table}-{morning}.csv").open("w", encoding="utf-8", newline="") as out:
                sheet = csv.DictWriter(out, columns)
                sheet.writeheader()
                sheet.writerows({name: _written(value) for name, value in row.items()} for row in found)
        return sum(map(len, rows.values()))

    # what happens on a day

    def live(self, day: date, plan: list[dict]) -> None:
        """People pay, ask, and are reached as planned; all of it is in the files of the next morning."""
        self._reach(day, plan)
        for loan_id in self.due:
            self._pay(loan_id, day)
        for promise in [row for row in self.sent["promises"].values() if row["state"] == "open"]:
            self._keep_or_break(promise, day)
        for borrower_id in self.habit:
            self._speak_up(borrower_id, day)

    def _open(self, people: int) -> None:
        lender = {"lender_id": "LENDER-1", "lender_name": "示例小贷(合成)", "lender_kind": "micro_loan"}
        self.report(
            "book", self.first, book_id="BOOK-1", currency="CNY", first_date=self.first, synthetic=True, **lender
        )
        hours = {"opens_minute": "09:00", "closes_minute": "18:00"}
        for region, agents in (("", 3), ("44", 2), ("4403", 1)):
            team = {"team_id": f"TEAM-{region or '00'}", "title": f"{region}小组", "region": region}
            self.report("teams", self.first, agents=agents, calls_per_agent=20, **team, **hours)
        for number in range(people):
            self._person(f"B{number:04d}")

    def _person(self, borrower_id: str) -> None:
        draw = self.dice.random
        self.habit[borrower_id] = self.dice.choices(("prompt", "late", "stuck"), (6, 3, 2))[0]
        known = {"deceased": False, "minor": None if draw() < 0.03 else False, "capacity": "full"}
        region = self.dice.choice(("440305", "441900", "330100"))
        self.report("borrowers", self.first, borrower_id=borrower_id, region=region, **known)
        kinds = [("mobile", "borrower", "contract"), ("app_account", "borrower", "contract")]
        if draw() < 0.3:
            kinds.append(("mobile", "contact", "reserved_contact"))
        for place, (kind, owner, source) in enumerate(kinds):
            state = "wrong_number" if kind == "mobile" and draw() < 0.05 else "valid"
            address = {"address_id": f"{borrower_id}-{place}", "borrower_id": borrower_id}
            self.report("addresses", self.first, kind=kind, owner_role=owner, source=source, state=state, **address)
        for place in range(1 + (draw() < 0.25)):
            self._loan(f"L{borrower_id[1:]}-{place}", borrower_id)

    def _loan(self, loan_id: str, borrower_id: str) -> None:
        term, grace_days = self.dice.choice((6, 9, 12)), self.dice.choice((0, 0, 3))
        loan = {"loan_id": loan_id, "borrower_id": borrower_id, "book_id": "BOOK-1", "product": "micro_loan"}
        self.report("loans", self.first, rate=1800, grace_days=grace_days, state="open", **loan)
        due = self.first + timedelta(days=self.dice.randrange(-220, 25))
        principal, total = self.dice.randrange(20_000, 200_000), 0
        self.due[loan_id] = []
        for number in range(1, term + 1):
            interest, fee = principal * (term - number + 1) * 15 // 1000, 500 * (number == 1)
            parts = {"principal_minor": principal, "interest_minor": interest, "fee_minor": fee}
            total += sum(parts.values())
            self.due[loan_id].append((due, total))
            self.report("schedule", self.first, loan_id=loan_id, instalment_no=number, due_date=due, **parts)
            due += timedelta(days=30)
        missed = self.dice.randrange(1, 7) if self.habit[borrower_id] == "stuck" else 0
        past = [(due, total) for due, total in self.due[loan_id] if due < self.first]
        for due, total in past[: max(len(past) - missed, 0)]:
            self._take(loan_id, total - self.paid[loan_id], due, self.first)

    def _pay(self, loan_id: str, day: date) -> None:
        owed = [total for due, total in self.due[loan_id] if due <= day and total > self.paid[loan_id]]
        if not owed:
            return
        chance = {"prompt": 0.8, "late": 0.15, "stuck": 0.015}[self.habit[f"B{loan_id[1:5]}"]]
        if self.dice.random() < chance:
            amount = owed[0] - self.paid[loan_id]
            is_part = self.dice.random() < 0.1 and amount > 1
            notice = 3 if self.dice.random() < 0.05 else 1  # now and then the bank tells us days later
            self._take(loan_id, amount // 2 if is_part else amount, day, day + notice * DAY)
        elif self.dice.random() < 0.02:
            self.number += 1
            charge = {"charge_id": f"C{self.number}", "kind": "penalty", "amount_minor": 321}
            self.report("charges", day + DAY, loan_id=loan_id, charged_date=day, **charge)

    def _take(self, loan_id: str, amount: int, day: date, morning: date) -> None:
        self.number += 1
        payment_id = f"P{self.number}"
        paid = {"payment_id": payment_id, "paid_date": day, "amount_minor": amount, "reverses": None}
        self.report("payments", morning, loan_id=loan_id, **paid)
        self.paid[loan_id] += amount
        if morning > self.first and self.dice.random() < 0.03:  # the debit bounces
            back = {
                "payment_id": f"{payment_id}R",
                "paid_date": day + DAY,
                "amount_minor": -amount,
                "reverses": payment_id,
            }
            self.report("payments", morning + DAY, loan_id=loan_id, **back)
            self.paid[loan_id] -= amount

    def _reach(self, day: date, plan: list[dict]) -> None:
        """Carry out two of three permitted contacts, within their window."""
        for planned in plan:
            if planned["verdict"] not in ("allow", "warn") or self.dice.random() < 0.33:
                continue
            at = _at(day, self.dice.randrange(planned["earliest_minute"], planned["latest_minute"]))
            is_call = planned["channel"] == "voice"
            outcome = self.dice.choice(("conversed", "no_answer", "busy")) if is_call else "delivered"
            told = ("contact_id", "borrower_id", "address_id", "channel", "mode", "purpose", "party_role")
            done = {name: planned[name] for name in told}
            self.report("contacts", day + DAY, at=at, direction="outbound", actor="lender", outcome=outcome, **done)
            if outcome == "conversed" and planned["party_role"] == "borrower" and self.dice.random() < 0.5:
                self._promise(planned, at)

    def _promise(self, planned: dict, at: datetime) -> None:
        due = at.date() + timedelta(days=self.dice.randrange(2, 8))
        whose = {name: planned[name] for name in ("borrower_id", "loan_id")}
        promised = {"promise_id": f"M-{planned['contact_id']}", "due_date": due, "amount_minor": 10_000}
        self.report("promises", at.date() + DAY, made_at=at, state="open", **promised, **whose)

    def _keep_or_break(self, promise: dict, day: date) -> None:
        if promise["due_date"] != day:
            return
        kept = self.dice.random() < 0.6
        if kept:
            self._take(promise["loan_id"], promise["amount_minor"], day, day + DAY)
        self.report("promises", day + DAY, **promise | {"state": "kept" if kept else "broken"})

    def _speak_up(self, borrower_id: str, day: date) -> None:
        """Now and then somebody tells us why we should do less; most of it ends again."""
        if self.dice.random() > 0.004:
            return
        self.number += 1
        later = day + timedelta(days=self.dice.randrange(5, 30))
        kind = self.dice.choice(("hardships", "disputes", "complaints", "preferences", "holds", "plans", "borrowers"))
        row, ended = self._said(kind, f"S{self.number}", borrower_id, day, later)
        row = {"borrower_id": borrower_id} | row
        self.report(kind, day + DAY, **row)
        if ended and self.dice.random() < 0.8:
            self.report(kind, later + DAY, **row | ended)

    def _said(self, kind: str, key: str, borrower_id: str, day: date, later: date) -> tuple[dict, dict]:
        """What is said, and what is added to it when it ends."""
        at, over = _at(day, 15 * 60), _at(later, 10 * 60)
        match kind:
            case "hardships":
                return {"hardship_id": key, "kind": "income_loss", "reported_at": at, "ended_at": None}, {
                    "ended_at": over
                }
            case "disputes":
                return {"dispute_id": key, "topic": "amount", "raised_at": at, "closed_at": None}, {"closed_at": over}
            case "complaints":
                row = {"complaint_id": key, "topic": "conduct", "received_at": at, "answered_at": None}
                return row, {"answered_at": over}
            case "preferences":
                asked, channel = self.dice.choice(
                    (("cease", None), ("channel_opt_out", "push"), ("quiet_hours", "voice"), ("quiet_hours", None))
                )
                row = {"preference_id": key, "kind": asked, "channel": channel}
                row |= {"from_minute": "09:00", "to_minute": "14:00"} if asked == "quiet_hours" else {}
                return row | {"stated_at": at, "last_date": None}, {"last_date": later}
            case "holds":
                row = {"hold_id": key, "reason": "disaster", "first_date": day, "last_date": None}
                return row | {"pauses_ageing": True}, {"last_date": later}
            case "plans":
                row = {"plan_id": key, "agreed_at": at, "months": 12, "grace_days": 3, "missed_due_date": None}
                return row | {"state": "active"}, {"state": "breached", "missed_due_date": later}
        return self.sent["borrowers"][borrower_id,] | {"deceased": True}, {}


def _at(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=SHANGHAI)


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
    return str(value)
