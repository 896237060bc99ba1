"""An explanation as lines of text in one language."""

from __future__ import annotations

from collections.abc import Iterator

from duly.core.verdict import Finding
from duly.law import CERTAINTIES, FORCES
from duly.law.cited import citation_sides
from duly.nightly import words
from duly.nightly.explain.passage import Explanation
from duly.nightly.figures import day, moment
from duly.nightly.words import LANGUAGES, Two
from duly.rules.compliance.cn.facts import VOCABULARY

ALARM = Two(
    "⚠ 重新计算与日终所记不符（若日终之后换过规则包、评分卡或处置表，也会如此）。先不要据此行事：",
    "⚠ WORKED OUT AGAIN, THIS IS NOT WHAT THE NIGHT WROTE (a law, score card or table of treatments changed since "
    "the night does that too). Do not act on it:",
)


def lines(explanation: Explanation, lang: str) -> Iterator[str]:
    """Tell it in Chinese ("zh") or English ("en")."""
    place = LANGUAGES.index(lang)
    yield f"{'如约' if lang == 'zh' else 'Duly'} · {day(explanation.day, lang)} · {explanation.asked}"
    if explanation.differs:
        yield ALARM[place]
        yield from (f"   ⚠ {two[place]}" for two in explanation.differs)
    for number, passage in enumerate(explanation.passages, 1):
        yield f"{number}. {passage.name[place]}"
        yield from (f"   {line[place]}" for line in passage.lines)
        for finding in passage.findings:
            yield from _finding(finding, lang)


def _finding(finding: Finding, lang: str) -> Iterator[str]:
    """The reason, then its source with force and certainty, what is not known, and when it no longer objects."""
    place, zh = LANGUAGES.index(lang), lang == "zh"
    severity = words.say(words.VERDICTS, finding.severity.word, lang)
    marks = [f"[{CERTAINTIES[finding.certainty][place]}]", f"[{FORCES[finding.force][place]}]"]
    marks.append(citation_sides(finding.citation)[place])
    if finding.lacks:
        named = [
            (VOCABULARY[name].zh if zh else VOCABULARY[name].en) if name in VOCABULARY else name
            for name in finding.lacks
        ]
        marks.append(f"{'缺少事实' if zh else 'not known'}: {', '.join(named)}")
    if finding.retry_at:
        marks.append(f"{'下一可联系时刻' if zh else 'again from'} {moment(finding.retry_at, lang)}")
    yield f"   - {finding.rule} {severity}：{finding.zh}" if zh else f"   - {finding.rule} {severity}: {finding.en}"
    yield f"     {' · '.join(marks)}"
