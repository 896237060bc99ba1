"""The law as dated, cited values: one small file per limit, read strictly."""

from __future__ import annotations

from duly.law.limit import CERTAINTIES, FORCES, Limit, NotYetInForce
from duly.law.pack import PACKS, Law, LawOn, NoSuchLimit, laid_over, load, load_copy, load_folders
from duly.law.strict import BadLaw

__all__ = [
    "CERTAINTIES",
    "FORCES",
    "PACKS",
    "BadLaw",
    "Law",
    "LawOn",
    "Limit",
    "NoSuchLimit",
    "NotYetInForce",
    "laid_over",
    "load",
    "load_copy",
    "load_folders",
]
