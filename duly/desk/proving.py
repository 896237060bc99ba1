"""All chains of the record at once, worked out where they are kept: no entry leaves the database to be proved.

The hash of an entry follows from what stands in its row and the hash before it, so no entry waits for another, and the
database may look at them in as many processes as it has. `duly.core.chain` says what an entry is; this spells the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import DataError, connection, transaction

from duly.core.chain import FIRST
from duly.core.day import day_bounds
from duly.store.models import Entry

ENTRIES = Entry._meta.db_table
AT_ONCE = 10_000
MEMORY = "256MB"  # for the hashes of a million entries side by side; PostgreSQL's own 4 MB would go by way of the disk
Heads = dict[str, tuple[int, str]]  # by chain: the number of its last entry, and its hash

AT = {
    "postgresql": """replace(to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '.000000', '')""",
    "sqlite": "replace(e.at, ' ', 'T')",
}
SPELT = (
    """'{{"act":"' || e.act || '","at":"' || {at} || '+00:00","by":' || coalesce(CAST(e.by_id AS text), 'null') """
    """|| ',"chain":"' || e.chain || '","said":' || e.said || ',"seq":' || e.seq || '}}'"""
)
LINK = {  # the hash before an entry is compared first, so that nothing but a hash is ever decoded
    "postgresql": "encode(sha256(decode('00' || e.before, 'hex') || convert_to({spelt}, 'UTF8')), 'hex')",
    "sqlite": "duly_link(e.before, {spelt})",
}
BROKEN = """
    SELECT e.chain, min(e.seq) FROM {entries} e LEFT JOIN {entries} b ON b.chain = e.chain AND b.seq = e.seq - 1
    WHERE CASE WHEN e.before <> coalesce(CASE e.seq WHEN 1 THEN '{first}' ELSE b.hash END, '') THEN true
               WHEN {is_hash} THEN e.hash <> {link} ELSE true END
          {of_one} GROUP BY e.chain ORDER BY e.chain
"""
SIXTY_FOUR = "length(e.before) = 64"
IS_HASH = {  # a pattern that counts to 64 takes ten times as long
    "postgresql": f"{SIXTY_FOUR} AND e.before !~ '[^0-9a-f]'",
    "sqlite": "length(e.before) = 64 AND e.before NOT GLOB '*[^0-9a-f]*'",
}
LAST = f"""
    SELECT e.chain, e.seq, e.hash FROM {ENTRIES} e JOIN (
        SELECT chain, max(seq) AS seq FROM {ENTRIES} WHERE at < %s GROUP BY chain
    ) l ON l.chain = e.chain AND l.seq = e.seq
"""  # where each chain stood at an instant


def broken(chain: str | None = None) -> list[tuple[str, int]]:
    """Every chain that does not hold, or this one, with the number of its first entry that does not."""
    kind = connection.vendor
    if kind == "sqlite":
        return _asked(chain, IS_HASH[kind])
    try:  # what looks at each letter of each hash takes a sixth of the time, and only a hand ever put another there
        return _asked(chain, SIXTY_FOUR)
    except DataError:
        return _asked(chain, IS_HASH[kind])


def _asked(chain: str | None, is_hash: str) -> list[tuple[str, int]]:
    kind = connection.vendor
    asked = BROKEN.format(
        entries=ENTRIES, first=FIRST, is_hash=is_hash, of_one="" if chain is None else "AND e.chain = %s",
        link=LINK[kind].format(spelt=SPELT.format(at=AT[kind])),
    )  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        if kind == "postgresql":
            cursor.execute(f"SET LOCAL work_mem = '{MEMORY}'; SET LOCAL jit = off")
        cursor.execute(asked, None if chain is None else [chain])
        return list(cursor.fetchall())


def heads_on(days: list[date]) -> Iterator[tuple[date, Heads]]:
    """Where every chain stood at the end of some days, oldest first: asked for once, then followed day by day."""
    heads: Heads = {}
    since = None
    for day in days:
        _, end = day_bounds(day)
        for chain, seq, hashed in _last(end) if since is None else _between(since, end):
            heads[chain] = max(heads.get(chain, (0, "")), (seq, hashed))
        since = end
        yield day, heads


def _last(end: datetime) -> Iterator[tuple[str, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(LAST, [connection.ops.adapt_datetimefield_value(end)])
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def _between(since: datetime, end: datetime) -> Iterator[tuple[str, int, str]]:
    listed = Entry.objects.filter(at__gte=since, at__lt=end).values_list("chain", "seq", "hash")
    yield from listed.iterator(chunk_size=AT_ONCE)
