"""Questions about numbers and dates: the wire's names, mapped onto the modules that answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from duly.core.day import NotADay, parse_day
from duly.law import Law
from duly.law.limit import NotYetInForce
from duly.rules import classification, complaint, cost_cap, credit_report, limitation, payment, plan

FORCE = {"statute": "LAW", "rule": "RULE", "standard": "STD", "association": "ASSN", "house": "P"}
CERTAINTY = {"quoted": "Q", "seen": "S", "recalled": "R", "ours": "P"}
STRICTEST = ("stop", "incident", "block", "require", "review", "warn", "permit")
PRODUCT_CARD = "credit_card"
Answer = tuple[dict[str, Any], list[tuple[str, str]]]


class BadQuestion(ValueError):
    """A question that cannot be read as it stands: where, and what is accepted there."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


class Given:
    """The input of a question, read field by field; whatever is missing or of another type is refused."""

    def __init__(self, read: Any, path: str) -> None:
        if not isinstance(read, Mapping):
            raise BadQuestion(path, "an object is wanted")
        self.read, self.path = read, path

    def _get(self, name: str, kinds: type, wanted: str, optional: bool = False) -> Any:
        value = self.read.get(name)
        if value is None and optional:
            return None
        if not isinstance(value, kinds) or (kinds is int and isinstance(value, bool)):
            raise BadQuestion(f"{self.path}.{name}", f"{wanted} is wanted")
        return value

    def whole(self, name: str, least: int | None = 0) -> int:
        value: int = self._get(name, int, "a whole number")
        if least is not None and value < least:
            raise BadQuestion(f"{self.path}.{name}", f"a whole number from {least} upwards is wanted")
        return value

    def whole_or_none(self, name: str) -> int | None:
        return None if self.read.get(name) is None else self.whole(name)

    def truth(self, name: str) -> bool:
        value: bool = self._get(name, bool, "true or false")
        return value

    def text(self, name: str) -> str:
        value: str = self._get(name, str, "text")
        return value

    def named(self, name: str) -> bool:
        return bool((self._get(name, str, "text or null", optional=True) or "").strip())

    def one_of(self, name: str, known: Iterable[str]) -> str:
        value = self.text(name)
        if value not in known:
            raise BadQuestion(f"{self.path}.{name}", f"one of {', '.join(known)} is wanted")
        return value

    def day(self, name: str) -> date:
        try:
            return parse_day(self.text(name))
        except NotADay as wrong:
            raise BadQuestion(f"{self.path}.{name}", str(wrong)) from None

    def day_or_none(self, name: str) -> date | None:
        return None if self.read.get(name) is None else self.day(name)

    def part(self, name: str) -> Given | None:
        return None if self.read.get(name) is None else Given(self.read[name], f"{self.path}.{name}")

    def parts(self, name: str) -> list[Given]:
        listed: list[Any] = self._get(name, list, "a list")
        return [Given(item, f"{self.path}.{name}[{i}]") for i, item in enumerate(listed)]

    def words(self, name: str, known: Iterable[str], optional: bool = False) -> list[str]:
        listed: list[Any] = self._get(name, list, "a list of texts", optional) or []
        for i, word in enumerate(listed):
            if word not in known:
                raise BadQuestion(f"{self.path}.{name}[{i}]", f"one of {', '.join(known)} is wanted")
        return listed


def calculate(kind: str, given: Mapping[str, Any], law: Law) -> dict[str, Any]:
    """Answer one question: its result, and the rules behind it, the strictest first.

    Raises BadQuestion for an unknown kind and for input that is missing, of a wrong type, or before the law held.
    """
    if kind not in KINDS:
        raise BadQuestion("kind", f"one of {', '.join(KINDS)} is wanted")
    asked = Given(given, "input")
    try:
        result, hits = KINDS[kind](asked, asked.day("as_of"), law)
    except NotYetInForce as early:
        raise BadQuestion("input.as_of", str(early)) from None
    except BadQuestion:
        raise
    except (OverflowError, ValueError):
        raise BadQuestion("input", "a day lies outside the calendar") from None
    ordered = sorted(dict.fromkeys(hits), key=lambda hit: STRICTEST.index(hit[1]))
    return {"result": result, "rules": [cite(law, path, effect) for path, effect in ordered]}


