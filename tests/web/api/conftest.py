"""The API at ten past ten, over a house whose case is listed."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.desk.house import MORNING, House
from tests.web.api.asking import WALL, Program, token_of


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CLOCK", lambda: MORNING)
    monkeypatch.setattr(settings, "WALL_CLOCK", lambda: WALL)
    monkeypatch.setenv("DULY_DEMO", "1")  # where calls are recorded


@pytest.fixture()
def program(house: House) -> Program:
    """A program of the house's agent, whose case is listed."""
    house.listed()
    return Program(token_of(house.agent))
