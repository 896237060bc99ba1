"""Whom a message is never taken to: whatever a name resolves to, and whatever an answer says."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from duly.channels.webhooks import Webhooks
from duly.core.carrier import CarrierDown

OPEN, HERE = Webhooks(), Webhooks(here=True)


@pytest.mark.parametrize("url", ["http://example.com/", "ftp://example.com/", "https://user:pw@example.com/", "https:///x",
    "https://example.com/#x", "https://127.0.0.1/", "https://10.0.0.8/", "https://192.168.1.1/", "https://169.254.169.254/",
    "https://100.64.0.1/", "https://[::1]/", "https://[fd00::1]/", "https://[::ffff:10.0.0.1]/", "https://[2002:a00:1::]/",
    "https://0.0.0.0/", "https://224.0.0.1/", "https://[bad/", "https://example.com:99999/", "", "例子", "https://例子.com/",
    "https://example.com/" + "x" * 500])  # fmt: skip
def test_an_address_that_is_not_of_the_open_network_is_refused(url: str) -> None:
    assert OPEN.refuses(url)


@pytest.mark.parametrize("url", ["https://example.com/", "https://example.com:8443/hear?x=1", "https://93.184.215.14/"])
def test_an_ordinary_address_is_not(url: str) -> None:
    assert OPEN.refuses(url) == ""


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["10.0.0.8"], ["93.184.215.14", "192.168.0.9"], ["::1"], ["169.254.169.254"]]
)
def test_a_name_that_leads_inside_is_connected_to_by_nobody(
    monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    def resolve(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in answers]

    def connect(*_: Any, **__: Any) -> None:
        raise AssertionError("somebody connected")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)

    with pytest.raises(CarrierDown, match="public"):
        OPEN.send("https://inside.example.com/", {}, b"")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/"])
def test_a_demonstration_speaks_to_this_machine(url: str) -> None:
    assert HERE.refuses(url) == ""
    with pytest.raises(CarrierDown, match="ConnectionRefused"):
        HERE.send(url, {}, b"")


@pytest.mark.parametrize("url", ["https://example.com/", "http://example.com/", "http://10.0.0.1/"])
def test_and_to_no_other(url: str) -> None:
    assert HERE.refuses(url)
