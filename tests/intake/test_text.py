"""Delimited text is read as it was written, whatever it was written in, and every row knows its physical line."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duly.intake import IntakeRefused, text
from duly.intake.reading import CopyReading, Reading, TextReading, open_text

many = settings(max_examples=150, deadline=None)
Rows = list[tuple[str | None, ...]]


@cache
def engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def opened(words: bytes) -> Reading:
    folder = Path(tempfile.mkdtemp())
    (folder / "t.csv").write_bytes(words)
    return open_text(folder / "t.csv", folder)


def rows_of(reading: Reading) -> tuple[Reading, Rows]:
    """Read a file as intake does: by the engine if it can, with care if it cannot."""
    try:
        read = engine().execute(f"FROM {reading.relation}").fetchall()
        if reading.accounts_for(len(read)):
            return reading, read
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        pass
    careful = reading.with_care()
    return careful, engine().execute(f"FROM {careful.relation}").fetchall()


def plain(rows: Rows) -> Rows:
    return [tuple((cell or "").strip(" ") or None for cell in row) for row in rows]


def quoted(cell: str, *, always: bool) -> str:
    return '"' + cell.replace('"', '""') + '"' if always or set(cell) & set('"\r\n\t,; ') else cell


letters = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
cell = st.text(letters, max_size=8) | st.sampled_from(
    ['"', "a,b;c\td", "x\ny", "x\r\ny", "x\ry", "#", "NULL", "\\", "合同号", "㐀𠮷"]
)
tables = st.integers(2, 4).flatmap(lambda width: st.lists(st.tuples(*[cell] * width), max_size=8))


@given(
    tables,
    st.sampled_from(text.DELIMITERS),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.booleans(),
)
@example([("\ufeff", "")], ",", "\n", "utf-8", False)
@many
def test_what_a_spreadsheet_writes_is_what_is_read(
    rows: list[tuple[str, ...]], delimiter: str, line_end: str, encoding: str, quote_all: bool
) -> None:
    names = ["合同号", "b", "c", "d"][: len(rows[0]) if rows else 2]
    lines = [delimiter.join(quoted(cell, always=quote_all) for cell in row) for row in [names, *rows]]
    words = "".join(line + line_end for line in lines)

    reading, read = rows_of(opened(words.encode(encoding)))

    assert reading.columns == tuple(names)
    assert not reading.malformed
    written = [row for row in plain(rows) if quote_all or any(row)]
    assert [row for row in plain(read) if quote_all or any(row)] == written


pieces = st.sampled_from(
    ["a", "", "b1", 'x"y', '"q"', '""', '"x,y"', '"x\ny"', ' "s"', '"s" ', '"open', "\\", "é", "\x1a"]
)
line = st.lists(pieces, min_size=3, max_size=3).map(",".join) | st.lists(pieces, max_size=5).map(",".join)


@given(st.lists(line, max_size=8), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_the_engine_reads_nothing_otherwise_than_a_careful_reader(lines: list[str], line_end: str, ends: bool) -> None:
    words = line_end.join(["a,b,c", *lines]) + (line_end if ends else "")
    try:
        reading = opened(words.encode())
        if not isinstance(reading, TextReading):
            return
        by_engine = engine().execute(f"FROM {reading.relation}").fetchall()
    except (duckdb.InvalidInputException, duckdb.ConversionException, IntakeRefused):
        return

    records = list(reading.records())

    assert {record.fault for record in records} <= {"", "empty"}
    assert plain(by_engine) == plain([tuple(record.fields) for record in records if not record.fault])
    assert reading.accounts_for(len(by_engine))
    assert reading.empty == sum(record.fault == "empty" for record in records)


@given(st.lists(st.sampled_from(["1,2", "3,4,5", "6", "", '"7\n8",9', '"x"y,1']), max_size=10))
@many
def test_every_row_is_read_or_reported_with_its_first_physical_line(lines: list[str]) -> None:
    reading = opened(("a,b\n" + "".join(f"{one}\n" for one in lines)).encode())
    reading, rows = rows_of(reading)
    number, good, bad = 2, [], []
    for one in lines:
        (good if one in ("1,2", '"7\n8",9') else bad if one else []).append(number)
        number += one.count("\n") + 1

    assert [found for _, found, _ in reading.rows_at(range(len(rows)))] == good
    assert [found.line for found in reading.malformed] == bad
    assert reading.empty == lines.count("")


class TestEncoding:
    def test_a_byte_order_mark_is_no_part_of_the_first_name(self) -> None:
        assert opened("合同号,b\n1,2\n".encode("utf-8-sig")).columns == ("合同号", "b")

    def test_letters_that_gbk_lacks_come_through_gb18030(self) -> None:
        reading, rows = rows_of(opened("姓名,b\n㐀𠮷,2\n".encode("gb18030")))

        assert (reading.described["encoding"], rows) == ("gb18030", [("㐀𠮷", "2")])

    def test_a_damaged_letter_in_utf_8_is_refused_rather_than_turned_into_nonsense(self) -> None:
        words = "姓名,b\n张三,2\n李四,3\n".encode()
        damaged = words.replace("四".encode(), "四".encode()[:2] + b"?")

        with pytest.raises(IntakeRefused, match=r"t\.csv, line 3: .*the file is UTF-8 but"):
            opened(damaged)

    def test_bytes_in_no_encoding_are_refused(self) -> None:
        with pytest.raises(IntakeRefused, match="neither UTF-8 nor GB18030"):
            opened(b"a,b\n\xff\xff\xff,2\n")

    def test_zero_bytes_are_refused(self) -> None:
        with pytest.raises(IntakeRefused, match="NUL bytes"):
            opened(b"a,b\n1\x00,2\n")

    @pytest.mark.parametrize("at", [text.CHUNK - 1, text.CHUNK, text.CHUNK + 1])
    def test_a_letter_or_line_end_across_two_chunks_is_one(self, at: int) -> None:
        words = b"a,b\n" + b"x" * (at - 7) + "文".encode() + b",1\r\n2,3\r\n"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "t.csv"
            path.write_bytes(words)
            writing = text.look(path)

        assert (writing.encoding, writing.pairs, writing.line_feeds, writing.lines) == ("utf-8", 2, 3, 3)


class TestShape:
    @pytest.mark.parametrize(
        ("words", "line_ends"),
        [(b"a,b\n1,2\n", "LF"), (b"a,b\r\n1,2\r\n", "CRLF"), (b"a,b\r1,2\r", "CR"), (b"a,b\r\n1,2\n", "mixed")],
    )
    def test_line_ends_are_found_and_read(self, words: bytes, line_ends: str) -> None:
        reading, rows = rows_of(opened(words))

        assert (reading.described["line_ends"], rows) == (line_ends, [("1", "2")])

    @pytest.mark.parametrize(
        ("words", "name"), [(b"a,b;c\n1,2\n", "comma"), (b"a\tb\n1\t2\n", "tab"), (b"a;b\n1;2\n", "semicolon")]
    )
    def test_the_delimiter_is_found_in_the_header(self, words: bytes, name: str) -> None:
        assert rows_of(opened(words))[0].described["delimiter"] == name

    def test_a_header_may_hold_a_line_break_and_stand_below_empty_lines(self) -> None:
        reading, rows = rows_of(opened(b'\n\n"a\nb",c\n1,2\n'))

        assert (reading.columns, rows) == (("a\nb", "c"), [("1", "2")])
        assert [found for _, found, _ in reading.rows_at([0])] == [5]

    def test_a_quote_that_never_closes_refuses_the_file(self) -> None:
        with pytest.raises(IntakeRefused, match=r"line 3: .*a double quote opens here and never closes"):
            rows_of(opened(b'a,b\n1,2\n"3,4\n5,6\n'))

    def test_an_empty_file_is_refused(self) -> None:
        with pytest.raises(IntakeRefused, match="the file is empty"):
            opened(b"")

    def test_a_file_of_empty_lines_is_refused(self) -> None:
        with pytest.raises(IntakeRefused, match="has no header"):
            opened(b"\n\r\n\n")

    def test_an_odd_row_makes_a_careful_copy(self) -> None:
        assert isinstance(rows_of(opened(b"a,b\n1,2\n3\n"))[0], CopyReading)


def test_a_very_long_value_in_a_column_nobody_wants_does_no_harm() -> None:
    reading, rows = rows_of(opened(b"a,b\n1," + b"x" * 900_000 + b"\n2,3\n"))

    assert [row[0] for row in rows] == ["1", "2"]
    assert [found for _, found, _ in reading.rows_at([1])] == [3]


def test_a_value_beyond_every_measure_is_a_fault_of_its_row() -> None:
    reading, rows = rows_of(opened(b"a,b\n1," + b"x" * 3_000_000 + b"\n2,3\n"))

    assert rows == [("2", "3")]
    assert [(found.line, found.code) for found in reading.malformed] == [(2, "text-long")]
