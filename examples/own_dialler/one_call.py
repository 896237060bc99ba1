"""自有线路的一次通话：申请放行、拨出、告知结果。只用标准库。
One call over a line of one's own: ask for clearance, depart, tell what came of it. The standard library is enough.

    DULY_TOKEN=duly_… python one_call.py http://127.0.0.1:8765
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any
from uuid import uuid4

LINE = {"caller_id": "95000", "recording": "up"}  # 登记的去电显示，录音正常 the registered number shown; it records
OPENING = {"institution_named": True, "recording_stated": True, "discloses_debt": False}


class Api:
    """The API, asked with a token. A write is tried again with the same key: it happens once."""

    def __init__(self, site: str, token: str) -> None:
        self.root, self.token = f"{site}/api/v1", token

    def ask(self, method: str, path: str, body: Any = None, tag: str = "") -> tuple[dict[str, Any], str]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Accept-Language": "en"}
        if method != "GET":
            headers["Idempotency-Key"] = str(uuid4())
        if tag:
            headers["If-Match"] = tag
        data = None if body is None else json.dumps(body).encode()
        for tried in range(3):
            request = urllib.request.Request(self.root + path, data, headers, method=method)
            try:
                with urllib.request.urlopen(request, timeout=15) as answer:
                    return json.load(answer), answer.headers.get("ETag", "")
            except urllib.error.HTTPError as refused:
                raise SystemExit(refused.read().decode()) from None
            except OSError:
                if tried == 2:
                    raise
        raise AssertionError


def dial(number: str) -> str:
    """你的线路在这里拨号，返回它听到的结果。Your line dials here, and says what it heard."""
    print(f"dialling {'*' * len(number)}")
    return "no_answer"


def one_call(api: Api) -> str:
    """Take the next case and call it once, if it may be called; what happened, in a word."""
    item = api.ask("POST", "/next")[0]["item"]
    if item is None:
        return "nothing waits"
    cleared, _ = api.ask("POST", "/clearances", {"address": item["address"], **LINE, **OPENING})
    if not cleared["permitted"]:
        print("\n".join(cleared["reasons"]), f"\nnot before {cleared['next_allowed']}")
        return "refused"
    where = f"/attempts/{cleared['attempt']['id']}"
    _, tag = api.ask("POST", f"{where}/departure", tag=cleared["attempt"]["etag"])  # 拨号之前 before the line dials
    outcome = dial(api.ask("GET", f"{where}/number")[0]["number"])
    _, tag = api.ask("POST", f"{where}/outcome", {"outcome": outcome}, tag=tag)
    result, _ = api.ask("POST", f"{where}/result", {"code": "no_answer"}, tag=tag)
    return f"{result['code']}, then: {result['must_follow']}"


if __name__ == "__main__":
    print(one_call(Api(sys.argv[1].rstrip("/"), os.environ["DULY_TOKEN"])))
