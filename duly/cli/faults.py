"""The faults that a user can mend, in one place; anything else is a bug and is seen."""

from __future__ import annotations

import errno
import sys

from duly.core.mendable import Mendable
from duly.store.files import ASIDE, FULL

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


def told(fault: BaseException) -> str | None:
    """One sentence for a fault that the user can mend: what, why, what to do; None of any other."""
    if isinstance(fault, Mendable):
        return str(fault)
    if isinstance(fault, OSError):
        why = OF_A_PLACE.get(fault.errno or 0)
        named = str(fault.filename2 or fault.filename or "").removesuffix(ASIDE)
        if why is None or not (named or fault.errno in FULL):
            return None
        return f"{named or '?'}: {why[0]} {why[1]}"
    if not _is_of_the_engine(fault):
        return None
    line = str(fault).splitlines()[0]
    return (
        f"文件无法读写 a file cannot be read or written: {line}；请检查路径和权限 check its path and your right to it"
    )


def _is_of_the_engine(fault: BaseException) -> bool:
    """Whether the engine could not reach a file; it is not loaded to find out, for not every command needs it."""
    engine = sys.modules.get("duckdb")
    return engine is not None and isinstance(fault, engine.IOException)
