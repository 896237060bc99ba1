"""The page of clocks and calculations: one table, made from the law that is held."""

from __future__ import annotations

from duly.law import Law
from duly.law.limit import CERTAINTIES, FORCES

LIMITS = (  # what is asked by calculations and duties, and by no rule of an act
    "house.data_return",
    "house.leak_notice",
    "house.rights_request",
    "cn.pipl.leak_notice",
    "cn.civil_code.payment_order",
    "cn.civil_code.payment_debts",
    "cn.cc11.card_order",
    "cn.civil_code.withheld_interest",
    "cn.civil_code.usury",
    "cn.spc_17.licensed_cap",
    "cn.spc_pl.private_cap",
    "cn.mccc25.micro_cap",
    "cn.mccc25.micro_cap_lpr",
    "cn.cfc_cost.new_loans",
    "house.cost_cap_by_analogy",
    "cn.cc11.plan_entry",
    "cn.cc11.plan_term",
    "cn.cc11.plan_contents",
    "cn.cc11.plan_equal",
    "house.plan_entry",
    "house.plan_term",
    "house.plan_contents",
    "house.plan_affordable",
    "house.plan_charge",
    "cn.cmp20.answer_simple",
    "cn.cmp20.answer_complex",
    "cn.cmp20.answer_extended",
    "cn.cir.objection_answer",
    "cn.cir.adverse_kept",
    "cn.rc23.observation",
    "cn.rc23.restructured_floor",
    "cn.civil_code.limitation_period",
    "cn.civil_code.limitation_instalments",
    "cn.civil_code.limitation_interrupted",
    "cn.limitation.demand_arrived",
    "cn.civil_code.limitation_suspended",
    "house.evidence_kept",
    "cn.nifa18.excess_cost",
    "cn.rc23.class_floor",
)
HEADS = {
    "zh": (
        "# 时钟与计算",
        "本表由法律数据生成，请勿手改。期限按自然日计，自收到次日起算；“本机构规定”不是法律，“待核实”的数值不单独阻断。",
        "| 编号 | 内容 | 数值 | 起始日 | 依据 | 效力 | 可信度 |",
    ),
    "en": (
        "# Clocks and calculations",
        "Made from the law that is held; do not edit by hand. Days are calendar days, counted from the day after "
        "receipt. A house rule is not law; a value recalled never blocks by itself.",
        "| id | what | values | first day | where it stands | force | certainty |",
    ),
}


def page(law: Law, lang: str) -> str:
    """Write the page in one language, `zh` or `en`."""
    title, words, head = HEADS[lang]
    rows = sorted((law[path].id, _row(law, path, lang)) for path in LIMITS)
    return "\n".join([title, "", words, "", head, "|" + "---|" * 7, *(row for _, row in rows), ""])


def _row(law: Law, path: str, lang: str) -> str:
    limit = law[path]
    side = 0 if lang == "zh" else 1
    said = "<br>".join(_values(parts) for _, parts in limit.values if parts is not None)
    days = "<br>".join(day.isoformat() for day, _ in limit.values)
    cells = (limit.id, limit.zh if lang == "zh" else limit.en, said, days, "；".join(limit.reference))
    return "| " + " | ".join((*cells, FORCES[limit.force][side], CERTAINTIES[limit.certainty][side])) + " |"


def _values(parts: dict[str, object]) -> str:
    shown = (f"`{part}` {', '.join(v) if isinstance(v, tuple) else v}" for part, v in parts.items())
    return "; ".join(shown) or "–"
