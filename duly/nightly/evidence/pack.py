"""Make the pack: plain files, a list with the hash of each, one layout; the same store gives the same bytes.

manifest.json         what is inside, with hashes; its own hash is the fingerprint of the pack
index.html index.pdf  for a reader
borrower.json tables/ what the desk knows, a table a file
clearances/           every leave and every refusal: the question, and the judge's answer to it
record.json           the chain of entries, the seals of the days, the ways to their roots
law/                  the rules as they stood on the days on which something was judged
statement.*           what is owed, where the home has a closed day
verify.py             checks all this with nothing but Python
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

from duly import law as laws
from duly.core.chain import FIRST
from duly.core.day import day_of
from duly.desk.evidence import Matter, clearances, gathered, left_out
from duly.desk.proofs import chain_of
from duly.nightly.evidence import verify
from duly.nightly.evidence.index import Asked, Index, page, paper
from duly.store.still import standing_still

Files = dict[str, bytes]
LEVEL = 6  # of compression


@dataclass(frozen=True, slots=True)
class Pack:
    """The bytes of a ZIP, and its list of files; `fingerprint` is what somebody outside should keep."""

    data: bytes
    manifest: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        return str(self.manifest["sha256"])


def made(what: Matter, asked: Asked, statement: Mapping[str, bytes], absent: Mapping[str, str]) -> Pack:
    """Make the pack of a matter as the store stands now. `statement` are files of their own; `absent` says why not."""
    with standing_still():
        told, judged = gathered(what.borrower), list(clearances(what.borrower))
        record = chain_of(str(what.borrower.id))
    law = laws.load("cn")
    content: Files = {"borrower.json": _json(told.pop("borrower"))}
    content |= {f"tables/{name}.json": _json(rows) for name, rows in told.items()}
    content |= {
        f"clearances/{place:05d}-{row['id']}.json": b'{"clearance": %s, "question": %s}\n'
        % (_json(row).rstrip(), question)
        for place, (row, question) in enumerate(judged, 1)
    }
    days = {day_of(datetime.fromisoformat(row["judged_at"])) for row, _ in judged}
    content |= {"record.json": _json(record), "people.json": _json(list(asked.people)), **statement} | dict(
        _law(law, days)
    )
    head = record["entries"][-1]["hash"] if record["entries"] else FIRST
    index = Index(what, asked, told, [row for row, _ in judged], record, law, absent)
    content["index.html"] = page(index, asked.lang).encode()
    content["index.pdf"] = paper(index, asked.lang)
    content["verify.py"] = files("duly.nightly.evidence").joinpath("verify.py").read_bytes()
    return _laid_out(content, {
        "evidence": 1, "made_at": asked.at.astimezone(UTC).isoformat(), "by": asked.by, "purpose": asked.purpose,
        "about": what.about, "of": what.named, "borrower": str(what.borrower.id), "ref": what.borrower.ref,
        "law": {"pack": "cn", "version": law.version},
        "record": {"entries": len(record["entries"]), "head": head},
        "absent": dict(absent), "left_out": left_out(),
    })  # fmt: skip


def _laid_out(content: Files, said: dict[str, Any]) -> Pack:
    parts, listed = [], []
    for name, text in sorted(content.items()):
        deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = deflate.compress(text) + deflate.flush()
        parts.append((name, verify.DEFLATED, text, packed))
        listed.append(
            {"name": name, "bytes": len(text), "sha256": verify.sha256(text), "packed_bytes": len(packed),
             "packed_sha256": verify.sha256(packed)}
        )  # fmt: skip
    stated = {**said, "files": listed}
    manifest = dict(sorted((stated | {"sha256": verify.sha256(verify.canonical(stated))}).items()))
    text = verify.canonical(manifest)
    return Pack(verify.archive([(verify.MANIFEST, verify.STORED, text, text), *parts]), manifest)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _law(law: laws.Law, days: set[date]) -> Iterator[tuple[str, bytes]]:
    """The rules of every day on which something was judged; days with the same rules share a file."""
    same: dict[str, list[date]] = {}
    for day in sorted(days):
        same.setdefault(json.dumps([(limit.force_dated.on(day), limit.shown_on(day)) for limit in law]), []).append(day)
    for alike in same.values():
        said = {"pack": "cn", "version": law.version, "days": [str(day) for day in alike]}
        limits = [_limit(limit, alike[0]) for limit in law if limit.force_dated.on(alike[0])]
        yield f"law/{alike[0]}.json", _json(said | {"limits": limits})


def _limit(limit: laws.Limit, day: date) -> dict[str, Any]:
    return {
        "id": limit.id, "path": limit.path, "zh": limit.zh, "en": limit.en, "norm": limit.norm,
        "values": limit.shown_on(day), "citation": limit.citation,
        "force": limit.force, "certainty": limit.certainty, "checked": str(limit.checked),
        "lawyer_confirmed": limit.lawyer_confirmed, "counts": limit.counts, "per": list(limit.per),
        "across": list(limit.across), "clock": limit.clock, "note": limit.note,
    }  # fmt: skip
