"""Who may decide what alone, and who has to be a second person: the house's matrix, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from duly.law.strict import read
from duly.rules.rights import Act, Role, may

PARTS_OF_CHARGES = ("penalty", "fee", "interest")
CEILING = {"charges_minor", "principal_minor"}
MATRIX, KIND, WITH_ALONE = (
    {"certainty", "currency", "currencies", "kinds"},
    {"word", "asks", "lapses_after_hours", "grants"},
    {"alone"},
)


class BrokenAuthority(ValueError):
    """A matrix that does not say what it should; the text names where and what is accepted."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What may be given up of one loan, over its whole life, in minor units."""

    charges_minor: int
    principal_minor: int

    def covers(self, charges_minor: int, principal_minor: int, times: int = 1) -> bool:
        return charges_minor <= self.charges_minor * times and principal_minor <= self.principal_minor * times


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of big decision. A grant without a ceiling is for what is not counted in money."""

    name: str
    zh: str
    en: str
    asks: tuple[str, ...]
    lapses_after_hours: int
    alone: Mapping[str, Ceiling]
    grants: Mapping[str, Ceiling | None]

    @property
    def is_money(self) -> bool:
        return any(self.grants.values())

    def allows_alone(self, role: str, charges_minor: int, principal_minor: int, *, times: int = 1) -> bool:
        """Whether a role may give up so much of a loan, in all, without a second person; `times` is the currency's."""
        own = self.alone.get(role)
        return own is not None and own.covers(charges_minor, principal_minor, times)

    def may_grant(self, charges_minor: int = 0, principal_minor: int = 0, *, times: int = 1) -> tuple[str, ...]:
        """The roles that may grant it, nearest first; `times` is the currency's."""
        return tuple(
            role
            for role, ceiling in self.grants.items()
            if ceiling is None or ceiling.covers(charges_minor, principal_minor, times)
        )


@dataclass(frozen=True, slots=True)
class Authority:
    """The whole matrix, its ceilings in one currency; where `currencies` has no multiple, nobody has authority."""

    currency: str
    kinds: Mapping[str, Kind]
    currencies: Mapping[str, int]

    def times(self, currency: str) -> int:
        """How many times as high the ceilings are in a currency; 0 where nobody has authority."""
        return self.currencies.get(currency, 0)


@cache
def authority() -> Authority:
    """The house's matrix."""
    return load(files("duly.rules").joinpath("authority.yaml").read_text("utf-8"))


def load(text: str) -> Authority:
    """Read a matrix strictly. Raises BrokenAuthority, or BadLaw for what is not readable."""
    told = read(text, name="authority.yaml")
    _keys("authority.yaml", told, MATRIX)
    if told["certainty"] != "ours":
        raise BrokenAuthority("certainty: 只能是 only `ours`：这是本机构的数 these are the house's own figures")
    if not isinstance(told["currency"], str) or len(told["currency"]) != 3 or not told["currency"].isupper():
        raise BrokenAuthority("currency: 三个大写字母 three capital letters, for example CNY")
    if not isinstance(told["kinds"], dict) or not told["kinds"]:
        raise BrokenAuthority("kinds: 至少一种 at least one kind")
    kinds = {name: _kind(name, one) for name, one in told["kinds"].items()}
    return Authority(told["currency"], kinds, _currencies(told["currencies"], told["currency"]))


def _currencies(told: Any, own: str) -> dict[str, int]:
    if (
        not isinstance(told, dict)
        or told.get(own) != 1
        or any(type(one) is not int or one < 1 for one in told.values())
    ):
        raise BrokenAuthority(
            f"currencies: 每种货币一个正整数，{own} 为 1 a whole number above 0 for each, 1 for {own}"
        )
    return dict(told)


def _kind(name: str, told: Any) -> Kind:
    _keys(name, told, KIND, WITH_ALONE)
    word, asks, hours = told["word"], told["asks"], told["lapses_after_hours"]
    if not isinstance(word, list) or len(word) != 2 or not all(isinstance(one, str) and one for one in word):
        raise BrokenAuthority(f"{name}: word: 请写 write [中文, English]")
    if not isinstance(asks, list) or not asks:
        raise BrokenAuthority(f"{name}: asks: 至少一个角色 at least one role")
    if type(hours) is not int or hours < 1:
        raise BrokenAuthority(f"{name}: lapses_after_hours: 正整数 a whole number above 0")
    alone = {role: _ceiling(f"{name}: alone: {role}", one) for role, one in _roles(name, told.get("alone", {})).items()}
    grants = {
        role: None if one is None else _ceiling(f"{name}: grants: {role}", one)
        for role, one in _roles(name, told["grants"]).items()
    }
    if not grants or len({one is None for one in grants.values()}) != 1:
        raise BrokenAuthority(
            f"{name}: grants: 至少一个角色，都有上限或都没有 at least one role, all with a ceiling or none"
        )
    for role in (*asks, *alone, *grants):
        if role not in set(Role):
            raise BrokenAuthority(f"{name}: 没有角色 there is no role {role!r}")
    if wrong := [role for role in grants if not may(role, Act.APPROVE)]:
        raise BrokenAuthority(f"{name}: grants: 没有审批权 without the right to approve: {', '.join(wrong)}")
    if alone and (None in grants.values() or not alone.keys() <= set(asks)):
        raise BrokenAuthority(
            f"{name}: alone: 只给有上限的事项和能申请的角色 only where grants have ceilings, for who asks"
        )
    return Kind(name, word[0], word[1], tuple(asks), hours, alone, grants)


def _roles(name: str, told: Any) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise BrokenAuthority(f"{name}: 请写 write {{role: {{charges_minor: …, principal_minor: …}}}}")
    return told


def _ceiling(where: str, told: Any) -> Ceiling:
    _keys(where, told, CEILING)
    if any(type(one) is not int or one < 0 for one in told.values()):
        raise BrokenAuthority(f"{where}: 不小于 0 的整数（最小货币单位） whole minor units, 0 or more")
    return Ceiling(told["charges_minor"], told["principal_minor"])


def _keys(where: str, told: Any, wanted: AbstractSet[str], besides: AbstractSet[str] = frozenset()) -> None:
    found = set(told) if isinstance(told, dict) else set()
    if not wanted <= found <= wanted | besides:
        raise BrokenAuthority(
            f"{where}: 须有 needs {', '.join(sorted(wanted))}；读到 found {', '.join(map(str, sorted(found))) or '–'}"
        )
