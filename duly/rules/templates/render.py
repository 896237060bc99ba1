"""Fill a template: everything is as approved, every value is of its type, and the whole may be said, or nothing is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from duly.core.money import CurrencyMismatch, Money
from duly.law import Law
from duly.law import load as load_law
from duly.rules.templates.faults import TemplateRefused
from duly.rules.templates.required import PLACE, Wording, kinds, missing
from duly.rules.templates.template import Template
from duly.rules.templates.values import shown
from duly.rules.words import Context, Heard, check

PARTS = ("principal", "interest", "fees")
NOBODY = "某某"
SPANS = (("visit_from", "visit_to"), ("mandate_from", "mandate_to"))


def render(
    template: Template,
    values: Mapping[str, Any],
    *,
    on: date,
    domains: Collection[str] = (),
    law: Law | None = None,
) -> str:
    """The text for one person on a day; `domains` are the official ones a link may lead to.

    Raises TemplateRefused, naming the variable or the element at fault.
    """
    _in_use(template, on)
    written = _written(template, values, domains)
    _adds_up(template, values)
    _in_order(values)
    wording = Wording(template.kind, template.language, template.speaker, template.text, written)
    for one in missing(wording, law or load_law("cn"), on):
        raise TemplateRefused(one.key, f"{template.id} {one}", "")
    told = PLACE.sub(lambda hit: _ours(template, hit[1], written), template.text)
    for finding in _said(template, told, on).findings:
        raise TemplateRefused(
            finding.code,
            f"{template.id}：“{finding.words}”{finding.why_zh}；可以说：{finding.instead_zh}",
            f"({finding.why_en}; say instead: {finding.instead_en})",
        )
    return PLACE.sub(lambda hit: written[hit[1]], template.text)


def _ours(template: Template, name: str, written: Mapping[str, str]) -> str:
    """A value as far as the words are ours: what somebody is called is nothing that we say."""
    return NOBODY if template.variables[name].type == "name" else written[name]


def heard(template: Template, on: date) -> Heard:
    """What the language checker hears in the words of a template, with an invented value in every gap."""
    written = {
        name: "" if one.type == "official_url" else shown(one, template.example()[name], template.language)
        for name, one in template.variables.items()
    }
    return _said(template, PLACE.sub(lambda hit: written[hit[1]], template.text), on)


def _said(template: Template, text: str, on: date) -> Heard:
    """A contact is spoken to where no word of a debt may be said to anybody; else the borrower."""
    contact = any(ban.debt_words == "all" for ban in kinds()[template.kind].bans)
    return check(text, Context(template.speaker, "contact" if contact else "debtor", as_of=on))


def _in_use(template: Template, on: date) -> None:
    if not template.effective(on):
        until = template.effective_until or "…"
        raise TemplateRefused(
            template.id, f"{on} 不在使用期 {template.effective_from} – {until}", "is not in use that day"
        )
    if why := template.unapproved(on):
        raise TemplateRefused(
            template.id, f'{why[0]}；批准须写入 hash: "{template.hash}"', f"{why[1]}; an approval carries the hash"
        )


def _written(template: Template, values: Mapping[str, Any], domains: Collection[str]) -> dict[str, str]:
    for name, variable in template.variables.items():
        if name not in values:
            raise TemplateRefused(name, f"缺少 {variable.zh}", f"({variable.en} is missing)")
    for name in values:
        if name not in template.names:
            raise TemplateRefused(str(name), f"{template.id} 没有这个变量", f"is no variable of {template.id}")
    return {name: shown(one, values[name], template.language, domains) for name, one in template.variables.items()}


def _adds_up(template: Template, values: Mapping[str, Any]) -> None:
    """The parts make the total, and the instalments make the plan, to the last minor unit (CN-COMM-04)."""
    try:
        if {*PARTS, "total"} <= set(values):
            _same("total", values["principal"] + values["interest"] + values["fees"], values["total"])
        if {"instalments", "instalment", "last_instalment", "plan_total"} <= set(values):
            if values["instalments"] < 1:
                raise TemplateRefused("instalments", "至少一期", "a plan has one instalment at least")
            each, last = values["instalment"], values["last_instalment"]
            earlier = Money(each.minor * (values["instalments"] - 1), each.currency)
            _same("plan_total", earlier + last, values["plan_total"])
    except CurrencyMismatch:
        raise TemplateRefused(template.id, "金额币种不一致", "the amounts are of different currencies") from None


def _in_order(values: Mapping[str, Any]) -> None:
    for first, last in SPANS:
        if {first, last} <= set(values) and values[first] > values[last]:
            raise TemplateRefused(last, "早于起点", f"is before {first}")


def _same(name: str, summed: Money, told: Money) -> None:
    if summed != told:
        raise TemplateRefused(name, f"各项合计 {summed}，写的是 {told}", "the parts add up to another amount")
