"""A person with unmistakable values goes through everything that the desk does; nothing of them stands anywhere in clear."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError

from duly.core.carrier import CarrierDown, Message, Receipt
from duly.core.secret import Secret
from duly.desk import contact
from duly.desk.dialling import Dialling
from duly.desk.rekeying import check, rotate
from duly.desk.vault import Vault
from duly.desk.vaulting import Sent, load
from duly.intake.personal import open_values
from duly.store.keyring import Keyring
from duly.store.models import Address, Borrower, Entry, Party, Vaulted
from tests.desk.house import MORNING, NIGHT, UP, House
from tests.desk.vaults import NEW, OLD, SHUT, VAULT, granted

NAME, OTHER_NAME, THIRD_NAME = "綦毌鹓鶵", "綦毌鸑鷟", "赫連鸘鸙"
NUMBER, OTHER_NUMBER, THIRD_NUMBER = "15487654321", "15487654322", "15487654323"
ID_NUMBER = "11010119900307889X"
EMAIL, PLACE = "qiwu.canary@canary-mail.example", "鹓鶵巷七百七十七号"
KEY = bytes(range(32))
CANARIES = [NAME, OTHER_NAME, THIRD_NAME, NUMBER, OTHER_NUMBER, THIRD_NUMBER, ID_NUMBER[:17], EMAIL, PLACE]
BOTH = Vault(Keyring((OLD, NEW)))


@pytest.fixture()
def logged() -> Iterator[io.StringIO]:
    """Everything that anything logs, statements with their values included."""
    told = io.StringIO()
    handler, root = logging.StreamHandler(told), logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in ("django", "django.db.backends", "duly"))]
    before = [(one, one.level, one.propagate) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
    root.addHandler(handler)
    connection.force_debug_cursor = True
    yield told
    connection.force_debug_cursor = False
    root.removeHandler(handler)
    for one, level, propagate in before:
        one.level, one.propagate = level, propagate


class Down:
    """A carrier that fails with the message in its hands."""

    name = "down"

    def carry(self, message: Message, *, reference: str) -> Receipt:
        raise CarrierDown(f"{message!r} {message.address}")


class Answers:
    name = "answers"

    def carry(self, message: Message, *, reference: str) -> Receipt:
        assert message.address.reveal() == NUMBER
        return Receipt("no_answer", answered=False)


def fails(act: Callable[[], object]) -> str:
    """What a fault says, with the values of every local name in every frame."""
    try:
        act()
    except Exception as fault:
        return "".join(traceback.format_exception(fault)) + "\n".join(_locals(fault))
    raise AssertionError("nothing failed")


def _locals(fault: BaseException | None) -> Iterator[str]:
    """Every local value of every frame of a fault and of those behind it; a query that can no longer be shown shows none."""
    while fault is not None:
        yield repr(fault)
        for frame, _ in traceback.walk_tb(fault.__traceback__):
            for name, value in frame.f_locals.items():
                try:
                    yield f"{name} = {value!r}"
                except TransactionManagementError as gone:
                    yield f"{name}: {gone}"
        fault = fault.__cause__ or fault.__context__


def values(folder: Path) -> Path:
    """The lender's file, which is the one place where it all stands."""
    path = folder / "values.csv"
    rows = [
        ("borrower", "B1", "name", NAME), ("borrower", "B1", "id_number", ID_NUMBER), ("address", "A1", "number", NUMBER),
        ("address", "E1", "email", EMAIL), ("address", "H1", "place", PLACE), ("party", "B1:contact", "name", THIRD_NAME),
        ("address", "C1", "number", THIRD_NUMBER), ("borrower", NAME, "name", NAME), ("address", "A1", NUMBER, NUMBER),
        ("address", "A1", "number", f"{NUMBER}x"), (NAME, NUMBER, ID_NUMBER, EMAIL),
    ]  # fmt: skip
    path.write_text(
        "subject,ref,field,value\n" + "".join(",".join(row) + "\n" for row in rows) + f'{NAME},"{NUMBER}"x,,\n'
    )
    return path


