"""Keys change while the house works, and nothing is lost on the way."""

from __future__ import annotations

import pytest

from duly.core.secret import Secret
from duly.desk import record
from duly.desk.rekeying import check, left, rotate
from duly.desk.vault import Vault
from duly.store.keyring import Key, Keyring, VaultClosed
from duly.store.models import Address, Vaulted
from tests.desk.house import MORNING, House
from tests.desk.vaults import NAME, NEW, NUMBER, OLD, VAULT, filled

BOTH = Keyring((OLD, NEW))


def many(number: int = 12) -> None:
    for no in range(1, number + 1):
        filled(House.opened(no))  # one number, many addresses


def test_everything_comes_under_the_newest_key_and_says_the_same(house: House) -> None:
    filled(house)

    rotated = rotate(BOTH, by=house.agent, at=MORNING)

    assert (rotated.rows, rotated.broken, left(BOTH)) == (3, [], 0)
    alone = Vault(Keyring((NEW,)))
    assert alone.masked(house.borrower, "name").text == "王**"
    assert alone.unmask(house.borrower, "name", purpose="identify", by=house.agent, at=MORNING) == NAME
    house.address.refresh_from_db()
    assert house.address.token == NEW.blind("number", NUMBER)
    assert check(Keyring((NEW,))).holds
    assert list(record.verify()) == []


def test_run_again_it_has_nothing_to_do(house: House) -> None:
    filled(house)
    rotate(BOTH, by=None, at=MORNING)
    before = list(Vaulted.objects.order_by("id").values_list("nonce"))

    assert rotate(BOTH, by=None, at=MORNING).rows == 0
    assert list(Vaulted.objects.order_by("id").values_list("nonce")) == before


def test_stopped_after_any_batch_every_row_opens_and_equal_numbers_are_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duly.desk.rekeying.AT_ONCE", 5)
    many()
    seen: list[int] = []

    def stopped(done: int) -> None:
        seen.append(done)
        found = check(BOTH)
        assert found.holds
        assert found.by_key.total() == 36
        assert len(set(Address.objects.values_list("token", flat=True))) == 1

    rotate(BOTH, by=None, at=MORNING, each=stopped)

    assert len(seen) > 3
    assert check(BOTH).by_key == {NEW.id: 36}


def test_where_a_key_is_wanting_nothing_is_changed(house: House) -> None:
    filled(house)
    third = Key(bytes([7]) * 32)

    with pytest.raises(VaultClosed, match=OLD.id):
        rotate(Keyring((NEW, third)), by=None, at=MORNING)
    assert left(BOTH) == 3
    assert check(Keyring((NEW,))).unknown == {OLD.id: 3}


def test_what_does_not_open_is_named_and_left_as_it_is(house: House) -> None:
    filled(house)
    row = Vaulted.objects.get(field="name")
    Vaulted.objects.filter(id=row.id).update(ciphertext=bytes(row.ciphertext)[::-1], nonce=bytes(12))

    assert check(VAULT.keys).broken == [row.id]
    rotated = rotate(BOTH, by=None, at=MORNING)

    assert (rotated.rows, rotated.broken) == (2, [row.id])
    assert Vaulted.objects.get(id=row.id).key_id == OLD.id


def test_an_index_or_a_token_that_was_changed_is_seen(house: House) -> None:
    filled(house)
    row = Vaulted.objects.get(field="name")
    Vaulted.objects.filter(id=row.id).update(blind="0" * 64, **_sealed_again(house))
    Address.objects.update(token="1" * 64)

    found = check(VAULT.keys)

    assert (found.broken, found.astray, found.holds) == ([row.id], 1, False)


def _sealed_again(house: House) -> dict[str, bytes]:
    from duly.desk.vaulted import place_of

    sealed = OLD.seal(place_of(house.borrower, "name"), Secret("王小明"))
    return {"nonce": sealed.nonce, "ciphertext": sealed.ciphertext}
