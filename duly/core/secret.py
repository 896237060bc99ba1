"""A value that nobody should read by accident: it prints as stars, and has to be asked for."""

from __future__ import annotations

import hmac
from typing import NoReturn

SHOWN = "Secret(***)"


class Secret:
    """Text that stays out of logs, tracebacks, JSON and pickles; `reveal()` is the one way to it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself. Whoever calls this answers for where it goes."""
        return self._value

    def __repr__(self) -> str:
        return SHOWN

    __str__ = __repr__

    def __format__(self, _form: str) -> str:
        return SHOWN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written down")


def secret(value: str | Secret) -> Secret:
    """The same value, kept."""
    return value if isinstance(value, Secret) else Secret(value)
