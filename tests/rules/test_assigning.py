"""Which team a case goes to, and which cases are hard."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from duly.rules.assigning import HARD_DAYS, TeamNow, is_hard, ranked

NOON = 12 * 60
ZHEJIANG = {"id": "T33", "name": "浙江组", "region": "33", "dialects": frozenset({"普通话", "吴语"})}


def team(**changed: Any) -> TeamNow:
    usual = {"opens_minute": 540, "closes_minute": 1080, "room": 10}
    return TeamNow(**{**usual, **ZHEJIANG, **changed})


SHANGHAI = team(id="T31", name="上海组", region="31")
HUNAN = team(id="T43", name="湖南组", region="43", dialects=frozenset({"普通话", "湘语"}), room=99)
ELSEWHERE = team(id="T00", name="其他地区", region="", dialects=frozenset({"普通话"}), room=99)
REGIONS = st.sampled_from(["", "31", "33", "3301", "330100", "43"])
TEAMS = st.lists(
    st.builds(
        team, id=st.uuids().map(str), region=REGIONS, room=st.integers(-2, 3),
        opens_minute=st.just(540), closes_minute=st.sampled_from([600, 1080]),
        dialects=st.frozensets(st.sampled_from(["普通话", "吴语", "湘语"])),
    ),
    max_size=6, unique_by=lambda one: one.id,
)  # fmt: skip


def order(region: str, *teams: TeamNow, minute: int = NOON) -> list[str]:
    return [fit.team.id for fit in ranked(region, teams, minute)]


def test_people_of_the_place_come_first_however_much_room_others_have() -> None:
    assert order("330100", HUNAN, ELSEWHERE, SHANGHAI, team())[0] == "T33"


def test_a_city_of_its_own_comes_before_its_province() -> None:
    assert order("330100", team(), team(id="T3301", region="3301"))[0] == "T3301"


def test_when_the_local_team_is_full_those_who_speak_as_people_there_do_come_next() -> None:
    assert order("330100", HUNAN, ELSEWHERE, SHANGHAI, team(room=0)) == ["T31", "T00", "T43", "T33"]


def test_a_team_that_has_closed_comes_after_every_team_that_has_not() -> None:
    assert order("330100", HUNAN, team(closes_minute=600), minute=600) == ["T43", "T33"]
    assert order("330100", HUNAN, team(closes_minute=600), minute=599) == ["T33", "T43"]


@given(REGIONS, TEAMS, st.integers(0, 1439))
def test_every_team_is_told_once_the_able_first_and_each_with_a_word(region: str, teams: Any, minute: int) -> None:
    fits = ranked(region, teams, minute)

    assert sorted(fit.team.id for fit in fits) == sorted(one.id for one in teams)
    assert [fit.able for fit in fits] == sorted((fit.able for fit in fits), reverse=True)
    assert all(fit.pro or fit.contra for fit in fits)


@given(REGIONS, TEAMS, st.integers(0, 1439))
def test_the_order_of_the_question_does_not_matter(region: str, teams: Any, minute: int) -> None:
    assert ranked(region, teams, minute) == ranked(region, teams[::-1], minute)


def test_long_overdue_or_a_hard_conversation_before_make_a_case_hard() -> None:
    assert not is_hard(HARD_DAYS, {"promise"})
    assert is_hard(HARD_DAYS + 1, ())
    assert is_hard(1, {"abuse"})
    assert not is_hard(None, ())
