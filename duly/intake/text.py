"""Delimited text: what it is written in, its header, and its records one by one with their physical lines."""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duly.intake.reasons import IntakeRefused

CHUNK = 4 * 1024 * 1024
FIELD_LETTERS_MOST = 1_000_000
DELIMITERS = (",", "\t", ";")
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
PLAIN = "utf-8-sig"  # a byte order mark is no part of the text

csv.field_size_limit(FIELD_LETTERS_MOST)


@dataclass(frozen=True, slots=True)
class Writing:
    """How a file is written, found by reading every byte of it once."""

    sha256: str
    size: int
    encoding: str
    bom: int  # bytes
    line_feeds: int
    carriage_returns: int
    pairs: int  # of carriage return and line feed
    quotes: int
    padded_quotes: int  # a quote beside a space: perhaps outside the quoted value, where readers differ
    ends_open: bool  # the last line has no line end

    @property
    def line_ends(self) -> str:
        kinds = {"CRLF": self.pairs, "LF": self.line_feeds - self.pairs, "CR": self.carriage_returns - self.pairs}
        found = [name for name, count in kinds.items() if count]
        return found[0] if len(found) == 1 else "mixed" if found else "none"

    @property
    def lines(self) -> int:
        """Physical lines."""
        return self.line_feeds + self.carriage_returns - self.pairs + self.ends_open


def look(path: Path, *, encoding: str = "") -> Writing:
    """Read a text file once and say how it is written: BOM, else strict UTF-8, else GB18030, never the reverse.

    Raises IntakeRefused for an empty file, NUL bytes, and text that is in neither encoding.
    """
    with path.open("rb") as file:
        start = file.read(4)
        size = path.stat().st_size
        if not size:
            raise IntakeRefused([f"{path.name}: 文件是空的，请重新发送 the file is empty; send it again"])
        bom, found = next(((len(mark), name) for mark, name in BOMS if start.startswith(mark)), (0, ""))
        encoding = encoding or found or "utf-8"
        file.seek(0)
        counts, digest, is_right = _count(file, encoding)
    if counts["nul"] and not encoding.startswith("utf-16"):
        raise IntakeRefused(
            [
                f"{path.name}: 文件含有空字节，已损坏，或是没有标记的 UTF-16；请存为 UTF-8 "
                "the file has NUL bytes; it is damaged, or UTF-16 without a byte order mark: export "
                "it as UTF-8"
            ]
        )
    if not is_right:
        encoding = _gb18030_or_refuse(path, encoding)
    return Writing(
        digest,
        size,
        encoding,
        bom,
        counts["lf"],
        counts["cr"],
        counts["crlf"],
        counts["quote"],
        counts["padded"],
        bool(counts["open"]),
    )


def _count(file: object, encoding: str) -> tuple[dict[str, int], str, bool]:
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder(encoding)()
    counts = dict.fromkeys(("nul", "lf", "cr", "crlf", "quote", "padded", "open"), 0)
    is_right, before = True, b""
    while chunk := file.read(CHUNK):  # type: ignore[attr-defined]
        digest.update(chunk)
        if is_right and not (chunk.isascii() and encoding == "utf-8" and decoder.getstate()[0] == b""):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_right = False
        counts["nul"] += chunk.count(b"\0")
        counts["lf"] += chunk.count(b"\n")
        counts["cr"] += (returns := chunk.count(b"\r"))
        counts["crlf"] += (chunk.count(b"\r\n") if returns else 0) + (before == b"\r" and chunk[:1] == b"\n")
        counts["quote"] += (quotes := chunk.count(b'"'))
        counts["padded"] += (chunk.count(b'" ') + chunk.count(b' "') if quotes else 0) + (
            before + chunk[:1] in (b'" ', b' "')
        )
        before = chunk[-1:]
    counts["open"] = before not in (b"\n", b"\r", b"")
    if is_right:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_right = False
    return counts, digest.hexdigest(), is_right


