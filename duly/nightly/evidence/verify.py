#!/usr/bin/env python3
"""核验证据包 Verify a pack of evidence: python3 verify.py PACK.zip --root 2026-11-25=HASH --fingerprint HASH

只需 Python 3.8 及以上，不联网，不需要别的程序。Needs Python 3.8 or later and nothing else; asks no network.
当日根和指纹要从包外得到：封存那天收到的，或由第三方保管的。
The root of a day and the fingerprint come from outside the pack: from whoever was given them then.
退出码 Exit code: 0 全部相符 all holds; 1 有不符 something does not; 2 读不了 cannot be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import struct
import sys
import zlib
from datetime import datetime, timedelta, timezone
from typing import Any

MANIFEST = "manifest.json"
FIELDS = ["about", "absent", "borrower", "by", "evidence", "files", "law", "left_out", "made_at", "of", "purpose",
          "record", "ref", "sha256"]  # fmt: skip
OF_A_FILE = ["bytes", "name", "packed_bytes", "packed_sha256", "sha256"]
FIRST = "0" * 64
ALLOWING = ("allow", "warn")
LAWS_CLOCK = timezone(timedelta(hours=8))  # Asia/Shanghai, which has had no other offset since 1991
LOCAL, CENTRAL, END = 0x04034B50, 0x02014B50, 0x06054B50
UTF8, DEFLATED, STORED, FIRST_OF_1980 = 0x0800, 8, 0, 0x0021
LOCAL_BYTES = 30

SAYS = {
    "form": ("文件形式", "form of the file"),
    "files": ("每个文件的哈希", "hash of every file"),
    "chain": ("记录链", "chain of the record"),
    "seals": ("当日封存与根", "seals of the days and their roots"),
    "given": ("从包外给出的根与指纹", "roots and fingerprint given from outside"),
    "clearances": ("放行与拒绝", "clearances and refusals"),
    "attempts": ("每次触达都有放行", "every attempt has its clearance"),
}


def sha256(given: bytes) -> str:
    return hashlib.sha256(given).hexdigest()


def canonical(value: Any) -> bytes:
    """One spelling of a value in JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


# The form of the file: a ZIP of exactly one layout, so that no byte of it can be another.


def local_header(name: bytes, method: int, crc: int, packed: int, size: int) -> bytes:
    return (
        struct.pack("<IHHHHHIIIHH", LOCAL, 20, UTF8, method, 0, FIRST_OF_1980, crc, packed, size, len(name), 0) + name
    )


def central_header(name: bytes, method: int, crc: int, packed: int, size: int, at: int) -> bytes:
    return struct.pack(
        "<IHHHHHHIIIHHHHHII", CENTRAL, 20, 20, UTF8, method, 0, FIRST_OF_1980, crc, packed, size, len(name), 0, 0, 0,
        0, 0, at,
    ) + name  # fmt: skip


def ending(count: int, size: int, at: int) -> bytes:
    return struct.pack("<IHHHHIIH", END, 0, 0, count, count, size, at, 0)


def archive(parts: list[tuple[str, int, bytes, bytes]]) -> bytes:
    """The ZIP of parts (name, method, content, packed), in their order."""
    bodies: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for name, method, content, packed in parts:
        of = (name.encode(), method, zlib.crc32(content) & 0xFFFFFFFF, len(packed), len(content))
        bodies += [local_header(*of), packed]
        listed.append(central_header(*of, at))
        at += LOCAL_BYTES + len(of[0]) + len(packed)
    directory = b"".join(listed)
    return b"".join(bodies) + directory + ending(len(listed), len(directory), at)


class Faults:
    """What does not hold: for each check a list of (Chinese, English)."""

    def __init__(self) -> None:
        self.of: dict[str, list[tuple[str, str]]] = {name: [] for name in SAYS}
        self.sealed = False  # whether any seal led from the record to a root; without one its end is not proved

    def __bool__(self) -> bool:
        return any(self.of.values())

    def say(self, check: str, zh: str, en: str) -> None:
        self.of[check].append((zh, en))


