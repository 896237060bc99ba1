"""The rule book: every rule with its clause, force, certainty and limit over time, written from the code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from duly.law import CERTAINTIES, FORCES, Law, Limit
from duly.law.limit import show
from duly.rules.compliance.cn.pack import ACTING, SENDING
from duly.rules.compliance.rule import BoundRule, Rule
from duly.rules.compliance.uk.pack import RULES as UK
from duly.rules.compliance.us_regf.rules import RULES as US_REGF

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
RULES: dict[str, tuple[Rule, ...]] = {"cn": (*SENDING, *ACTING), "us-regf": US_REGF, "uk": UK}  # by pack
_PLACE = {"zh": 0, "en": 1}
_SEVERITY = {
    "warn": ("提示", "warns"),
    "review": ("须人工复核", "a person must look"),
    "requires": ("须先具备条件", "blocked until something exists"),
    "deny": ("拒绝", "refuses"),
}
_OPENING = {
    "zh": """# 规则手册

闸口对每一次联系逐条询问下列规则，全部结论都保留，最严者决定。缺少所需事实的规则不会放行。
每条规则先写依据，再写理由；花括号中是届时填入的事实或限值。**本机构规定不是法律**；“待核实”的依据只作提示，从不单独拒绝。
对方主动联系我们时，只有关于说了什么、做了什么的规则仍然适用。全部条目均未经律师确认，上线前须逐条确认。
""",
    "en": """# Rule book

For every contact the gate asks each of these rules, keeps every answer, and lets the strictest decide. A rule that
lacks a fact does not let pass. Each rule gives its citation, then its reason; braces stand for facts and limits filled
in at the time. **A house rule is not law**; a citation that is not verified only warns and never refuses by itself.
Of a contact that the borrower begins, only the rules on what is said and done speak. No entry has been confirmed by a
lawyer yet; each has to be before use.
""",
}


def rulebook(law: Law, lang: Lang, pack: str = "cn") -> str:
    """Write the rule book of a pack in one language."""
    rules = _once(tuple(rule.under(law) for rule in RULES[pack]))
    lines = [_OPENING[lang], f"{'规则包版本' if lang == 'zh' else 'Version of the pack'}: `{pack} {law.version}`", ""]
    lines += _contents(rules, lang)
    for each in rules:
        lines += ["", *_page(each, lang)]
    return "\n".join(lines) + "\n"


def _once(rules: tuple[BoundRule, ...]) -> tuple[BoundRule, ...]:
    """One page a limit: some are asked of contacts and of acts alike."""
    return tuple({each.id: each for each in reversed(rules)}.values())[::-1]


def paths(pack: str = "cn") -> Iterator[tuple[str, Lang]]:
    """The files of the rule book of a pack and their languages."""
    for lang in LANGS:
        yield f"rules.{lang}.md" if pack == "cn" else f"rules-{pack}.{lang}.md", lang


def _contents(rules: tuple[BoundRule, ...], lang: Lang) -> list[str]:
    heads = (
        ("编号", "规则", "效力", "可信度", "结论") if lang == "zh" else ("id", "rule", "force", "certainty", "answer")
    )
    rows = [
        (f"[{each.id}](#{_anchor(each.id)})", _title(each.limit, lang), FORCES[each.limit.force][_PLACE[lang]],
         CERTAINTIES[each.limit.certainty][_PLACE[lang]], _SEVERITY[each.rule.severity.word][_PLACE[lang]])
        for each in rules
    ]  # fmt: skip
    return [_row(heads), _row(["---"] * len(heads)), *map(_row, rows)]


def _page(each: BoundRule, lang: Lang) -> list[str]:
    limit, zh = each.limit, lang == "zh"
    marks = (FORCES[limit.force][_PLACE[lang]], CERTAINTIES[limit.certainty][_PLACE[lang]])
    lines = [
        f'<a id="{_anchor(each.id)}"></a>',
        "",
        f"## {each.id} {_title(limit, lang)}",
        "",
        f"- {'依据' if zh else 'Citation'}: {'；'.join(limit.reference)} · {' · '.join(marks)} · “{limit.norm}”",
        f"- {'理由' if zh else 'Reason'}: {each.rule.zh if zh else each.rule.en}",
        f"- {'所需事实' if zh else 'Facts'}: {_facts(each, zh=zh)}",
        *_over_time(limit, zh=zh),
    ]
    if limit.counts:
        per, across = " + ".join(limit.per), " + ".join(limit.across)
        lines.append(f"- {'计数' if zh else 'Counts'}: {limit.counts}, per {per}, across {across}")
    if limit.note:
        lines.append(f"- {'备注' if zh else 'Note'}: {limit.note}")
    signed = ("是" if zh else "yes") if limit.lawyer_confirmed else ("否" if zh else "no")
    checked, confirmed = ("核对日", "律师确认") if zh else ("Checked", "confirmed by a lawyer")
    return [*lines, f"- {checked}: {limit.checked} · {confirmed}: {signed} · `{limit.path}`"]


def _over_time(limit: Limit, *, zh: bool) -> list[str]:
    return [f"- {'自' if zh else 'From'} {day}: {_value(limit, day, zh=zh)}" for day, _ in limit.values]


def _value(limit: Limit, day: date, *, zh: bool) -> str:
    if limit.force_dated.on(day) is None:
        return "不再有效" if zh else "no longer in force"
    parts = [f"{part} = {show(dated.meaning, dated.on(day))}" for part, dated in limit.dated.items()]
    return ", ".join(parts) or ("有效" if zh else "in force")


def _facts(each: BoundRule, *, zh: bool) -> str:
    named = [each.rule.over.vocabulary[fact.name] for fact in each.facts if fact.name != "direction"]
    return ("、" if zh else "; ").join(fact.zh if zh else fact.en for fact in named) or ("无" if zh else "none")


def _title(limit: Limit, lang: Lang) -> str:
    return limit.zh if lang == "zh" else limit.en


def _anchor(rule_id: str) -> str:
    return rule_id.lower().replace(":", "-")


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"
