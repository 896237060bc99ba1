"""The page of templates: what each kind of message has to say, on whose word, and the texts that are shipped."""

from __future__ import annotations

from duly.law import Law
from duly.law.limit import CERTAINTIES, FORCES
from duly.rules.templates.library import Library
from duly.rules.templates.required import SPEAKERS, Element, Kind, kinds
from duly.rules.templates.template import Template
from duly.rules.templates.values import vocabulary

HEADS = {
    "zh": (
        "# 模板",
        "本页由程序写出：`python -m tools.templates`，请勿手改。“本机构规定”不是法律；由条文推出的，条文没有这样写。",
        "## 变量",
        "| 名称 | 类型 | 含义 |",
        "| 须有 | 依据 | 效力 | 可信度 |",
        "| 不得有 | 依据 | 效力 | 可信度 |",
        "获批的文本：",
    ),
    "en": (
        "# Templates",
        "Written by the program: `python -m tools.templates`; do not edit by hand. A house rule is not law; what is "
        "derived from a clause is not said by the clause.",
        "## Variables",
        "| name | type | meaning |",
        "| has to say | where it stands | force | certainty |",
        "| must not | where it stands | force | certainty |",
        "Approved texts:",
    ),
}
SPEAKER_WORDS = {
    "lender": ("贷款人", "lender"),
    "agency": ("受托机构", "agency"),
    "robot": ("机器人", "robot"),
}


def page(law: Law, library: Library, lang: str) -> str:
    """Write the page in one language, `zh` or `en`."""
    title, words, variables, columns, *_ = HEADS[lang]
    lines = [title, "", words, ""]
    for kind in kinds().values():
        lines += _kind(kind, law, [one for one in library if one.kind == kind.key], lang)
    lines += [variables, "", columns, "|---|---|---|"]
    lines += [f"| `{one.name}` | {one.type} | {one.zh if lang == 'zh' else one.en} |" for one in vocabulary().values()]
    return "\n".join(lines) + "\n"


def _kind(kind: Kind, law: Law, texts: list[Template], lang: str) -> list[str]:
    *_, has, must_not, approved = HEADS[lang]
    named = kind.zh if lang == "zh" else kind.en
    side = 0 if lang == "zh" else 1
    said_by = ("可以由谁说：" if lang == "zh" else "May be said by: ") + ", ".join(
        SPEAKER_WORDS[one][side] for one in kind.speakers
    )
    lines = [f'<a id="{kind.key}"></a>', "", f"## {named} `{kind.key}`", "", said_by, "", has, "|---|---|---|---|"]
    lines += [_row(one, law, lang) for one in kind.elements]
    lines += ["", must_not, "|---|---|---|---|", *(_row(one, law, lang) for one in kind.bans), "", approved, ""]
    for one in texts:
        if one.language == lang:
            lines += [f"`{one.id}` v{one.version}, {SPEAKER_WORDS[one.speaker][side]}, {one.effective_from} –", ""]
            lines += ["```text", one.text, "```", ""]
    return lines


def _row(element: Element, law: Law, lang: str) -> str:
    """One element; each source has its own line in the cells, so that no house rule leans on the law beside it."""
    side = 0 if lang == "zh" else 1
    what = element.zh if lang == "zh" else element.en
    if element.speakers != SPEAKERS:
        what += f" ({', '.join(SPEAKER_WORDS[one][side] for one in element.speakers)})"
    house, ours = FORCES["house"][side], CERTAINTIES["ours"][side]
    sources = [
        (f"{limit.id} {'；'.join(limit.reference)}", FORCES[limit.force][side], CERTAINTIES[limit.certainty][side])
        for limit in (law[path] for path in element.limits)
    ]
    if element.derived:
        from_ids = ", ".join(law[path].id for path in element.derived)
        sources.append((f"由 {from_ids} 推出" if side == 0 else f"derived from {from_ids}", house, ours))
    if element.house:
        sources.append((element.house[side], house, ours))
    cells = ("<br>".join(column) for column in zip(*sources, strict=True))
    return "| " + " | ".join((what, *cells)) + " |"