def cite(law: Law, path: str, effect: str) -> dict[str, str]:
    """A limit as the wire names it."""
    limit = law[path]
    source, _, clause = limit.reference[0].partition(",")
    return {
        "id": limit.id.partition(":")[0].removesuffix("-P"),
        "source": source.strip(),
        "clause": clause.strip(),
        "force": FORCE[limit.force],
        "certainty": CERTAINTY[limit.certainty],
        "effect": effect,
    }


def _allocate(asked: Given, as_of: date, law: Law) -> Answer:
    debts = [_owed(debt) for debt in asked.parts("debts")]
    ids = [debt.debt for debt in debts]
    if not debts or len(set(ids)) < len(ids):
        raise BadQuestion("input.debts", "one or more debts, each with its own id, are wanted")
    designated = asked.words("designated", ids, optional=True)
    agreed = asked.words("agreed_order", payment.PARTS, optional=True)
    most = law.on(as_of)["cn.cc11.card_order"]["interest_first_days_most"]
    done = payment.allocate(
        asked.whole("payment"), debts, designated=designated, agreed_order=agreed, card_interest_first_days=most
    )
    cards = any(debt.product == PRODUCT_CARD for debt in debts) and not agreed
    paths = ["cn.civil_code.payment_order"]
    paths += ["cn.civil_code.payment_debts"] * (len(debts) > 1) + ["cn.cc11.card_order"] * cards
    allocations = [{"debt": debt, **parts} for debt, parts in done.parts]
    return {"allocations": allocations, "unapplied": done.unapplied}, [(path, "permit") for path in paths]


def _owed(debt: Given) -> payment.Owed:
    return payment.Owed(
        debt.text("id"),
        debt.text("product"),
        debt.truth("due"),
        debt.day("due_on"),
        debt.whole("dpd", least=None),
        debt.truth("secured"),
        debt.whole("annual_rate_bp"),
        *(debt.whole(part) for part in payment.PARTS),
    )


def _classify(asked: Given, as_of: date, law: Law) -> Answer:
    kind, dpd = asked.one_of("lender_kind", cost_cap.KINDS), asked.whole("dpd", least=None)
    proposed = asked.one_of("proposed_class", classification.CLASSES)
    floor = classification.floor(dpd, as_of=as_of, law=law)
    ok = not classification.is_better(proposed, floor)
    binding = "block" if kind in classification.BOUND else "warn"
    hits = [("cn.rc23.class_floor", "permit" if ok else binding)]
    result = {"floor": floor, "proposed_ok": ok, "non_performing": floor in classification.NON_PERFORMING}
    if changed := asked.part("restructure"):
        changed.day("changed_on")
        payments = [
            classification.Instalment(paid.day("due_on"), paid.truth("kept")) for paid in changed.parts("payments")
        ]
        seen = classification.observe(changed.day("first_due_on"), payments, dpd=dpd, as_of=as_of, law=law)
        result |= {"may_lift_flag": seen.may_lift, "period_restarted": seen.restarted}
        if seen.earliest_lift_on:
            result["earliest_lift_on"] = seen.earliest_lift_on.isoformat()
        hits.append(("cn.rc23.observation", "permit" if seen.may_lift else binding))
        if not seen.may_lift and classification.is_better(proposed, "special_mention"):
            hits.append(("cn.rc23.restructured_floor", "warn"))
    return result, hits


def _limitation(asked: Given, as_of: date, law: Law) -> Answer:
    known = law.on(as_of)["cn.civil_code.limitation_interrupted"]["by"]
    events = [
        limitation.Interruption(event.one_of("type", known), event.day("on"), event.named("proof_id"))
        for event in asked.parts("events")
    ]
    obstacles = [
        limitation.Obstacle(rest.day("from"), rest.day_or_none("until") or max(as_of, rest.day("from")))
        for rest in asked.parts("suspensions")
    ]
    found = limitation.limitation(asked.day("last_due_on"), events, obstacles, as_of=as_of, law=law)
    expired = as_of > found.expires_on
    hits = [("cn.civil_code.limitation_period", "warn" if expired else "permit")]
    hits.append(("cn.civil_code.limitation_instalments", "permit"))
    if found.counted:
        hits.append(("cn.civil_code.limitation_interrupted", "permit"))
    if any(event.kind == "delivered_demand" for event in events):
        hits.append(("cn.limitation.demand_arrived", "permit"))
    if found.suspended:
        hits.append(("cn.civil_code.limitation_suspended", "permit"))
    if expired:
        hits.append(("cn.limitation.signature", "warn"))
    return {"expires_on": found.expires_on.isoformat(), "expired": expired}, hits