class Unreadable(ValueError):
    """Not a pack, or cut off before its list of files ends."""


def read(given: bytes, faults: Faults) -> tuple[Any, dict[str, bytes]]:
    """The manifest and the files of a pack. Raises Unreadable where there is no list of files."""
    try:
        return _read(given, *_manifest(given), faults)
    except (struct.error, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unreadable("不是证据包，或清单已损坏 no pack of evidence, or its list of files is broken") from None


def _read(given: bytes, manifest: Any, text: bytes, at: int, faults: Faults) -> tuple[Any, dict[str, bytes]]:
    stated = dict(manifest)
    if list(manifest) != FIELDS or stated.pop("sha256") != sha256(canonical(stated)) or canonical(manifest) != text:
        faults.say("form", "清单被改动：与它自己的哈希不符", "the list of files was changed: it has another hash")
    parts = [(MANIFEST, STORED, text, text)]
    found: dict[str, bytes] = {}
    for one in manifest["files"]:
        if sorted(one) != OF_A_FILE:
            raise ValueError("the list is wrong")
        start = at + LOCAL_BYTES + len(one["name"].encode())
        packed = given[start : start + one["packed_bytes"]]
        at = start + one["packed_bytes"]
        content = _unpacked(packed, one["bytes"])
        if sha256(packed) != one["packed_sha256"] or content is None or sha256(content) != one["sha256"]:
            faults.say("files", f"{one['name']} 与清单不符", f"{one['name']} differs from the list")
        if one["name"] in found:
            faults.say("form", f"{one['name']} 列了两次", f"{one['name']} is listed twice")
        found[one["name"]] = content or b""
        parts.append((one["name"], DEFLATED, content or b"", packed))
    if archive(parts) != given:
        faults.say("form", "文件不是清单所列的样子：有增、删、移位或截断",
                   "the file is not laid out as listed: something was added, taken out, moved or cut off")  # fmt: skip
    return manifest, found


def _manifest(given: bytes) -> tuple[Any, bytes, int]:
    """The list of files, its text, and where the files begin."""
    head = LOCAL_BYTES + len(MANIFEST)
    size = struct.unpack("<I", given[18:22])[0]
    text = given[head : head + size]
    manifest = json.loads(text.decode("utf-8"))
    for one in manifest["files"]:
        if not (isinstance(one["name"], str) and 0 <= int(one["packed_bytes"]) <= len(given) and one["bytes"] >= 0):
            raise ValueError("the list is wrong")
    return manifest, text, head + size


def _unpacked(packed: bytes, size: int) -> bytes | None:
    """The content of a file, or None where it is not of that size or does not end where it should."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflate.decompress(packed, size + 1)
    except zlib.error:
        return None
    return content if len(content) == size and inflate.eof and not inflate.unused_data else None


# What the files say.


def check(given: bytes, roots: dict[str, str], fingerprint: str | None = None) -> tuple[Any, Faults]:
    """Every check over a pack: (manifest, faults). `roots` are those known from outside, by day."""
    faults = Faults()
    manifest, files = read(given, faults)
    try:
        _say(manifest, files, roots, fingerprint, faults)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as broken:
        faults.say("form", f"内容读不懂：{broken!r}", f"the content cannot be understood: {broken!r}")
    return manifest, faults


def _say(
    manifest: Any, files: dict[str, bytes], roots: dict[str, str], fingerprint: str | None, faults: Faults
) -> None:
    record = json.loads(files["record.json"])
    entries = record["entries"]
    cleared = {one["clearance"]["id"]: one for one in _folder(files, "clearances/")}
    if manifest["borrower"] != record["chain"] or manifest["borrower"] != _json(files, "borrower.json")["id"]:
        faults.say("chain", "记录属于别的借款人", "the record is that of another borrower")
    if manifest["record"] != {"entries": len(entries), "head": entries[-1]["hash"] if entries else FIRST}:
        faults.say("chain", "记录的末尾与清单不符", "the record does not end as listed")
    _chain(record, faults)
    _seals(record, faults)
    _given(record, manifest, roots, fingerprint, faults)
    _clearances(entries, cleared, faults)
    _attempts(_json(files, "tables/attempt.json"), _json(files, "tables/attemptmove.json"), cleared, faults)


def _json(files: dict[str, bytes], name: str) -> Any:
    return json.loads(files[name])


def _folder(files: dict[str, bytes], folder: str) -> list[Any]:
    return [json.loads(files[name]) for name in sorted(files) if name.startswith(folder)]


def _chain(record: Any, faults: Faults) -> None:
    before = FIRST
    for place, one in enumerate(record["entries"], 1):
        said = {name: value for name, value in one.items() if name != "hash"}
        before = sha256(b"\x00" + bytes.fromhex(before) + canonical(said))
        if before != one["hash"] or said["seq"] != place or said["chain"] != record["chain"]:
            faults.say("chain", f"第 {place} 条起不符", f"does not hold from entry {place} on")
            return


def _seals(record: Any, faults: Faults) -> None:
    """Each proof must lead from the last entry of its day to the root of that day."""
    days = [one["day"] for one in record["seals"]]
    if days != sorted(set(days)):
        faults.say("seals", "封存的日期重复或乱序", "days of the seals stand twice or out of order")
    for seal in record["seals"]:
        made = [one for one in record["entries"] if _day(one["at"]) <= seal["day"]]
        proof = seal.get("proof")
        if proof is None:
            continue
        faults.sealed = True
        last = made[-1] if made else {"seq": 0, "hash": FIRST}
        leaf = (f"{record['chain']}:{proof['seq']}:{proof['hash']}").encode()
        if (proof["seq"], proof["hash"]) != (last["seq"], last["hash"]) or _led(leaf, proof["path"]) != seal["root"]:
            faults.say("seals", f"{seal['day']}：记录的末尾不在当日的根之下",
                       f"{seal['day']}: the end of the record is not under the root of that day")  # fmt: skip


def _led(leaf: bytes, path: Any) -> str:
    node = hashlib.sha256(b"\x00" + leaf).digest()
    for side, beside in path:
        pair = bytes.fromhex(beside) + node if side == "left" else node + bytes.fromhex(beside)
        node = hashlib.sha256(b"\x01" + pair).digest()
    return node.hex()


def _day(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(LAWS_CLOCK).date().isoformat()


def _given(record: Any, manifest: Any, roots: dict[str, str], fingerprint: str | None, faults: Faults) -> None:
    """What the reader knows from outside is what nobody could have made up with the pack."""
    seals = {one["day"]: one for one in record["seals"]}
    for day, root in sorted(roots.items()):
        seal = seals.get(day)
        if seal is None:
            faults.say("given", f"{day}：包里没有这一天的封存", f"{day}: the pack has no seal of that day")
        elif seal["root"] != root.lower():
            faults.say("given", f"{day}：当日的根与给出的不同", f"{day}: the root of that day is another")
        elif "proof" not in seal and any(_day(one["at"]) <= day for one in record["entries"]):
            faults.say("given", f"{day}：包里没有这一天的证明", f"{day}: the pack has no proof for that day")
    if fingerprint is not None and fingerprint.lower() != manifest["sha256"]:
        faults.say("given", "指纹与给出的不同", "the fingerprint is another")


def _clearances(entries: Any, cleared: Any, faults: Faults) -> None:
    """Each decision on the record has its question and its answer, and none is there that the record lacks."""
    decided = [one for one in entries if "clearance" in one["said"]]  # other refusals are of looks and the like
    for one in decided:
        said, held = one["said"], cleared.get(one["said"]["clearance"])
        if held is None:
            faults.say("clearances", f"缺少第 {one['seq']} 条的裁定", f"the decision of entry {one['seq']} is missing")
            continue
        row, answer = held["clearance"], held["clearance"]["answer"]
        asked = json.dumps(held["question"], sort_keys=True, ensure_ascii=False).encode()
        holds = (
            sha256(asked) == said["facts"] == row["facts_sha256"]
            and sha256(canonical(answer)) == said["answer"]
            and row["verdict"] == said["verdict"] == answer["verdict"]
            and row["pack_version"] == said["law"] == answer["pack_version"]
            and (one["act"] == "clear") == (row["verdict"] in ALLOWING) == (row["expires_at"] is not None)
            and row["judged_at"] == one["at"]
            and row["asked_by_id"] == one["by"]
            and row["borrower_id"] == one["chain"]
        )
        if not holds:
            faults.say("clearances", f"第 {one['seq']} 条的裁定与记录不符",
                       f"the decision of entry {one['seq']} is not what the record says")  # fmt: skip
    for name in sorted(set(cleared) - {one["said"]["clearance"] for one in decided}):
        faults.say("clearances", f"裁定 {name} 不在记录里", f"decision {name} is not on the record")


def _attempts(attempts: Any, moves: Any, cleared: Any, faults: Faults) -> None:
    """Nothing was sent without leave, with lapsed leave, or twice with one."""
    used = set()
    for one in attempts:
        held = cleared.get(one["clearance_id"])
        leave = held and held["clearance"]
        ends = leave and leave["expires_at"]
        went = [each["at"] for each in moves if each["of_id"] == one["id"] and each["event"] == "carry"]
        if (
            not ends
            or one["clearance_id"] in used
            or not leave["judged_at"] <= one["at"] < ends
            or any(at >= ends for at in went)
            or (one["address_id"], one["channel"], one["purpose"])
            != (leave["address_id"], leave["channel"], leave["purpose"])
        ):
            faults.say("attempts", f"触达 {one['id']} 没有有效的放行", f"attempt {one['id']} has no leave that holds")
        used.add(one["clearance_id"])


# How it is said.


def told(
    manifest: Any, faults: Faults, roots: dict[str, str], fingerprint: str | None, lang: str | None = None
) -> list[str]:
    """The lines for a reader, in Chinese, in English or in both."""
    lines = []
    for name, (zh, en) in SAYS.items():
        if name == "given" and not roots and fingerprint is None:
            lines.append(_line("!", "没有从包外给出根或指纹：重新编造的整包无法分辨",
                               "no root and no fingerprint came from outside: a pack made up whole is not told apart",
                               lang))  # fmt: skip
            continue
        if name == "seals" and not faults.sealed and not faults.of[name]:
            lines.append(_line("!", "没有一天有封存的证明：记录末尾若被截去无法分辨",
                               "no day is proved by a seal: a record cut off at its end is not told apart",
                               lang))  # fmt: skip
            continue
        lines.append(_line("✗" if faults.of[name] else "✓", zh, en, lang))
        lines += ["    " + _line("·", fault[0], fault[1], lang) for fault in faults.of[name]]
    lines.append("SHA-256 " + manifest["sha256"])
    return lines


def _line(mark: str, zh: str, en: str, lang: str | None) -> str:
    return " ".join([mark, *{"zh": [zh], "en": [en]}.get(lang or "", [zh, en])])


def main(words: list[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("pack")
    asked.add_argument("--root", action="append", default=[], metavar="DAY=HASH")
    asked.add_argument("--fingerprint", metavar="HASH")
    asked.add_argument("--lang", choices=("zh", "en"))
    told_to = asked.parse_args(words)
    if any("=" not in one for one in told_to.root):
        asked.error("--root DAY=HASH")
    roots = dict(one.split("=", 1) for one in told_to.root)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        with open(told_to.pack, "rb") as file:  # noqa: PTH123
            manifest, faults = check(file.read(), roots, told_to.fingerprint)
    except IsADirectoryError:
        print("✗ 请给 ZIP 文件本身，不是解开的文件夹 name the ZIP itself, not the folder it was unpacked into")
        return 2
    except (OSError, Unreadable) as broken:
        print(f"✗ {broken}")
        return 2
    print("\n".join(told(manifest, faults, roots, told_to.fingerprint, told_to.lang)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
