"""Money in whole minor units of one currency. No float ever enters."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from duly.core.mendable import Mendable


class CurrencyMismatch(Mendable, ValueError):
    """Two currencies met in one sum."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (分); a number is nothing without its currency."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._minor_of(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._minor_of(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._minor_of(other)

    def __str__(self) -> str:
        sign = "-" if self.minor < 0 else ""
        whole, part = divmod(abs(self.minor), 100)
        return f"{self.currency} {sign}{whole:,}.{part:02d}"

    def split(self, parts: int) -> tuple[Money, ...]:
        """Divide into parts that add up exactly; the earlier parts carry the remainder."""
        if parts < 1:
            raise ValueError(f"cannot split {self} into {parts} parts")
        share, left_over = divmod(self.minor, parts)
        return tuple(Money(share + (i < left_over), self.currency) for i in range(parts))

    def at_rate_floor(self, rate: Fraction) -> Money:
        """Take a rate of this amount, rounding down: for what a borrower is charged."""
        return Money(self.minor * rate.numerator // rate.denominator, self.currency)

    def _minor_of(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"cannot put {other} and {self} into one sum; convert one of them first")
        return other.minor
