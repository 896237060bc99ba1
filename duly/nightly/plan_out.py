"""The plan of a closed day as one file: whom, how, between which minutes, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from duly.book.sql import day_literal, text_literal
from duly.core.day import CONTACT_ZONE, day_bounds
from duly.core.mendable import Mendable
from duly.core.table import Column, Kind, Table
from duly.law import Law
from duly.nightly.closed import ClosedDay
from duly.store import engine as engines
from duly.store import files
from duly.store.lake import Home

Form = Literal["csv", "parquet"]
BOM = "\ufeff"
FOLDERS = ("versions", "lake", "private", "batches", "mappings", "days")  # of a home
_FORMULA = "'=', '+', '-', '@', chr(9), chr(13)"  # with which a cell begins that a spreadsheet would run
_ORDER = "p.team_id NULLS LAST, p.channel, p.earliest NULLS LAST, p.contact_id"

PLAN = Table(
    "plan",
    "计划",
    "One row per planned contact, permitted or not, by team, channel, earliest minute and contact.",
    key=("contact_id",),
    columns=(
        Column("contact_id", Kind.ID, "计划编号", "Day and borrower.", required=True),
        Column("day", Kind.DATE, "业务日", "The business day.", required=True),
        Column("borrower_id", Kind.ID, "借款人编号", "Whose matter it is.", required=True),
        Column("loan_id", Kind.ID, "主借据", "The loan that decided.", required=True),
        Column("address_id", Kind.ID, "联系方式编号", "Where; empty = the borrower has none for the channel."),
        Column("channel", Kind.ENUM, "渠道", "How.", required=True),
        Column("mode", Kind.ENUM, "方式", "Voice: informational or interactive."),
        Column("purpose", Kind.ENUM, "目的", "What for.", required=True),
        Column("party_role", Kind.ENUM, "对象", "Who is to be reached.", required=True),
        Column("template", Kind.ID, "模板", "Approved wording.", required=True),
        Column("team_id", Kind.ID, "小组编号", "Team that calls; voice only."),
        Column("position", Kind.COUNT, "清单次序", "Place on the team's worklist, from 1; empty = not on it."),
        Column("earliest", Kind.MINUTE, "最早时刻", "First minute of the window; empty = none is lawful."),
        Column("latest", Kind.MINUTE, "最晚时刻", "End of the window, excluded."),
        Column("verdict", Kind.ENUM, "裁定", "For earliest; only allow and warn may be done.", required=True),
        Column("refused_by", Kind.TEXT, "不通过的规则", "Ids of the rules that object or cannot know, by comma."),
        Column("unknown_in", Kind.TEXT, "事实不明的规则", "Those of them that lack a fact, by comma."),
        Column("next_permitted_at", Kind.INSTANT, "下一可联系时刻", "Once no rule about time objects; empty = none."),
        Column("reason_zh", Kind.TEXT, "理由（中文）", "Titles of the refusing rules, in Chinese."),
        Column("reason_en", Kind.TEXT, "理由（英文）", "Titles of the refusing rules, in English."),
        Column("law_version", Kind.ID, "规则包版本", "Version of the law that judged.", required=True),
        Column("book_version", Kind.COUNT, "台账版本", "Version of the book the day was closed over.", required=True),
    ),
)  # fmt: skip


class CannotWritePlan(Mendable, ValueError):
    """The file asked for lies among those of the book."""


class NoSuchTeam(Mendable, LookupError):
    """A plan was asked for a team that the book does not have."""


@dataclass(frozen=True, slots=True)
class Written:
    """A plan that was written."""

    path: Path
    rows: int


def write(
    closed: ClosedDay, home: Home, out: Path, *, form: Form, team: str | None = None, bom: bool = False
) -> Written:
    """Write the plan of a closed day, all of it or one team's, whole or not at all.

    `bom` begins a CSV with the mark by which spreadsheets know UTF-8. Raises NoSuchTeam, CannotWritePlan, DiskFull, and
    OSError where the place cannot be written; what was there before is then untouched.
    """
    if team is not None:
        _refuse_unknown(closed, team)
    if any(out.resolve().is_relative_to(home.path.resolve() / folder) for folder in FOLDERS):
        raise CannotWritePlan(
            f"{out}: 在台账自己的目录里，请用 --out 写到别处 "
            "lies among the book's own files; name a place elsewhere with --out"
        )
    cells = _texts(closed.day, bom=bom) if form == "csv" else "p.*"
    how = "FORMAT csv, HEADER" if form == "csv" else f"FORMAT parquet, COMPRESSION {engines.COMPRESSION}"
    query = f"SELECT {cells} FROM ({plan_query(closed, team)}) p ORDER BY {_ORDER}"
    aside = files.aside(out)
    aside.open("wb").close()  # so that the file system itself says why not; the engine tells only in words
    try:
        with files.told_when_full(out.parent):
            counted = closed.reading.engine.execute(f"COPY ({query}) TO {text_literal(str(aside))} ({how})").fetchone()
            files.put_in_place(out, point="plan.out")
    finally:
        aside.unlink(missing_ok=True)
    return Written(out, counted[0] if counted else 0)


def plan_query(closed: ClosedDay, team: str | None = None) -> str:
    """Build the rows of PLAN, times of day in minutes. Reads planned and worklists."""
    only = "" if team is None else f"WHERE p.team_id = {text_literal(team)}"
    law, summary = closed.policy.law, closed.summary
    return f"""
