"""The faults that a user can mend, in one place; anything else is a bug and is seen."""

from __future__ import annotations

import errno

import duckdb

from duly.book.synth import CannotSynthesise
from duly.core.day import NotADay
from duly.core.money import CurrencyMismatch
from duly.intake import BadMapping, IntakeRefused
from duly.intake.real_book.source import SourceDamaged
from duly.intake.synth.to_home import HomeInUse
from duly.intake.template import TemplatesInTheWay
from duly.law import BadLaw
from duly.law.limit import NotYetInForce
from duly.nightly.accounts import Untold
from duly.nightly.audit import BadContacts
from duly.nightly.closed import NotClosed
from duly.nightly.explain import NoSuchCase
from duly.nightly.night import DayBeforeBook, NoRoom, NoSuchStep
from duly.nightly.plan_out import CannotWritePlan, NoSuchTeam
from duly.nightly.statement.paper import CannotPrint
from duly.rules.templates.faults import BadTemplate, TemplateRefused
from duly.rules.treatment import BrokenTreatmentTable
from duly.store.files import ASIDE, FULL, Busy, DiskFull
from duly.store.keyfile import BadKeys
from duly.store.keyring import VaultClosed
from duly.store.lake import NoBook
from duly.wiring import BadSetting

MENDABLE: tuple[type[Exception], ...] = (
    NotADay,
    CurrencyMismatch,
    Busy,
    DiskFull,
    NoBook,
    SourceDamaged,
    IntakeRefused,
    BadMapping,
    CannotSynthesise,
    HomeInUse,
    TemplatesInTheWay,
    BadLaw,
    BadContacts,
    NotYetInForce,
    BadTemplate,
    TemplateRefused,
    BrokenTreatmentTable,
    DayBeforeBook,
    NoSuchStep,
    NoRoom,
    NotClosed,
    NoSuchCase,
    CannotPrint,
    CannotWritePlan,
    NoSuchTeam,
    Untold,
    BadSetting,
    BadKeys,
    VaultClosed,
)

OF_A_PLACE = {  # what the file system answers of a path: why, and what to do; the rest of its errors are bugs
    errno.ENOENT: (
        "没有这个文件或目录；请检查路径，或先建好目录",
        "there is no such file or folder; check the path, or make the folder first",
    ),
    errno.ENOTDIR: (
        "路径中间有一段是文件，不是目录；请换一个位置",
        "a part of this path is a file, not a folder; name another place",
    ),
    errno.EEXIST: (
        "这里已有一个文件，而需要的是目录；请换一个目录，或把它移走",
        "a file lies where a folder is needed; name another folder, or move it away",
    ),
    errno.EISDIR: (
        "这里是目录，而需要的是文件；请写文件名",
        "a folder lies where a file is needed; name a file",
    ),
    errno.ENAMETOOLONG: ("名称太长；请换一个短的", "the name is too long; give a shorter one"),
    errno.ELOOP: ("链接绕成了圈；请换一个位置", "links lead in a circle; name another place"),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS),
        (
            "没有权限；请换一个可以读写的位置，或请人开放",
            "this may not be read or written; name a place that may, or have it opened to you",
        ),
    ),
    **dict.fromkeys(
        FULL,
        ("磁盘已满或超出配额；请腾出空间再运行", "the disk is full or over its quota; make room and run again"),
    ),
}

OF_THE_USER: tuple[type[Exception], ...] = (*MENDABLE, OSError, duckdb.IOException)


def told(fault: Exception) -> str | None:
    """One sentence for a fault that the user can mend: what, why, what to do; None of any other."""
    if isinstance(fault, MENDABLE):
        return str(fault)
    if isinstance(fault, OSError):
        why = OF_A_PLACE.get(fault.errno or 0)
        named = str(fault.filename2 or fault.filename or "").removesuffix(ASIDE)
        if why is None or not (named or fault.errno in FULL):
            return None
        return f"{named or '?'}: {why[0]} {why[1]}"
    line = str(fault).splitlines()[0]
    return (
        f"文件无法读写 a file cannot be read or written: {line}；请检查路径和权限 check its path and your right to it"
    )
