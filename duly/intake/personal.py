"""A file of personal data, read value by value straight into secrets: nothing of it is copied to a disk on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from duly.core.secret import Secret
from duly.intake import text
from duly.intake.reading import sha256_of
from duly.intake.reasons import IntakeRefused
from duly.intake.sources import TEXT

COLUMNS = ("subject", "ref", "field", "value")
AT_ONCE = 10_000
Read = tuple[int, str, str, str, Secret, str]  # line, subject, ref, field, value, what is wrong with the row


@dataclass(frozen=True, slots=True)
class File:
    """A file of values: whose each is, by an id of the lender's book, which field, and the value."""

    name: str
    sha256: str
    most: int  # values that it may hold; a bar needs an end
    rows: Iterable[Read]


def open_values(path: Path) -> File:
    """Open CSV or Parquet with the columns subject, ref, field, value.

    Raises IntakeRefused where it is neither or a column lacks; while it is read, where a quote never closes.
    """
    if path.suffix.lower() == ".parquet":
        return _parquet(path)
    if path.suffix.lower() not in TEXT:
        raise IntakeRefused(
            [f"{path.name}: 须为 CSV 或 Parquet is no {', '.join(TEXT)} or .parquet file; export it as one of these"]
        )
    writing = text.look(path)
    encoding = text.PLAIN if writing.encoding == "utf-8" else writing.encoding.removesuffix("-le").removesuffix("-be")
    head = text.header(path, name=path.name, encoding=encoding)
    _refuse_lacking(path, head.names)
    return File(path.name, writing.sha256, writing.lines - head.last_line, _records(path, head, encoding))


def _refuse_lacking(path: Path, names: Iterable[str]) -> None:
    if lacking := [name for name in COLUMNS if name not in names]:
        raise IntakeRefused(
            [f"{path.name}: 缺少列 lacks the columns {', '.join(lacking)}; its header has {','.join(COLUMNS)}"]
        )


def _records(path: Path, head: text.Header, encoding: str) -> Iterator[Read]:
    places = [head.names.index(name) for name in COLUMNS]
    for record in text.records(path, head, name=path.name, encoding=encoding):
        if record.fault == "empty":
            continue
        if record.fault:
            yield record.line, "", "", "", Secret(""), record.fault
            continue
        subject, ref, field, value = (record.fields[place] for place in places)
        yield record.line, subject.strip(), ref.strip(), field.strip(), Secret(value), ""


def _parquet(path: Path) -> File:
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid:
        raise IntakeRefused(
            [f"{path.name}: 无法作为 Parquet 读取，请重新发送 it cannot be read as Parquet; send it again"]
        ) from None
    _refuse_lacking(path, file.schema_arrow.names)
    for name in COLUMNS:
        kind = file.schema_arrow.field(name).type
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            raise IntakeRefused([f"{path.name}: {name} 须为文本 is {kind}; write text"])
    return File(path.name, sha256_of(path), file.metadata.num_rows, _batches(file))


def _batches(file: pq.ParquetFile) -> Iterator[Read]:
    line = 0
    for batch in file.iter_batches(AT_ONCE, columns=list(COLUMNS)):
        columns = (batch.column(name).to_pylist() for name in COLUMNS)
        for subject, ref, field, value in zip(*columns, strict=True):
            line += 1
            yield line, subject or "", ref or "", field or "", Secret(value or ""), ""
