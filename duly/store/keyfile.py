"""The file that holds the vault's keys: a key a line, base64 of 32 bytes, the one that seals last.

It is its owner's alone, and lies outside the home: whoever copies the home, or restores a backup, has no key with it.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
from pathlib import Path

from duly.core.mendable import Mendable
from duly.store import files
from duly.store.keyring import KEY_BYTES, Key

OWN = stat.S_IRUSR | stat.S_IWUSR


class BadKeys(Mendable, ValueError):
    """Keys that cannot be used; the text says where and what to do, and holds nothing of a key."""


def from_text(text: str) -> tuple[Key, ...]:
    """Keys, one a line or with commas between them.

    Raises BadKeys.
    """
    words = [word for line in text.splitlines() for word in line.split(",")]
    keys = tuple(_key(place, word.strip()) for place, word in enumerate(words, 1) if word.strip())
    if not keys:
        raise BadKeys("没有密钥 there is no key; make one with duly vault key")
    if len({key.id for key in keys}) < len(keys):
        raise BadKeys("同一密钥出现两次 one key stands there twice; remove one of the two")
    return keys


def _key(place: int, word: str) -> Key:
    try:
        material = base64.b64decode(word, validate=True)
    except (binascii.Error, ValueError):
        material = b""
    if len(material) != KEY_BYTES or base64.b64encode(material).decode() != word:
        raise BadKeys(
            f"第 {place} 个不是 32 字节的 base64 key {place} is no base64 of {KEY_BYTES} bytes; "
            "make one with duly vault key"
        ) from None
    return Key(material)


def from_file(path: Path, *, home: Path) -> tuple[Key, ...]:
    """The keys of a file.

    Raises BadKeys where it is missing, lies in the home, may be read by others, or holds anything else.
    """
    _refuse_in(path, home)
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise BadKeys(f"{path}: 不是普通文件 is no ordinary file")
            if stat.S_IMODE(mode) & ~OWN:
                raise BadKeys(f"{path}: 他人可以读取，请运行 others may read it; run: chmod 600 {path}")
            text = file.read().decode("ascii")
    except OSError as fault:
        raise BadKeys(f"{path}: 无法读取 cannot be read ({fault.strerror})") from None
    except UnicodeDecodeError:
        raise BadKeys(f"{path}: 不是密钥文件 is no file of keys") from None
    return from_text(text)


def make(path: Path, *, home: Path, further: bool) -> Key:
    """Write a new key into a new file, or as a further one, which then seals, into the one that is there.

    Raises BadKeys where it lies in the home, where a new file is there already, and where there is none to add to.
    """
    _refuse_in(path, home)
    if not further and path.exists():
        raise BadKeys(f"{path}: 已存在，不会覆盖；增加密钥用 --further it is kept as it is; to add a key: --further")
    before = path.read_text("ascii") if further and from_file(path, home=home) else ""
    material = os.urandom(KEY_BYTES)
    told = f"{before.rstrip()}\n" if before else ""
    made = files.aside(path)
    made.unlink(missing_ok=True)
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN), "w", encoding="ascii") as file:
        file.write(f"{told}{base64.b64encode(material).decode()}\n")
    files.put_in_place(path, point="vault.key")
    return Key(material)


def _refuse_in(path: Path, home: Path) -> None:
    if path.resolve().is_relative_to(home.resolve()):
        raise BadKeys(f"{path}: 密钥不得放在数据目录 {home} 内 a key never lies in the home; put it elsewhere")