WITH refused AS (
    SELECT refused_by, {_titles(law, "zh")} AS reason_zh, {_titles(law, "en")} AS reason_en
    FROM (SELECT DISTINCT refused_by FROM planned WHERE refused_by IS NOT NULL)
)
SELECT p.contact_id, {day_literal(closed.day)} AS day, p.borrower_id, p.loan_id, p.address_id, p.channel, p.mode,
    p.purpose, p.party_role, p.template, p.team_id, w.position,
    p.earliest_minute AS earliest, p.latest_minute AS latest, p.verdict, p.refused_by, p.unknown_in,
    p.next_permitted_at, r.reason_zh, r.reason_en,
    {text_literal(summary["law"])} AS law_version, {int(summary["version"])}::INTEGER AS book_version
FROM planned p LEFT JOIN worklists w USING (contact_id) LEFT JOIN refused r ON r.refused_by = p.refused_by
{only}"""


def _titles(law: Law, lang: Literal["zh", "en"]) -> str:
    """The titles of a list of rules; a rule that the law no longer holds stands by its id."""
    between = "；" if lang == "zh" else "; "
    titles = ", ".join(f"{text_literal(limit.id)}: {text_literal(getattr(limit, lang))}" for limit in law)
    named = f"list_transform(string_split(refused_by, ','), lambda id: coalesce(MAP {{{titles}}}[id], id))"
    return f"array_to_string({named}, {text_literal(between)})"


def _texts(day: date, *, bom: bool) -> str:
    """Every column as it stands in a CSV."""
    names = [column.name for column in PLAN.columns]
    heads = [BOM + names[0] if bom else names[0], *names[1:]]
    return ", ".join(f'{_text(column, day)} AS "{head}"' for column, head in zip(PLAN.columns, heads, strict=True))


def _text(column: Column, day: date) -> str:
    """A column as a person reads it. A text that a spreadsheet would run as a formula gets an apostrophe."""
    value = f"p.{column.name}"
    if column.kind is Kind.MINUTE:
        return f"printf('%02d:%02d', {value} // 60, {value} % 60)"
    if column.kind is Kind.INSTANT:
        offset = day_bounds(day)[0].astimezone(CONTACT_ZONE).isoformat()[-6:]
        return f"strftime({value} AT TIME ZONE '{CONTACT_ZONE.key}', '%Y-%m-%dT%H:%M:%S{offset}')"
    if column.kind in (Kind.ID, Kind.TEXT):
        return f"CASE WHEN left({value}, 1) IN ({_FORMULA}) THEN chr(39) || {value} ELSE {value} END"
    return value


def _refuse_unknown(closed: ClosedDay, team: str) -> None:
    teams = [each["team_id"] for each in closed.reading.teams()]
    if team not in teams:
        raise NoSuchTeam(
            f"{team}: 台账没有这个小组 the book has no team {team!r}; its teams are {', '.join(teams) or 'none'}"
        )
