"""The reference pages of the tables, written from their definitions so that they cannot differ from them."""

from __future__ import annotations

from collections.abc import Iterable

from duly.book.contract import TABLES
from duly.book.contract.meanings import FORMS, LANGS, Lang, of_column, of_table, of_value
from duly.book.days import DAY_TABLES
from duly.core.table import Column, Kind, Table

PAGES: dict[str, tuple[Table, ...]] = {"data-contract": TABLES, "day-tables": DAY_TABLES}

_TITLES = {
    ("data-contract", "zh"): "数据契约",
    ("data-contract", "en"): "The data contract",
    ("day-tables", "zh"): "业务日的表",
    ("day-tables", "en"): "The tables of a day",
}
_OPENINGS = {
    ("data-contract", "zh"): (
        "台账由这些表组成。每张表一个文件，文件名即表名，例如 `loans.csv`；CSV、Parquet、XLSX 均可。"
        "列名用下面的英文名或中文名。`duly book template` 生成空白模板。"
        "没有的表可以不交；通讯录、通话记录等一律不收。",
        "标 ● 的列必填。标 ◆ 的列属于个人信息，单独存放，日终从不读取。",
    ),
    ("data-contract", "en"): (
        "A book consists of these tables. One file each, named like its table, for example `loans.csv`; "
        "CSV, Parquet and XLSX are read. Columns are headed by the names below, English or Chinese. "
        "`duly book template` writes empty files to fill in. A table you do not have may be left out. "
        "Phone address books, call logs and the like are never taken.",
        "● must be filled in. ◆ is personal: kept apart, never seen by the night.",
    ),
    ("day-tables", "zh"): (
        "一个业务日产生这些表，每张一个 Parquet 文件，位于 `HOME/days/日期/`。"
        "金额是最小货币单位的整数（分），时刻是零点起的分钟数，时间是 UTC。",
        "标 ● 的列从不为空。",
    ),
    ("day-tables", "en"): (
        "One business day makes these tables, a Parquet file each in `HOME/days/DAY/`. "
        "Amounts are whole minor units, times of day are minutes since midnight, instants are UTC.",
        "● is never empty.",
    ),
}
_WORDS: dict[str, dict[Lang, str]] = {
    "forms": {"zh": "值的写法", "en": "How values are written"},
    "kind": {"zh": "类别", "en": "kind"},
    "form": {"zh": "写法", "en": "form"},
    "tables": {"zh": "各表", "en": "The tables"},
    "key": {"zh": "主键", "en": "Key"},
    "grows": {
        "zh": "事件表：行一经接受不再改变，同键不同内容是矛盾。",
        "en": "Events: a row once taken never changes; the same key with other content is a contradiction.",
    },
    "stands": {
        "zh": "记录表：同键的后来行替换先前行。",
        "en": "Standing records: a later row with the same key replaces the earlier.",
    },
    "column": {"zh": "列", "en": "column"},
    "title": {"zh": "中文名", "en": "Chinese"},
    "meaning": {"zh": "含义", "en": "meaning"},
    "refers": {"zh": "须存在于", "en": "Must exist in"},
    "least": {"zh": "不小于", "en": "At least"},
    "derived": {"zh": "由入库程序计算，文件中不出现。", "en": "Computed by intake; no file brings it."},
    "refused": {"zh": "拒绝", "en": "Refused"},
    "values": {"zh": "取值", "en": "Values"},
}


def paths() -> Iterable[tuple[str, str, Lang]]:
    """Every page: file name, page, language."""
    return [(f"{page}.{lang}.md", page, lang) for page in PAGES for lang in LANGS]


def markdown(page: str, lang: Lang) -> str:
    """Write one reference page."""
    tables = PAGES[page]
    parts = [f"# {_TITLES[page, lang]}", *_OPENINGS[page, lang]]
    if page == "data-contract":
        parts += [f"## {_word('forms', lang)}", _forms(lang), f"## {_word('tables', lang)}"]
    parts.append("\n".join(f"- [{table.name} {table.zh}](#{table.name})" for table in tables))
    for table in tables:
        parts += _table(table, lang, is_file=page == "data-contract")
    return "\n\n".join(parts) + "\n"


def _forms(lang: Lang) -> str:
    rows = [(kind.value, FORMS[kind][lang]) for kind in Kind]
    return _grid((_word("kind", lang), _word("form", lang)), rows)


def _table(table: Table, lang: Lang, *, is_file: bool) -> list[str]:
    key = _said("key", ", ".join(f"`{name}`" for name in table.key), lang)
    keeps = " " + _word("grows" if table.grows else "stands", lang) if is_file else ""
    columns = [(column, False) for column in table.columns] + [(column, True) for column in table.derived]
    rows = [_row(table, column, lang, is_derived=derived) for column, derived in columns]
    heads = ("", *(_word(word, lang) for word in ("column", "title", "kind", "meaning")))
    return [
        f'### <a id="{table.name}"></a>`{table.name}` {table.zh}',
        of_table(table, lang),
        key + keeps,
        _grid(heads, rows),
    ]


def _row(table: Table, column: Column, lang: Lang, *, is_derived: bool) -> tuple[str, ...]:
    marks = ("●" if column.required else "") + ("◆" if column.personal else "")
    meaning = [of_column(table, column, lang)]
    if column.values:
        meaning.append(_said("values", _values(table, column, lang), lang))
    if column.refused:
        meaning.append(_said("refused", ", ".join(f"`{value}`" for value, _ in column.refused), lang))
    if column.least is not None:
        meaning.append(_said("least", str(column.least), lang))
    if column.refers:
        meaning.append(_said("refers", f"`{column.refers}`", lang))
    if is_derived:
        meaning.append(_word("derived", lang))
    return marks, f"`{column.name}`", column.zh, column.kind.value, " ".join(meaning)


def _values(table: Table, column: Column, lang: Lang) -> str:
    if lang == "en":
        return ", ".join(f"`{value}`" for value in column.values)
    return "、".join(f"`{value}` {of_value(table, column, value, lang)}" for value in column.values)


def _grid(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def _said(word: str, what: str, lang: Lang) -> str:
    return f"{_word(word, lang)}：{what}。" if lang == "zh" else f"{_word(word, lang)}: {what}."


def _word(word: str, lang: Lang) -> str:
    return _WORDS[word][lang]
