"""A pack of limits: read whole from its folders, known by the hash of what it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from duly.core.terms import Meaning
from duly.law import strict
from duly.law.limit import Limit, from_mapping
from duly.law.strict import BadLaw

PACKS = {  # the law of a place, and what the house adds there
    "cn": ("cn", "house"),
    "us-regf": ("us", "house_us"),
    "uk": ("uk", "house_uk"),
}


class NoSuchLimit(KeyError):
    """A limit was asked for that the pack does not hold."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """Every limit of a pack by its path, for example `law["cn.gbt_45251.contact_hours"]`."""

    limits: Mapping[str, Limit]
    version: str  # of the content, not of the files

    def __getitem__(self, path: str) -> Limit:
        if path not in self.limits:
            raise NoSuchLimit(f"the law holds no {path}; it holds {', '.join(self.limits)}")
        return self.limits[path]

    def __iter__(self) -> Iterator[Limit]:
        return iter(self.limits.values())

    def __len__(self) -> int:
        return len(self.limits)

    def on(self, day: date) -> LawOn:
        """The law as it stands on a day."""
        return LawOn(self, day)


@dataclass(frozen=True, slots=True)
class LawOn:
    """The law of one day: `law.on(day)["cn.gbt_45251.contact_hours"]["opens"]` is in minutes."""

    law: Law
    day: date

    def __getitem__(self, path: str) -> dict[str, Any]:
        """The values of one limit. Raises NotYetInForce on a day on which it has none."""
        return self.law[path].on(self.day)


@cache
def load(pack: str = "cn") -> Law:
    """Load a pack that is shipped: the law of a place and the house rules.

    Raises BadLaw where a file cannot be read as it stands.
    """
    root = files("duly.law")
    return load_folders({name: root / name for name in _tops(pack)})


def load_folders(folders: Mapping[str, Traversable | Path]) -> Law:
    """Load every file below the folders, each named by the first word of the paths of its limits.

    Raises BadLaw for the first file that cannot be read, and for an id that two limits share.
    """
    limits: dict[str, Limit] = {}
    by_id: dict[str, str] = {}
    for name, limit in _limits(folders):
        if other := by_id.get(limit.id):
            raise BadLaw(f"{name}: 编号重复 id {limit.id} is already that of {other}; an id names one limit")
        by_id[limit.id] = limit.path
        limits[limit.path] = limit
    if not limits:
        raise BadLaw(
            f"{', '.join(map(str, folders.values()))}: 没有任何限值，没有限值的法不放行任何事 "
            "no limit was found; a law without limits permits nothing"
        )
    return Law(limits, _version(limits))


def load_copy(folder: Path, pack: str = "cn") -> Law:
    """Load another version of a pack: a folder that holds the pack's own folders, for example cn/ and house/.

    Raises BadLaw where one of them is missing or a file cannot be read as it stands.
    """
    parts = {top: folder / top for top in _tops(pack)}
    for top, part in parts.items():
        if not part.is_dir():
            raise BadLaw(
                f"{folder}: 缺少文件夹 holds no folder {top}/; 须有 a version of {pack} holds {', '.join(parts)}"
            )
    return load_folders(parts)


def laid_over(shipped: Law, folder: Path, pack: str = "cn") -> Law:
    """Lay the limits of a folder over those shipped: all of the pack, or only the files that change.

    A file keeps the path, the id and the parts of the limit that it replaces, for the rules read these; a limit ends
    by a null value. Raises BadLaw for any other file, since no rule would read it, and for a folder without any.
    """
    tops = _tops(pack)
    if not folder.is_dir():
        raise BadLaw(
            f"{folder}: 不是文件夹，请给出含有改动的 is no folder; name one with the changed limits, that holds "
            f"{', '.join(tops)}"
        )
    strange = [each.name for each in sorted(folder.iterdir()) if each.name.endswith((".yaml", ".yml"))]
    if strange:
        raise BadLaw(
            f"{folder}/{strange[0]}: 请放到它的路径下 put it at its path; lies outside "
            f"{', '.join(f'{top}/' for top in tops)}"
        )
    changed = dict(_limits({top: folder / top for top in tops if (folder / top).is_dir()}))
    if not changed:
        raise BadLaw(
            f"{folder}: 没有任何限值，应有 no limit was found; it holds some of {', '.join(f'{top}/…' for top in tops)}"
        )
    for name, limit in changed.items():
        if (old := shipped.limits.get(limit.path)) is None:
            raise BadLaw(
                f"{name}: {pack} 没有这个限值，没有规则会读它 ships no such limit, so no rule reads it; "
                "lay it over the limit it changes"
            )
        if limit.id != old.id or _shape(limit) != _shape(old):
            raise BadLaw(
                f"{name}: 编号和各部分不变，规则要读 id and parts stay; rules read these: "
                f"{old.id}, {', '.join(old.dated) or 'no parts'}"
            )
    limits = {**shipped.limits, **{limit.path: limit for limit in changed.values()}}
    return Law(limits, _version(limits))


def _tops(pack: str) -> tuple[str, ...]:
    if pack not in PACKS:
        raise BadLaw(f"{pack}: 没有这个规则包 there is no such pack；有 there is: {', '.join(PACKS)}")
    return PACKS[pack]


def _shape(limit: Limit) -> dict[str, Meaning]:
    return {part: dated.meaning for part, dated in limit.dated.items()}


def _limits(folders: Mapping[str, Traversable | Path]) -> Iterator[tuple[str, Limit]]:
    """Every limit below the folders with the name of its file."""
    for top, folder in folders.items():
        for name, file in _files(folder, top):
            path = name.removesuffix(".yaml").replace("/", ".")
            yield name, from_mapping(strict.read(_text(file, name), name=name), path=path, name=name)


def _files(folder: Traversable | Path, top: str) -> Iterator[tuple[str, Traversable | Path]]:
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        if entry.is_dir():
            if not entry.name.startswith("__"):
                yield from _files(entry, f"{top}/{entry.name}")
        elif entry.name.endswith((".yaml", ".yml")):
            if not entry.name.endswith(".yaml"):
                raise BadLaw(f"{top}/{entry.name}: 限值的文件以 .yaml 结尾 a limit's file ends in .yaml")
            yield f"{top}/{entry.name}", entry


def _text(file: Traversable | Path, name: str) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadLaw(f"{name}: 不是 UTF-8，请另存 not UTF-8; save it as UTF-8") from None


def _version(limits: Mapping[str, Limit]) -> str:
    """A hash over everything the limits say; order and layout of the files do not matter."""
    said = {
        path: [
            *(
                limit.id,
                limit.zh,
                limit.en,
                [[str(day), parts] for day, parts in limit.values],
                limit.norm,
                limit.force,
            ),
            *(limit.certainty, limit.reference, str(limit.checked), limit.lawyer_confirmed, limit.clock, limit.counts),
            *(limit.per, limit.across, limit.note),
        ]
        for path, limit in sorted(limits.items())
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]
