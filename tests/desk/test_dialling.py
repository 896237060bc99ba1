"""The number goes to the carrier at the last moment, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from duly.core.carrier import Message, Receipt
from duly.core.secret import Secret
from duly.desk import contact
from duly.desk.contact import Refused
from duly.desk.dialling import Dialling, NoNumber
from duly.desk.vault import Vault
from duly.store.models import Attempt, Entry
from tests.desk.house import MORNING, NIGHT, UP, House
from tests.desk.vaults import NUMBER, SHUT, VAULT, filled


@dataclass
class Line:
    """A carrier that remembers what it dialled."""

    name: str = "line"
    dialled: list[Secret] = field(default_factory=list)

    def carry(self, message: Message, *, reference: str) -> Receipt:
        self.dialled.append(message.address)
        return Receipt("no_answer", answered=False)


def call(house: House, line: Line, vault: Vault = VAULT, at=MORNING) -> Attempt | Refused:  # type: ignore[no-untyped-def]
    return contact.attempt(
        borrower_id=house.borrower.id, proposed=house.call(at=at), systems=UP, carrier=Dialling(line, vault, at),
        message=Message("phone_call", Secret("nobody yet")),
    )  # fmt: skip


def test_a_cleared_call_dials_the_number_of_its_address_and_the_record_says_for_which_attempt(house: House) -> None:
    filled(house)
    line = Line()

    made = call(house, line)

    assert isinstance(made, Attempt)
    assert line.dialled == [NUMBER]
    entry = Entry.objects.get(act="unmask")
    assert (entry.said["purpose"], entry.said["attempt"]) == ("contact", str(made.id))


def test_a_refused_call_asks_the_vault_for_nothing(house: House) -> None:
    filled(house)
    line = Line()

    assert isinstance(call(house, line, at=NIGHT), Refused)
    assert line.dialled == []
    assert not Entry.objects.filter(act="unmask").exists()


@pytest.mark.parametrize("lacking", ["key", "value"])
def test_where_the_vault_does_not_tell_nothing_leaves_and_the_attempt_is_closed_as_failed(
    house: House, lacking: str
) -> None:
    if lacking == "key":
        filled(house)
    else:
        house.listed()
    line = Line()

    with pytest.raises(NoNumber, match="key" if lacking == "key" else "not in the vault"):
        call(house, line, SHUT if lacking == "key" else VAULT)

    assert line.dialled == []
    assert Attempt.objects.get().state == "failed"


def test_a_message_never_shows_where_it_goes() -> None:
    assert "13800138000" not in repr(Message("phone_call", Secret("13800138000")))
    assert "13800138000" not in repr(Message("phone_call", "13800138000"))  # type: ignore[arg-type]
