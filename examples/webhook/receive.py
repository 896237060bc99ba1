"""接收回调：先验签，再看内容，不重复处理。只用标准库。
Receive webhooks: check the signature first, look at the content then, do nothing twice. The standard library is enough.

    DULY_HOOK_SECRET=whsec_… python receive.py 9000 1

听到一条后结束；不写数目就一直听。It ends after one message; without a number it goes on.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import sys
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer

TOLERANCE_SECONDS = 300  # 更早的可能是有人重放 what is older may be somebody's replay
LONGEST = 65_536


def is_genuine(headers: Mapping[str, str], body: bytes, secret: str, now: float) -> bool:
    """签名是否由密钥对编号、时刻与正文所作。Whether the secret signed this id, this instant and this body."""
    message, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message or not stamp.isascii() or not stamp.isdigit() or abs(now - int(stamp)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = b"v1," + base64.b64encode(hmac.digest(key, f"{message}.{stamp}.".encode() + body, "sha256"))
    given = headers.get("webhook-signature", "").split(" ")  # 换密钥时可有多个 more than one while a secret is changed
    return any(hmac.compare_digest(made, one.encode()) for one in given)


class Receiver(HTTPServer):
    """听过哪些，用什么密钥。What was heard, and the secret."""

    def __init__(self, port: int, secret: str) -> None:
        super().__init__(("127.0.0.1", port), Told)
        self.secret, self.heard = secret, set[str]()


class Told(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        """验过签才读；同一编号再来只答不做。Read once it is genuine; the same id again is answered, not done."""
        length = int(self.headers.get("content-length", 0))
        body = self.rfile.read(min(length, LONGEST))
        if length > LONGEST or not is_genuine(self.headers, body, self.server.secret, time.time()):
            self._answer(401)
            return
        message = self.headers["webhook-id"]
        if message not in self.server.heard:
            self.server.heard.add(message)
            told = json.loads(body)
            print(f"genuine: {told['type']}", flush=True)
        self._answer(204)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """不写日志：正文里有编号。No log: there are ids in it."""


if __name__ == "__main__":
    receiver = Receiver(int(sys.argv[1]), os.environ["DULY_HOOK_SECRET"])
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    while not wanted or len(receiver.heard) < wanted:
        receiver.handle_request()
    receiver.server_close()