def peopled(house: House) -> House:
    of = {"borrower": house.borrower}
    house.listed()
    Address.objects.filter(id=house.address.id).update(ref="A1")
    Address.objects.create(**of, kind="email", source="contract", ref="E1", token="e")
    Address.objects.create(**of, kind="home", source="contract", ref="H1", token="h")
    party = Party.objects.create(**of, role="contact", ref="B1:contact")
    Address.objects.create(**of, party=party, kind="mobile", source="reserved_contact", ref="C1", token="c")
    return house


def day(house: House, path: Path) -> str:
    """Everything that can be done with them, and everything that can go wrong; what was printed, said and shown."""
    told: list[object] = []
    person, agent = house.borrower, house.agent

    def loaded(vault: Vault = VAULT) -> object:
        file = open_values(path)
        return load(vault.keys, (Sent(*row) for row in file.rows), source=file.sha256, by=agent, at=MORNING)

    told += [loaded(), loaded()]
    shown = VAULT.masked_all([person, *Address.objects.all(), *Party.objects.all()])
    told += [shown, *shown.held.values(), *Vaulted.objects.values()]
    house.address.refresh_from_db()
    told += [
        VAULT.put(person, "name", Secret(OTHER_NAME), by=agent, at=MORNING),
        VAULT.put(person, "name", Secret(NAME), by=agent, at=MORNING),
    ]
    for field, text in (("name", NAME), ("number", NUMBER), ("number", OTHER_NUMBER), ("email", EMAIL)):
        told.append(VAULT.search(field, Secret(text), by=agent, at=MORNING))
    told += [VAULT.unmask(person, field, purpose="identify", by=agent, at=MORNING) for field in ("name", "id_number")]
    third = Address.objects.get(ref="C1")
    told.append(VAULT.unmask(third, "number", purpose="contact", by=agent, at=MORNING))
    call = {"borrower_id": person.id, "systems": UP, "message": Message("phone_call", Secret("?"))}
    told.append(contact.attempt(**call, proposed=house.call(at=NIGHT), carrier=Dialling(Answers(), VAULT, NIGHT)))
    told.append(contact.attempt(**call, proposed=house.call(), carrier=Dialling(Answers(), VAULT, MORNING)))
    told.append(
        contact.attempt(
            **call, proposed=house.call(address=third, purpose="locate"), carrier=Dialling(Answers(), VAULT, MORNING)
        )
    )
    told += [rotate(BOTH.keys, by=agent, at=MORNING), check(BOTH.keys), loaded(BOTH)]
    return "\n".join([*map(repr, told), *map(str, told), *_faults(house, loaded)])


def _faults(house: House, loaded: Callable[[Vault], object]) -> Iterator[str]:
    person, agent, third = house.borrower, house.agent, Address.objects.get(ref="C1")
    at = MORNING.replace(hour=6)
    name, number = Secret(NAME), Secret(NUMBER)
    yield fails(lambda: loaded(SHUT))
    yield fails(lambda: SHUT.put(person, "name", name, by=agent, at=at))
    yield fails(lambda: SHUT.search("name", name, by=agent, at=at))
    yield fails(lambda: BOTH.put(person, "number", number, by=agent, at=at))
    yield fails(lambda: BOTH.put(house.address, "number", Secret(f"{NUMBER}{NUMBER}"), by=agent, at=at))
    yield fails(lambda: BOTH.put(third, "number", number, by=agent, at=at) and BOTH.put(
        Address.objects.create(borrower=person, kind="mobile", source="contract", token="t"), "number", number, by=agent, at=at))  # fmt: skip
    yield fails(lambda: BOTH.unmask(person, "name", purpose=NAME[:0] or "nosiness", by=agent, at=at))
    yield fails(lambda: SHUT.unmask(person, "name", purpose="identify", by=agent, at=at))
    yield fails(lambda: contact.attempt(borrower_id=person.id, proposed=house.call(at=at), systems=UP, carrier=Dialling(Down(), BOTH, at),
                                        message=Message("phone_call", number)))  # fmt: skip
    row = Vaulted.objects.get(of=person.id, field="name")
    Vaulted.objects.filter(id=row.id).update(nonce=os.urandom(12))
    yield fails(lambda: BOTH.unmask(person, "name", purpose="identify", by=agent, at=at))
    granted(house, person, "id_number")
    BOTH.erase(person, "id_number", by=agent, at=at, because="应本人要求")
    yield fails(lambda: BOTH.put(person, "id_number", Secret(ID_NUMBER), by=agent, at=at))


