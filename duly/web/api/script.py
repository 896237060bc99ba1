"""The approved words for a case, first without anybody's name and then, for a purpose, with it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from duly import wiring
from duly.core.day import day_of
from duly.desk import case_file
from duly.desk.calling import CONTACT
from duly.desk.reach import NotFound, case_of
from duly.desk.vault import Withheld
from duly.nightly.sides import sides
from duly.rules.rights import Act
from duly.store.models import Address, Case
from duly.web.api.cases import CASE
from duly.web.api.problems import Problem, is_english
from duly.web.api.refusing import told
from duly.web.api.routes import reads
from duly.web.console.speaking import relaying, speaking

router = Router(tags=["script"])
To = Annotated[
    UUID | None, Query(description="打给哪个地址；不写则看刚打的一通 the address; else of the call just made")
]


class Spoken(BaseModel):
    """One passage in the words that were approved for it, or why it cannot be said."""

    template: str | None = None
    text: str | None = None
    fault: str | None = None


class Script(BaseModel):
    """What to say to the borrower, or to the guardian who acts for them; or to a contact person, who only passes a
    message on and hears of no debt.
    """

    opening: Spoken | None = Field(description="核实身份之前 before it is known who is speaking")
    after: Spoken | None = Field(description="确认是本人之后 once the person is known to be the borrower")
    relay: Spoken | None = Field(
        description="对联系人：请转告，不提债务 to a contact person; then there is nothing else"
    )


@reads(router, CASE + "/script", needs=(Act.CONTACT,), answers=Script)
def script(request: Any, case_id: UUID, to: To = None) -> Script:
    """这个案件可以说的话，金额与账户一致；不含姓名。打给联系人时只有请转告的话。
    What may be said in this case, with the amounts the account gives; nobody's name stands in it. To a contact person
    there is nothing but a message to pass on.
    """
    return _script(request, case_of(request.user, case_id), to)


@reads(router, CASE + "/script/named", needs=(Act.CONTACT, Act.UNMASK), answers=Script, refuses=(409,))
def named_script(request: Any, case_id: UUID, to: To = None) -> Script:
    """含借款人姓名的话术，用来核实在跟谁说话。查看留痕。
    The same with the borrower's name in it, to make sure who is speaking. The look is on the record.
    """
    found = case_of(request.user, case_id)
    _role(request, found, to)
    with told():
        name = wiring.vault().unmask(found.borrower, "name", purpose="identify", by=request.user, at=request.at)
    if isinstance(name, Withheld):
        raise Problem("withheld", detail=(name.why.zh, name.why.en))
    return _script(request, found, to, name.reveal())


def _role(request: Any, case: Case, to: UUID | None) -> str:
    """Who hears the words, "" being the borrower: at the address that is named, else of the call that was just made
    or of whoever may be called.

    Raises NotFound for an address of another case.
    """
    if to is not None:
        address = Address.objects.select_related("party").filter(id=to, borrower=case.borrower).first()
        if address is None:
            raise NotFound(f"{to}")
        return address.party.role if address.party else ""
    return case_file.hears(case.borrower, request.user)


def _script(request: Any, case: Case, to: UUID | None, addressed: str = "") -> Script:
    role = _role(request, case, to)
    if role == CONTACT:
        relay = relaying(request.user, day=day_of(request.at), person=addressed)["relay"]
        return Script(opening=None, after=None, relay=Spoken(**_one_side(relay)))
    said = speaking(request.user, case.borrower, day=day_of(request.at), at=request.at, addressed=addressed, to=role)
    return Script(opening=Spoken(**_one_side(said["opening"])), after=Spoken(**_one_side(said["after"])), relay=None)


def _one_side(said: dict[str, Any]) -> dict[str, Any]:
    """The reason in the language of whoever asks; the words are in it already."""
    return said | ({"fault": sides(said["fault"])[is_english()]} if "fault" in said else {})
