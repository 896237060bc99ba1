"""The record: each chain and all of it proved, the seals of days; and a pack of evidence out of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from duly.desk import chains
from duly.rules.rights import Act
from duly.web.api import cursor as cursors
from duly.web.api import shapes, showing, shown
from duly.web.api.problems import is_english
from duly.web.api.refusing import told
from duly.web.api.routes import a_file, hands, reads
from duly.web.api.work import Cursor
from duly.web.packs import matter_of, packed

router = Router(tags=["record"])
CHAIN = "/record/borrowers/{uuid:borrower_id}"
ZIP = "application/zip"
Ref = Annotated[str, Query(min_length=1, max_length=80, pattern=shapes.NO_NUL)]
Stretch = Annotated[str, Query(max_length=36, pattern=r"^[0-9a-z-]*$", description="上一段的 next `next` of the last")]


class ChainFound(BaseModel):
    borrower: UUID | None = Field(description="没有则为空 null where there is none")


class ChainShown(BaseModel):
    """A stretch of one chain, the latest first; `broken_at` is the first place of all of it that does not hold."""

    length: int
    holds: bool
    broken_at: int | None
    items: list[shown.EntryShown]
    next: str | None


class BrokenShown(BaseModel):
    chain: str
    seq: int | None


class Proved(BaseModel):
    """One stretch of the record, proved now. The seals of days are proved with the last."""

    chains: int
    entries: int
    of: int = Field(description="记录总条数 entries in all")
    broken: list[BrokenShown]
    next: str | None


class SealShown(BaseModel):
    day: date
    chains: int
    entries: int
    root: str


class Seals(BaseModel):
    items: list[SealShown]


class WantedEvidence(shapes.Taken):
    """For what the pack is wanted."""

    purpose: shapes.Because


@reads(router, "/record/borrowers", needs=(Act.READ_RECORD,), answers=ChainFound)
def find_chain(request: Any, ref: Ref) -> ChainFound:
    """按借款人或借据的编号找记录。
    Whose record it is, by the reference of a borrower or a loan.
    """
    found = chains.find(request.user, ref)
    return ChainFound(borrower=found.id if found else None)


@reads(router, CHAIN, needs=(Act.READ_RECORD,), answers=ChainShown)
def chain(request: Any, borrower_id: UUID, cursor: Cursor = "") -> ChainShown:
    """一位借款人的记录，从第一条起现场验证。查看留痕。
    The record of one borrower, proved now from its first entry. Reading it is on the record.
    """
    before = cursors.read(cursor, start=0) or None
    _, found = chains.of_borrower(request.user, borrower_id, at=request.at, before=before)
    return _chain(found)


@reads(router, "/record/house/proof", needs=(Act.READ_RECORD,), answers=ChainShown)
def house_chain(request: Any, cursor: Cursor = "") -> ChainShown:
    """与借款人无关的记录，从第一条起现场验证。
    The record of what concerns no borrower, proved now from its first entry.
    """
    return _chain(chains.of_the_house(before=cursors.read(cursor, start=0) or None))


@reads(router, "/record/proof", needs=(Act.READ_RECORD,), answers=Proved)
def prove(request: Any, after: Stretch = "") -> Proved:
    """验证整个记录的下一段；next 为空即到头。
    Prove the next stretch of the whole record; `next` is null at the end.
    """
    found = chains.prove(after, 0, 0)
    return Proved(
        chains=found.chains, entries=found.entries, of=found.of, next=found.after,
        broken=[BrokenShown(chain=one.chain, seq=one.seq) for one in found.broken],
    )  # fmt: skip


@reads(router, "/record/seals", needs=(Act.READ_RECORD,), answers=Seals)
def seals(request: Any) -> Seals:
    """每日封印，最近的在前；请在别处另存一份根散列。
    The seals of days, the latest first; keep their roots somewhere else as well.
    """
    return Seals(
        items=[SealShown(day=one.day, chains=one.chains, entries=one.entries, root=one.root) for one in chains.seals()]
    )


@hands(router, CHAIN + "/evidence", needs=(Act.EXPORT,), kinds=(ZIP,), refuses=(409,), method="POST")
def evidence_pack(request: Any, borrower_id: UUID, asked: WantedEvidence) -> HttpResponse:
    """证据包：ZIP，含当日规则、散列和离线核验脚本；人名脱敏。交出之前先留痕。
    A pack of evidence: a ZIP with the rules of the days, hashes and a verifier; people masked. That it left is on the
    record first.
    """
    matter, lang = matter_of(borrower_id, request.user), "en" if is_english() else "zh"
    with told():
        data = packed(matter, purpose=asked.purpose, lang=lang, at=request.at, by=request.user)
    return a_file(data, ZIP, f"evidence-{borrower_id}.zip")


def _chain(found: chains.Chain) -> ChainShown:
    return ChainShown(
        length=found.length, holds=found.broken is None, broken_at=found.broken,
        items=[showing.entry_shown(one) for one in found.entries], next=cursors.written(found.before),
    )  # fmt: skip
