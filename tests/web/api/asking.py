"""A program that asks the API, and the token by which it is let in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.test import Client

from duly.desk import tokens
from duly.rules.rights import RIGHTS, Act, Role
from duly.store.models import User

ROOT = "/api/v1"
WALL = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def token_of(user: User, *scopes: Act, at: datetime | None = None, days: int = 30) -> str:
    """A token of a person, with all that the person may do unless something is named."""
    wanted = scopes or tuple(RIGHTS[Role(user.role)])
    _, text = tokens.issue(username=user.username, name="test", scopes=wanted, days=days, at=at or WALL, by=None)
    return text


@dataclass
class Program:
    """Asks by a token; every write has a key of its own unless it is given one."""

    token: str = ""
    lang: str = "en"
    client: Client = field(default_factory=lambda: Client(SERVER_NAME="localhost", raise_request_exception=False))

    def ask(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, tag: str = "", **more: str
    ) -> Any:
        headers = {"Accept-Language": self.lang, **more}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if method not in ("GET", "HEAD") and key != "":
            headers["Idempotency-Key"] = key or str(uuid4())
        if tag:
            headers["If-Match"] = tag
        given = {} if body is None else {"data": body, "content_type": "application/json"}
        where = path if path.startswith("/api") else ROOT + path
        return self.client.generic(method, where, headers=headers, **_encoded(given))

    def get(self, path: str, **more: Any) -> Any:
        return self.ask("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.ask("POST", path, body, **more)


def _encoded(given: dict[str, Any]) -> dict[str, Any]:
    import json

    if given and not isinstance(given["data"], str | bytes):
        given["data"] = json.dumps(given["data"])
    return given
