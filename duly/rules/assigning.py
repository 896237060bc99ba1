"""Which team a case goes to: people of the place first, and why; and which cases are hard, so that they are shared."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from duly.rules.results import Words

HARD_DAYS = 90  # a house default: beyond these days past due a conversation is seldom an easy one
HARD_RESULTS = frozenset({"abuse", "distress", "vulnerable", "complains", "said_deceased"})  # a house default
COMMON = "普通话"  # everybody speaks it, so that it is no reason to choose a team


@dataclass(frozen=True, slots=True)
class TeamNow:
    """A team as it stands at a minute of the day; `room` is how many more calls its people can make with care."""

    id: str
    name: str
    region: str  # 2, 4 or 6 digits; empty is everywhere else
    dialects: frozenset[str]
    opens_minute: int
    closes_minute: int
    room: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a team fits a borrower: what speaks for it and what against it."""

    team: TeamNow
    able: bool
    local: bool
    pro: tuple[Words, ...]
    contra: tuple[Words, ...]


def ranked(region: str, teams: Iterable[TeamNow], minute: int) -> list[Fit]:
    """The teams, best first: who can still take it today, then who is of the place, then who speaks as people there do.

    Of teams alike in all that, the one with most room; ids break the tie.
    """
    known = list(teams)
    spoken = _spoken_in(region, known)
    fits = [(_key(region, one, spoken, minute), _fit(region, one, spoken, minute)) for one in known]
    return [fit for _, fit in sorted(fits, key=lambda pair: pair[0])]


def _spoken_in(region: str, teams: Collection[TeamNow]) -> frozenset[str]:
    """The dialects of a place: those of the team whose own region is the longest that contains it."""
    of_it = [one for one in teams if one.region and region.startswith(one.region)]
    return max(of_it, key=lambda one: (len(one.region), one.id)).dialects - {COMMON} if of_it else frozenset()


def _key(region: str, team: TeamNow, spoken: frozenset[str], minute: int) -> tuple[bool, int, bool, int, str]:
    return (not _able(team, minute), -_local(region, team), not spoken & team.dialects, -team.room, team.id)


def _able(team: TeamNow, minute: int) -> bool:
    return team.room > 0 and minute < team.closes_minute


def _local(region: str, team: TeamNow) -> int:
    """How many digits of the borrower's region the team's own shares; none for a team of another place."""
    return len(team.region) if team.region and region.startswith(team.region) else 0


def _fit(region: str, team: TeamNow, spoken: frozenset[str], minute: int) -> Fit:
    pro, contra = [], []
    local, shared = _local(region, team) > 0, "、".join(sorted(spoken & team.dialects))
    if local:
        pro.append(Words(f"本地小组（{team.region}）", f"of the place ({team.region})"))
    elif team.region:
        contra.append(Words("不是借款人所在地区", "of another place"))
    else:
        pro.append(Words("负责其余地区", "for everywhere else"))
    if shared:
        pro.append(Words(f"会当地方言：{shared}", f"speaks as people there do: {shared}"))
    if minute >= team.closes_minute:
        contra.append(Words("今天已下班", "has closed for today"))
    elif minute < team.opens_minute:
        contra.append(Words("还没上班", "has not opened yet"))
    if team.room > 0:
        pro.append(Words(f"今天还能接 {team.room} 通", f"room for {team.room} more calls today"))
    else:
        contra.append(Words("今天已满", "full for today"))
    return Fit(team, _able(team, minute), local, tuple(pro), tuple(contra))


def is_hard(days_past_due: int | None, results: Collection[str]) -> bool:
    """Whether a case is a hard one: long overdue, or somebody had a hard conversation on it before."""
    return (days_past_due or 0) > HARD_DAYS or not HARD_RESULTS.isdisjoint(results)
