"""Files in: a lender's book is read, judged cell by cell and row by row, and becomes a version of the lake."""

from __future__ import annotations

from duly.intake.manifest import Manifest
from duly.intake.mapping import BadMapping, Mapping
from duly.intake.reasons import IntakeRefused
from duly.intake.take import batch_id, take_in

__all__ = ["BadMapping", "IntakeRefused", "Manifest", "Mapping", "batch_id", "take_in"]