def hits(text: str) -> list[str]:
    return [one for one in [*CANARIES, KEY.hex(), repr(KEY)] if one in text]


def hits_in_bytes(content: bytes) -> list[str]:
    """In clear, in the writings that a database or a text file may have, and as hex."""
    return [
        one for one in CANARIES
        for written in (one.encode(), one.encode("utf-16-le"), one.encode("gb18030"), one.encode().hex().encode(),
                        one.encode("unicode_escape"))
        if written in content
    ]  # fmt: skip


def test_the_canary_is_found_where_it_does_stand() -> None:
    for one in CANARIES:
        assert hits(f"x{one}x") == [one]
        assert hits_in_bytes(b"x" + one.encode() + b"x")[0] == one
    assert hits(fails(lambda: (_ for _ in ()).throw(ValueError(NUMBER)))) == [NUMBER]


def test_nothing_of_a_person_stands_in_clear_anywhere(
    house: House,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    logged: io.StringIO,
    capfd: pytest.CaptureFixture[str],
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    sent = tmp_path / "sent"
    sent.mkdir()

    told = day(peopled(house), values(sent))

    assert (
        Entry.objects.filter(act__in=("unmask", "search", "refuse", "clear", "change", "erase"))
        .values("act")
        .distinct()
        .count()
        == 6
    )
    printed = "".join(capfd.readouterr())
    records = repr(list(Entry.objects.values()))
    statements = logged.getvalue() + repr(connection.queries_log)
    assert len(statements) > 10_000
    assert {"said": hits(told), "printed": hits(printed), "records": hits(records), "logged": hits(statements)} == {
        "said": [], "printed": [], "records": [], "logged": [],
    }  # fmt: skip
    assert [path for path in temporary.rglob("*") if path.is_file()] == []
    assert {name: hits_in_bytes(content) for name, content in kept(tmp_path).items()} == {
        one: [] for one in kept(tmp_path)
    }


def kept(folder: Path) -> dict[str, bytes]:
    """What the database keeps: SQLite's file with its log, or a dump of PostgreSQL."""
    if connection.vendor == "sqlite":
        files = {path.name: path.read_bytes() for path in folder.glob("desk.sqlite3*")}
        assert "desk.sqlite3-wal" in files
        return files
    server = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))[-1]
    told = connection.settings_dict
    dumped = subprocess.run(
        [str(server), "-h", told["HOST"], "-U", told["USER"], "--no-password", told["NAME"]], capture_output=True, check=True
    ).stdout  # fmt: skip
    assert b"store_vaulted" in dumped
    return {"dump": dumped}


def test_a_process_that_dies_tells_nothing(tmp_path: Path) -> None:
    """An exception that nobody catches, as Python prints it."""
    code = (
        "from duly.core.secret import Secret; from duly.core.carrier import Message\n"
        "def dial(message): raise RuntimeError(f'{message} {message.address}')\n"
        "dial(Message('phone_call', Secret(open(0).read())))"
    )
    died = subprocess.run([sys.executable, "-c", code], input=NUMBER, capture_output=True, text=True, check=False)

    assert died.returncode == 1
    assert "Secret(***)" in died.stderr
    assert NUMBER not in died.stderr


def test_borrowers_carry_no_column_for_a_person() -> None:
    """What stands outside the vault has no place for a name or a number."""
    for model in (Borrower, Party, Address):
        assert not {"name", "number", "id_number", "email", "place"} & {one.name for one in model._meta.concrete_fields}
