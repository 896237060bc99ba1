"""What the desk refuses, told as a problem: with its field, the reason and the way out, or that it cannot be now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from duly import wiring
from duly.core.machine import NoSuchMove
from duly.desk import answering, assigning, certifying, examining, quality
from duly.desk.objecting import Objected
from duly.desk.outcomes import BadResult
from duly.desk.people import BadPerson
from duly.desk.placing import NotPermitted
from duly.desk.vault import NotAValue, NotInTheVault, TooManyFound
from duly.nightly.sides import sides
from duly.rules.account.asked import Refused
from duly.rules.quality import BadMarks
from duly.rules.templates.faults import TemplateRefused
from duly.rules.unmasking import NoSuchPurpose
from duly.store.keyring import DoesNotOpen, VaultClosed
from duly.web.account import Untold
from duly.web.api.problems import Fault, Problem

LATE = (answering.Moved, assigning.Stale, quality.AlreadyScored)  # somebody was there first
NOT_NOW = (
    NoSuchMove, assigning.OnTheLine, quality.OwnCall, certifying.OwnExam, certifying.NotPassed, examining.TooSoon,
    examining.Over, examining.AlreadyAnswered,
)  # fmt: skip
WRITTEN = ("见接口文档", "see the reference of the API")  # the way out where the desk names none of its own


@contextmanager
def told() -> Iterator[None]:
    """Whatever the desk refuses inside comes out as a Problem."""
    try:
        yield
    except Objected as objected:
        raise Problem("invalid", tuple(_fault(one) for one in objected.objections)) from None
    except Refused as refused:
        raise Problem("invalid", (_fault(refused),)) from None
    except TemplateRefused as unsaid:
        raise Problem("invalid", (Fault(unsaid.about, unsaid.zh, unsaid.en, *WRITTEN),)) from None
    except (BadResult, BadMarks) as fault:
        field = fault.field if isinstance(fault, BadResult) else f"marks.{fault.item}"
        raise Problem("invalid", (Fault(field, fault.zh, fault.en, *WRITTEN),)) from None
    except (BadPerson, NoSuchPurpose, TooManyFound, NotAValue) as fault:
        raise Problem("invalid", (_named(str(fault)),)) from None
    except (*LATE,) as late:
        raise Problem("stale", detail=sides(str(late))) from None
    except (*NOT_NOW,) as fault:
        raise Problem("no_such_move", detail=sides(str(fault))) from None
    except NotPermitted as refused:
        raise Problem("not_permitted", detail=_not_permitted(refused)) from None
    except Untold as untold:
        raise Problem("no_account", detail=sides(str(untold))) from None
    except wiring.BadSetting as unset:
        raise Problem("not_set_up", detail=sides(str(unset))) from None
    except NotInTheVault:
        raise Problem("not_found") from None
    except (VaultClosed, DoesNotOpen):
        raise Problem("vault_shut") from None


def _fault(refused: Refused) -> Fault:
    return Fault(refused.path, *sides(refused.message), *sides(refused.accepted))


def _not_permitted(refused: NotPermitted) -> tuple[str, str]:
    """Every reason of the judge, and from when no hour or number would stand against it."""
    said = [sides(reason) for reason in refused.told["explanation"]]
    if at := refused.retry_at:
        said.append((f"时间上最早 {at.isoformat()}", f"by the clock {at.isoformat()} at the earliest"))
    return "；".join(zh for zh, _ in said), "; ".join(en for _, en in said)


def _named(text: str) -> Fault:
    """A fault of which the text names the field before a colon, and perhaps the value after it."""
    before, colon, said = text.partition(":")
    field = before.split()[0].strip("'\"") if colon and before else "body"
    return Fault(field, *sides(said.strip() if colon else text), *WRITTEN)