def _gb18030_or_refuse(path: Path, tried: str) -> str:
    """GB18030 where the whole file is; a UTF-8 file with a damaged letter is not: it would become nonsense unseen."""
    if tried == "utf-8":
        good, bad, line = _letters_in_utf8(path)
        if bad > good and _decodes(path, "gb18030"):
            return "gb18030"
        if bad <= good:
            raise IntakeRefused(
                [
                    f"{path.name}, line {line}: 这一行不是 UTF-8，请重新导出 "
                    f"the file is UTF-8 but this line has bytes that are not; export it again"
                ]
            )
    raise IntakeRefused(
        [
            f"{path.name}: 既不是 UTF-8 也不是 GB18030 "
            f"the file is neither UTF-8 nor GB18030 (read as {tried}); export it as UTF-8, or name its "
            f"encoding in the mapping ({', '.join(ENCODINGS)})"
        ]
    )


def _letters_in_utf8(path: Path) -> tuple[int, int, int]:
    """Three-byte letters that are right, bytes that are wrong, and the first line that has a wrong one."""
    good = bad = line = 0
    with path.open("rb") as file:
        for number, read in enumerate(file, start=1):
            if not read.isascii():
                letters = read.decode("utf-8", "replace")
                wrong = letters.count("\ufffd") - read.count("\ufffd".encode())
                bad += wrong
                good += sum(letter > "\u07ff" for letter in letters) - wrong
                line = line or (number if wrong else 0)
    return good, bad, line


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while file.read(CHUNK):
                pass
    except UnicodeDecodeError:
        return False
    return True


def transcode(path: Path, writing: Writing, to: Path) -> None:
    """Write the text again as UTF-8 without a byte order mark, its line ends untouched, a piece at a time."""
    with path.open("rb") as file, to.open("w", encoding="utf-8", newline="") as made:
        file.seek(writing.bom)
        decoder = codecs.getincrementaldecoder(writing.encoding)()
        while chunk := file.read(CHUNK):
            made.write(decoder.decode(chunk))
        made.write(decoder.decode(b"", final=True))


@dataclass(frozen=True, slots=True)
class Header:
    names: tuple[str, ...]
    delimiter: str
    first_line: int  # physical line on which the header begins
    last_line: int


def header(path: Path, *, name: str, delimiter: str = "", encoding: str = PLAIN) -> Header:
    """Read the first record of a text, UTF-8 unless said otherwise, and find the delimiter in it.

    Raises IntakeRefused where there is none.
    """
    with path.open(encoding=encoding, newline="") as file:
        empty = 0
        for first in file:
            if first.strip():
                break
            empty += 1
        else:
            raise IntakeRefused(
                [f"{name}: 没有表头，第一行要写列名 the file has no header; its first line names the columns"]
            )
        found = delimiter or _delimiter_of(first)
        reader = csv.reader(_one_then(first, file), delimiter=found, strict=True, skipinitialspace=found != "\t")
        try:
            names = next(reader)
        except csv.Error as error:
            raise IntakeRefused(
                [f"{name}, line {empty + 1}: 表头无法读取 the header cannot be read ({error})"]
            ) from error
    return Header(tuple(word.strip() for word in names), found, empty + 1, empty + reader.line_num)


def _one_then(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter_of(line: str) -> str:
    outside_quotes = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=outside_quotes.count)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file: its first physical line, and its fields or what is wrong with it."""

    line: int
    fields: list[str]
    fault: str = ""  # a reason code, or `empty`


def records(path: Path, head: Header, *, name: str, encoding: str = PLAIN) -> Iterator[Record]:
    """Read a text record by record after its header, carefully: any line end, every fault, no row lost.

    A line without a single character is yielded as `empty`. Raises IntakeRefused where a quote opens and never
    closes, since then nobody can say where its record ends.
    """
    width = len(head.names)
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(head.last_line):
            next(file, "")
        reader = csv.reader(file, delimiter=head.delimiter, strict=True, skipinitialspace=head.delimiter != "\t")
        before = 0
        while True:
            line = head.last_line + before + 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "unexpected end of data" in str(error):
                    raise IntakeRefused(
                        [
                            f"{name}, line {line}: 引号在此打开而没有关上 "
                            f"a double quote opens here and never closes; close it, or double it "
                            "if it is part of the value"
                        ]
                    ) from error
                yield Record(line, [], "text-long" if "field larger" in str(error) else "quote")
                before = reader.line_num
                continue
            before = reader.line_num
            while len(fields) > width and not fields[-1]:
                fields.pop()  # a spreadsheet's empty columns
            yield Record(line, fields, "" if len(fields) == width else "fields" if fields else "empty")
