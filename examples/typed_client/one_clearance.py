"""用生成的客户端：读名单、申请放行、看懂拒绝。字段与状态由类型检查。
With the generated client: read the list, ask for a clearance, understand a refusal. Types check fields and states.

    DULY_TOKEN=duly_… PYTHONPATH=build python one_clearance.py http://127.0.0.1:8765
"""

from __future__ import annotations

import os
import sys
from typing import TypeVar
from uuid import UUID, uuid4

from duly_client import AuthenticatedClient
from duly_client.api.agreements import approvals
from duly_client.api.cases import case
from duly_client.api.contacts import clear
from duly_client.api.work import me, worklist
from duly_client.models import ProblemShown, WantedCall, WantedCallRecording

Shown = TypeVar("Shown")


class Refused(Exception):
    """问题，带出路。A problem, with its way out."""


def good(told: Shown | ProblemShown | None) -> Shown:
    """所答，不是问题。What was answered, where it is no problem."""
    if isinstance(told, ProblemShown):
        faults = "; ".join(f"{one.field}: {one.reason}" for one in told.errors)
        raise Refused(f"{told.status} {told.type_} {faults}".strip())
    if told is None:
        raise Refused("文件里没有的状态 a status that the document does not name")
    return told


def call_to(address: UUID, *, names_us: bool = True) -> WantedCall:
    return WantedCall(
        address=address, caller_id="95000", institution_named=names_us, recording_stated=True, discloses_debt=False,
        recording=WantedCallRecording.UP,
    )  # fmt: skip


def walk(client: AuthenticatedClient) -> None:
    asks = good(me.sync(client=client))
    print(f"{asks.username}: {', '.join(sorted(asks.rights))}")
    first = good(worklist.sync(client=client, limit=1)).items[0]
    print(f"on the list: {first.position}")

    key = str(uuid4())
    unnamed = call_to(first.address, names_us=False)
    told = good(clear.sync(client=client, body=unnamed, idempotency_key=key))
    print(f"permitted: {told.permitted}, because of {', '.join(one.id for one in told.rules)}")
    again = good(clear.sync(client=client, body=unnamed, idempotency_key=key))
    print(f"the same answer again: {again.id == told.id}")

    for what, asked in (
        (
            "another request with that key",
            lambda: clear.sync(client=client, body=call_to(uuid4()), idempotency_key=key),
        ),
        ("a case that there is not", lambda: case.sync(client=client, case_id=uuid4())),
        ("beyond the token", lambda: approvals.sync(client=client)),
    ):
        try:
            good(asked())
        except Refused as refused:
            print(f"{what}: {refused}")


if __name__ == "__main__":
    site, token = sys.argv[1].rstrip("/"), os.environ["DULY_TOKEN"]
    with AuthenticatedClient(base_url=site, token=token, headers={"Accept-Language": "en"}) as opened:
        walk(opened)
