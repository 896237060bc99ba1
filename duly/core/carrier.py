"""What carries a contact to a borrower, as the desk sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from duly.core.secret import Secret, secret


class CarrierDown(RuntimeError):
    """The carrier cannot be reached, and nothing left. May be tried again under a new clearance."""


class Undeliverable(ValueError):
    """This address takes nothing of this kind. Never tried again at this address."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be carried. The carrier alone asks the address what it is; it shows as stars."""

    channel: str
    address: Secret
    text: str = ""
    lang: str = "zh"

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", secret(self.address))  # text that was given by mistake is kept all the same


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of it, in the words of the judge's contract. `outcome` is empty while nobody knows."""

    outcome: str = ""
    answered: bool | None = None
    effective: bool | None = None
    signals: tuple[str, ...] = field(default=())


class Carrier(Protocol):
    """Something that carries a message to a borrower. Knows nothing of loans, rules or the database."""

    @property
    def name(self) -> str:
        """What it is called in the record."""
        ...

    def carry(self, message: Message, *, reference: str) -> Receipt:
        """Carry it once; the same reference is never carried twice. Raises CarrierDown, Undeliverable."""
        ...
