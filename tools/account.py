"""Write the page about the account's JSON from the questions themselves: `python -m tools.account [--check]`

Fields, types, limits and defaults are read off the models; the answers are those of the examples, worked out here.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from duly import law as laws
from duly.rules.account import answers
from duly.rules.account.asked import AMOUNT_MOST, Asked, Refused
from duly.rules.account.coherent import MAY, NEEDS
from duly.rules.account.limitation_answer import LimitationQuestion, answer_limitation
from duly.rules.account.plan_answer import answer_plan
from duly.rules.account.plan_followed import PlanFollowed
from duly.rules.account.plan_wire import PlanQuestion
from duly.rules.account.schedule_answer import answer_schedule
from duly.rules.account.schedule_wire import ScheduleQuestion
from duly.rules.account.statement_answer import answer_statement
from duly.rules.account.statement_wire import StatementQuestion
from duly.rules.account.wire import Account, SharedPayment
from tools.pages import write_or_check

Lang = Literal["zh", "en"]
ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "account"
OUT = ROOT / "docs" / "reference"
PROSE = ROOT / "tools" / "account_prose"
WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
CJK = re.compile(r"[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef“”—]")
PARTS = {"penalty", "fee", "interest", "principal", "total"}
ROWS_SHOWN = 2  # of a list in an example's answer


class Command(NamedTuple):
    """One command: its question, its answer, and the example that shows it."""

    name: str
    question: type[Asked]
    answer: Callable[[Any], dict[str, Any]]
    example: str


CN = laws.load("cn")
COMMANDS = (
    Command("schedule", ScheduleQuestion, answer_schedule, "schedule"),
    Command("allocate", Account, answers.allocate, "allocate"),
    Command("allocate", SharedPayment, answers.allocate, "several"),
    Command("age", Account, answers.aged, "age"),
    Command("plan", PlanQuestion, partial(answer_plan, law=CN), "plan"),
    Command("plan", PlanFollowed, partial(answer_plan, law=CN), "followed"),
    Command("statement", StatementQuestion, partial(answer_statement, law=CN), "statement"),
    Command("limitation", LimitationQuestion, partial(answer_limitation, law=CN), "limitation"),
)
SAID: dict[Lang, dict[str, str]] = {
    "zh": {
        "field": "| 字段 | 类型 | 缺省 | 含义 |",
        "answered": "| 回答的字段 | 含义 |",
        "required": "必填",
        "none": "无",
        "values": "取值",
        "question": "问",
        "answer": "答",
        "more": "…（共 {n} 项）",
        "objects": "## 各对象",
        "or": " 或 ",
        "whole": "整数",
        "text": "文字",
        "truth": "true 或 false",
        "list": "{0} 的数组",
        "most": "至多 {0} 项",
        "needs": "须有",
        "may": "可有",
    },
    "en": {
        "field": "| field | type | default | meaning |",
        "answered": "| field of the answer | meaning |",
        "required": "required",
        "none": "none",
        "values": "values",
        "question": "Question",
        "answer": "Answer",
        "more": "… ({n} in all)",
        "objects": "## Objects",
        "or": " or ",
        "whole": "whole number",
        "text": "text",
        "truth": "true or false",
        "list": "array of {0}",
        "most": "{0} at most",
        "needs": "needs",
        "may": "may have",
    },
}


def page(lang: Lang) -> str:
    """The page in one language."""
    prose = (PROSE / f"{lang}.md").read_text("utf-8").rstrip()
    commands = "\n\n".join(_command(each, lang) for each in COMMANDS)
    objects = "\n\n".join(_object(name, shape, lang) for name, shape in _objects().items())
    return f"{prose}\n\n{commands}\n\n{SAID[lang]['objects']}\n\n{objects}\n"


def _command(command: Command, lang: Lang) -> str:
    said, file = SAID[lang], EXAMPLES / f"{command.example}.json"
    asked = json.loads(file.read_text("utf-8"))
    told = command.answer(asked)
    name = command.question.__name__
    lines = [
        f"## duly {command.name}: {_title(name, lang)}",
        f"{said['question']}: [{name}](#{name.lower()})",
        f"```sh\nduly {command.name} {file.relative_to(ROOT)}\n```",
        f"```json\n{file.read_text('utf-8').rstrip()}\n```",
        f"{said['answer']}:",
        f"```json\n{_laid_out(_shortened(told, lang))}\n```",
        _answered(command, told, lang),
    ]
    return "\n\n".join(lines)


def _title(name: str, lang: Lang) -> str:
    if lang == "zh":
        return str(WORDS["titles"][name])
    document = _models()[name].get("description", name)
    return str(document).split("\n\n")[0].replace("\n", " ").rstrip(".")


def _shortened(value: Any, lang: Lang) -> Any:
    """A long list shows its first rows and how many there are."""
    if isinstance(value, dict):
        return {name: _shortened(one, lang) for name, one in value.items()}
    if not isinstance(value, list):
        return value
    shown = [_shortened(one, lang) for one in value[:ROWS_SHOWN]]
    is_long = len(value) > ROWS_SHOWN and isinstance(value[0], dict)
    return [*shown, SAID[lang]["more"].format(n=len(value))] if is_long else [_shortened(one, lang) for one in value]


def _laid_out(told: dict[str, Any]) -> str:
    """A field a line, and a row a line of what is a list of rows."""
    return "{\n" + ",\n".join(f" {_line(name)}: {_rows(one)}" for name, one in told.items()) + "\n}"


def _rows(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"  {_line(one)}" for one in value) + "]"
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _answered(command: Command, told: dict[str, Any], lang: Lang) -> str:
    rows = [SAID[lang]["answered"], "|---|---|"]
    for path in dict.fromkeys(paths(told)):
        meaning = WORDS["answers"].get(f"{command.name}.{path}") or WORDS["answers"].get(path)
        meaning = meaning or WORDS["answers"].get(path.split(".")[-1].removesuffix("[]"))
        if meaning is None:
            raise LookupError(f"tools/account.yaml, answers: nobody says what {path!r} of {command.name} means")
        rows.append(f"| `{path}` | {meaning[lang == 'en']} |")
    return "\n".join(rows)


def paths(value: dict[str, Any], before: str = "") -> Iterator[str]:
    """Every field of an answer; sums by part, clauses and conventions are one field each."""
    for name, one in value.items():
        path = f"{before}{name}"
        yield path
        if name in (
            "conventions",
            "known_then",
            "account",
            "totals",
            "rules",
            "clause",
            "clauses",
            "cap",
            "shown",
            "asked",
        ):
            continue
        for inner in [each for each in (one if isinstance(one, list) else [one]) if isinstance(each, dict)]:
            if not set(inner) <= PARTS:
                yield from paths(inner, f"{path}{'[]' if isinstance(one, list) else ''}.")


def _models() -> dict[str, dict[str, Any]]:
    """Every object that a question is made of, as JSON Schema has it, in the order in which they are met."""
    found: dict[str, dict[str, Any]] = {}
    for command in COMMANDS:
        schema = command.question.model_json_schema()
        inner = schema.pop("$defs", {})
        for name, shape in {command.question.__name__: schema, **inner}.items():
            found.setdefault(name, shape)
    return found


_objects = _models


def _object(name: str, shape: dict[str, Any], lang: Lang) -> str:
    said = SAID[lang]
    rows = [f'<a id="{name.lower()}"></a>', f"### {name}", _title(name, lang), f"{said['field']}\n|---|---|---|---|"]
    required = shape.get("required", [])
    for field, held in shape.get("properties", {}).items():
        default = said["required"] if field in required else _default(held.get("default"), lang)
        rows[-1] += f"\n| `{field}` | {_type(held, lang)} | {default} | {_meaning(field, held, lang)} |"
    return "\n\n".join(rows)


def _default(value: Any, lang: Lang) -> str:
    if value is None:
        return SAID[lang]["none"]
    written = json.dumps(value, ensure_ascii=False)
    return f"`{written}`" if len(written) <= 60 else "…" if not isinstance(value, list) else f"{len(value)}"


def _type(held: dict[str, Any], lang: Lang) -> str:
    said = SAID[lang]
    if "$ref" in held:
        name = held["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if several := held.get("anyOf") or held.get("oneOf"):
        return said["or"].join(dict.fromkeys(_type(one, lang) for one in several if one.get("type") != "null"))
    if "const" in held:
        return f"`{json.dumps(held['const'])}`"
    if "enum" in held:
        numbers = [str(value) for value in held["enum"] if isinstance(value, int)]
        return said["or"].join(numbers) or said["values"]
    kind = held.get("type")
    if kind == "array":
        inner = held.get("items") or {}
        most = f" ({said['most'].format(held['maxItems'])})" if "maxItems" in held else ""
        return said["list"].format(_type(inner, lang)) + most
    if kind == "integer":
        return said["whole"] + _bounds(held)
    if kind == "string":
        return "YYYY-MM-DD" if held.get("format") == "date" else said["text"]
    return said["truth"] if kind == "boolean" else f'{said["whole"]}{said["or"]}"948.22"'


def _bounds(held: dict[str, Any]) -> str:
    least, most = held.get("minimum"), held.get("maximum")
    if most == AMOUNT_MOST:
        return f" ≥ {least}"
    return f" {least} – {most}" if most is not None else f" ≥ {least}" if least is not None else ""


def _meaning(field: str, held: dict[str, Any], lang: Lang) -> str:
    text = half(held["description"], lang) if "description" in held else ""
    told = [
        f"`{value}` {_value(field, value, lang)}{_beside(value, lang) if 'const' not in held else ''}"
        for value in dict.fromkeys(enumerated(held))
    ]
    return "<br>".join([text, *told] if text else told).replace("|", "\\|")


def enumerated(held: dict[str, Any]) -> Iterator[str]:
    """Every word that a field accepts."""
    yield from (value for value in held.get("enum", ()) if isinstance(value, str))
    if isinstance(held.get("const"), str):
        yield held["const"]
    for inner in (*held.get("anyOf", ()), *([held["items"]] if "items" in held else ())):
        yield from enumerated(inner)


def _value(field: str, value: str, lang: Lang) -> str:
    meaning = WORDS["values"].get(field, {}).get(value)
    if meaning is None:
        raise LookupError(f"tools/account.yaml, values: nobody says what {field}: {value!r} means")
    return str(meaning[lang == "en"])


def _beside(kind: str, lang: Lang) -> str:
    """Which fields an event of this kind needs and may have; nothing for what is no kind of event."""
    said = SAID[lang]
    named = ((said["needs"], NEEDS.get(kind, ())), (said["may"], MAY.get(kind, ())))
    told = "; ".join(f"{word} {', '.join(f'`{name}`' for name in names)}" for word, names in named if names)
    return f" ({told})" if told else ""


def half(text: str, lang: Lang) -> str:
    """The Chinese or the English half of a description; the English begins after the last Chinese sign."""
    ends = max((found.end() for found in CJK.finditer(text)), default=0)
    return (text[ends:] if lang == "en" else text[:ends]).strip()


def main() -> None:
    """Write both pages, or with --check say whether they are the ones that would be written."""
    made = {OUT / f"account-json.{lang}.md": page(lang) for lang in ("zh", "en")}  # type: ignore[arg-type]
    write_or_check(made, "账户 the account", "account")


if __name__ == "__main__":
    try:
        main()
    except Refused as refused:
        sys.exit(f"examples/account: {refused}")