def _rate_cap(asked: Given, as_of: date, law: Law) -> Answer:
    kind, signed_on = asked.one_of("lender_kind", cost_cap.KINDS), asked.day("signed_on")
    days = asked.whole_or_none("days")
    charges = [
        cost_cap.Charge(
            charge.whole("amount"),
            charge.read.get("in_contract") is True,
            charge.read.get("notice_given") is True,
            charge.truth("in_cost_table") if charge.read.get("in_cost_table") is not None else None,
        )
        for charge in asked.parts("charges")
    ]
    done = cost_cap.claim(
        kind,
        signed_on=signed_on,
        as_of=as_of,
        principal=asked.whole("contract_principal"),
        withheld=asked.whole("withheld"),
        disbursed=asked.whole("disbursed"),
        days=(as_of - signed_on).days if days is None else days,
        charges=charges,
        agreed_rate_bp=asked.whole_or_none("agreed_rate_bp"),
        lpr_bp=asked.whole_or_none("lpr_1y_bp"),
        law=law,
    )
    hits = [(path, "block") for path in done.against] + [(path, "warn") for path in done.warned]
    hits += [(path, "permit") for path in done.asked if path not in done.against]
    return {
        "verdict": "deny" if done.against or done.excess else "warn" if done.warned else "allow",
        "principal": done.principal,
        "cap_bp": done.cap_bp,
        "charged_bp": done.charged_bp,
        "claimable": done.claimable,
        "excess": done.excess,
        "private_lending_rule": kind == cost_cap.PRIVATE,
    }, hits


def _plan(asked: Given, as_of: date, law: Law) -> Answer:
    asked.one_of("lender_kind", cost_cap.KINDS)
    form = asked.one_of("form", ("signed", "oral"))
    blocks = law["cn.cc11.plan_contents"].on(as_of)["blocks"]
    proposal = plan.Proposal(
        product=asked.text("product"),
        months=asked.whole("months", least=1),
        blocks=asked.words("blocks", blocks),
        hardship_proved=asked.named("hardship_evidence_id"),
        willingness_recorded=asked.truth("willingness_recorded"),
        charge=asked.whole("charge_for_plan"),
    )
    done = plan.judge_plan(proposal, as_of=as_of, law=law)
    hits = [(path, "block") for path in done.forbidden] + [(path, "require") for path in done.wanting]
    hits += [(path, "permit") for path in done.asked if path not in done.forbidden + done.wanting]
    if form == "oral":
        hits.append(("cn.cc11.oral_plan_kept", "warn"))
    return {
        "verdict": "deny" if done.forbidden else "requires" if done.wanting else "allow",
        "missing_blocks": list(done.missing_blocks),
        "max_months": done.months_most,
    }, hits


def _complaint_clock(asked: Given, as_of: date, law: Law) -> Answer:
    read = asked.part("extension")
    extension = (
        None
        if read is None
        else complaint.Extension(
            read.truth("reason_recorded"),
            read.one_of("approved_by", complaint.APPROVERS) if read.read.get("approved_by") else "",
            read.day_or_none("approved_on"),
            read.day_or_none("complainant_told_on"),
        )
    )
    complexity = asked.one_of("complexity", (complaint.SIMPLE, complaint.COMPLEX, complaint.SPECIALLY_COMPLEX))
    found = complaint.due(asked.day("received_on"), complexity, extension, as_of=as_of, law=law)
    return _clock(found.on, found.limit, asked, as_of)


def _credit_clock(asked: Given, as_of: date, law: Law) -> Answer:
    found = credit_report.answer_due(asked.day("received_on"), as_of=as_of, law=law)
    return _clock(found, "cn.cir.objection_answer", asked, as_of)


def _clock(due_on: date, limit: str, asked: Given, as_of: date) -> Answer:
    answered = asked.day_or_none("answered_on")
    late = min(answered or as_of, as_of) > due_on
    result = {"due_on": due_on.isoformat(), "status": "breach" if late else "on_time"}
    return result, [(limit, "block" if late else "permit")]


KINDS: Mapping[str, Callable[[Given, date, Law], Answer]] = {
    "allocate": _allocate,
    "classify": _classify,
    "limitation": _limitation,
    "rate_cap": _rate_cap,
    "plan": _plan,
    "complaint_clock": _complaint_clock,
    "credit_clock": _credit_clock,
}
