"""The approved words for a case, first without anybody's name and then, for a purpose, with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router
from pydantic import BaseModel, Field

from duly import wiring
from duly.core.day import day_of
from duly.desk.reach import case_of
from duly.desk.vault import Withheld
from duly.rules.rights import Act
from duly.store.models import Case
from duly.web.api.cases import CASE
from duly.web.api.problems import Problem, is_english, sides
from duly.web.api.refusing import told
from duly.web.api.routes import reads
from duly.web.console.speaking import speaking

router = Router(tags=["script"])


class Spoken(BaseModel):
    """One passage in the words that were approved for it, or why it cannot be said."""

    template: str | None = None
    text: str | None = None
    fault: str | None = None


class Script(BaseModel):
    opening: Spoken = Field(description="核实身份之前 before it is known who is speaking")
    after: Spoken = Field(description="确认是本人之后 once the person is known to be the borrower")


@reads(router, CASE + "/script", needs=(Act.CONTACT,), answers=Script)
def script(request: Any, case_id: UUID) -> Script:
    """这个案件可以说的话，金额与账户一致；不含姓名。
    What may be said in this case, with the amounts the account gives; nobody's name stands in it.
    """
    return _script(request, case_of(request.user, case_id))


@reads(router, CASE + "/script/named", needs=(Act.CONTACT, Act.UNMASK), answers=Script, refuses=(409,))
def named_script(request: Any, case_id: UUID) -> Script:
    """含借款人姓名的话术，用来核实在跟谁说话。查看留痕。
    The same with the borrower's name in it, to make sure who is speaking. The look is on the record.
    """
    found = case_of(request.user, case_id)
    with told():
        name = wiring.vault().unmask(found.borrower, "name", purpose="identify", by=request.user, at=request.at)
    if isinstance(name, Withheld):
        raise Problem("withheld", detail=(name.why.zh, name.why.en))
    return _script(request, found, name.reveal())


def _script(request: Any, case: Case, addressed: str = "") -> Script:
    said = speaking(request.user, case.borrower, day=day_of(request.at), at=request.at, addressed=addressed)
    return Script(opening=Spoken(**_one_side(said["opening"])), after=Spoken(**_one_side(said["after"])))


def _one_side(said: dict[str, str]) -> dict[str, str]:
    """The reason in the language of whoever asks; the words are in it already."""
    return said | ({"fault": sides(said["fault"])[is_english()]} if "fault" in said else {})
