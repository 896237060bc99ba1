"""Vaults for tests: keys of the tests alone, and people in them."""

from __future__ import annotations

from duly.core.secret import Secret
from duly.desk import approving
from duly.desk.vault import Vault
from duly.desk.vaulted import erasure
from duly.rules.rights import Role
from duly.store.keyring import Key, Keyring
from duly.store.models import Address, Borrower, Party, Planned, User
from tests.desk.house import MORNING, House

OLD, NEW = Key(bytes(range(32))), Key(bytes(range(32, 64)))
VAULT = Vault(Keyring((OLD,)))
SHUT = Vault(Keyring())
NUMBER, NAME, ID_NUMBER = Secret("13800138000"), Secret("王小明"), Secret("110101199003070011")


def filled(house: House, vault: Vault = VAULT) -> House:
    """The house's borrower, on the list of the agent's team, with a name, an id number and the number that rings."""
    if not Planned.objects.filter(borrower=house.borrower).exists():
        house.listed(Planned.objects.count() + 1)
    for who, field, value in (
        (house.borrower, "name", NAME), (house.borrower, "id_number", ID_NUMBER), (house.address, "number", NUMBER),
    ):  # fmt: skip
        vault.put(who, field, value, by=house.agent, at=MORNING)
    house.borrower.refresh_from_db()
    house.address.refresh_from_db()
    return house


def granted(house: House, who: Borrower | Party | Address, field: str) -> None:
    """That a value is erased: one person asked for it, another one granted it."""
    asks, grants = (
        User.objects.get_or_create(username=f"{role}-of-erasing", role=role, lender=house.lender)[0]
        for role in (Role.COMPLAINTS, Role.COMPLIANCE)
    )
    held = approving.ask(
        kind="erase", subject=erasure(who, field), borrower_id=house.borrower.id, because="应本人要求", at=MORNING,
        by=asks,
    )  # fmt: skip
    approving.grant(approval_id=held.id, because="已核实身份", at=MORNING, by=grants)


def contact_person(borrower: Borrower, role: str = "contact") -> tuple[Party, Address]:
    """Somebody whom the borrower named, with a mobile."""
    party = Party.objects.create(borrower=borrower, role=role)
    address = Address.objects.create(
        borrower=borrower, party=party, kind="mobile", source="reserved_contact", token=f"{party.id}"
    )
    return party, address
