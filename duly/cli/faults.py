"""The faults that a user can mend, in one place; anything else is a bug and is seen."""

from __future__ import annotations

import errno

from duly.book.synth import CannotSynthesise
from duly.core.day import NotADay
from duly.core.money import CurrencyMismatch
from duly.intake import BadMapping, IntakeRefused
from duly.intake.real_book.source import SourceDamaged
from duly.intake.synth.to_home import HomeInUse
from duly.intake.template import TemplatesInTheWay
from duly.law import BadLaw
from duly.law.limit import NotYetInForce
from duly.nightly.closed import NotClosed
from duly.nightly.explain import NoSuchCase
from duly.nightly.night import DayBeforeBook, NoRoom, NoSuchStep
from duly.nightly.plan_out import CannotWritePlan, NoSuchTeam
from duly.rules.templates.faults import BadTemplate, TemplateRefused
from duly.rules.treatment import BrokenTreatmentTable
from duly.store.files import Busy, DiskFull
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
    NotYetInForce,
    BadTemplate,
    TemplateRefused,
    BrokenTreatmentTable,
    DayBeforeBook,
    NoSuchStep,
    NoRoom,
    NotClosed,
    NoSuchCase,
    CannotWritePlan,
    NoSuchTeam,
    BadSetting,
)

OF_A_PLACE = (  # what the file system answers where a path may not be written; the rest of its errors are bugs
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.EEXIST,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.ENAMETOOLONG,
)
