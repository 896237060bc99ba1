"""Keys: strictly read, never shown; what is sealed opens in its place alone."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly import wiring
from duly.core.secret import Secret
from duly.store.keyfile import BadKeys, from_file, from_text, make
from duly.store.keyring import DoesNotOpen, Key, Keyring, Place, Sealed, VaultClosed
from duly.store.lake import Home
from duly.wiring import BadSetting

KEY, OTHER = Key(bytes(32)), Key(bytes(range(32)))
TOLD = base64.b64encode(bytes(range(32))).decode()
places = st.builds(
    Place,
    st.sampled_from(["borrower", "party", "address"]),
    st.uuids().map(lambda one: one.hex),
    st.sampled_from(["name", "number"]),
)
values = st.text(st.characters(exclude_categories=("Cs",)), max_size=40).map(Secret)


@given(places, values)
def test_what_is_sealed_opens_again(place: Place, value: Secret) -> None:
    assert KEY.open(place, KEY.seal(place, value)) == value


@given(places, places, values)
def test_it_opens_in_its_place_alone(place: Place, other: Place, value: Secret) -> None:
    sealed = KEY.seal(place, value)
    if other != place:
        with pytest.raises(DoesNotOpen):
            KEY.open(other, sealed)


@given(places, values, st.integers(0, 7), st.data())
def test_with_one_bit_changed_it_does_not_open(place: Place, value: Secret, bit: int, data: st.DataObject) -> None:
    sealed = KEY.seal(place, value)
    at = data.draw(st.integers(0, len(sealed.ciphertext) - 1))
    changed = bytearray(sealed.ciphertext)
    changed[at] ^= 1 << bit
    with pytest.raises(DoesNotOpen):
        KEY.open(place, Sealed(sealed.key_id, sealed.nonce, bytes(changed)))


def test_a_value_sealed_twice_looks_different_and_its_index_the_same() -> None:
    place, value = Place("address", "0" * 32, "number"), Secret("13800138000")

    one, two = KEY.seal(place, value), KEY.seal(place, value)

    assert one.nonce != two.nonce and one.ciphertext != two.ciphertext  # noqa: PT018
    assert KEY.blind("number", value) == KEY.blind("number", Secret("+8613800138000"))
    assert KEY.blind("number", value) != KEY.blind("account", value)
    assert KEY.blind("number", value) != OTHER.blind("number", value)


def test_a_ring_opens_what_any_of_its_keys_sealed_and_seals_with_the_last() -> None:
    place, ring = Place("borrower", "0" * 32, "name"), Keyring((KEY, OTHER))

    assert ring.current is OTHER
    assert ring.open(place, KEY.seal(place, Secret("王静"))) == Secret("王静")
    with pytest.raises(VaultClosed, match=KEY.id):
        Keyring((OTHER,)).open(place, KEY.seal(place, Secret("王静")))


def test_a_key_shows_its_id_alone() -> None:
    assert repr(Keyring((OTHER,))) == f"Keyring(keys=(Key({OTHER.id}),), why={Keyring().why!r})"
    assert OTHER.id not in (TOLD, bytes(range(32)).hex())


class TestTheFile:
    def test_is_made_for_its_owner_alone_and_never_over_another(self, tmp_path: Path) -> None:
        file, home = tmp_path / "vault.key", tmp_path / "home"

        made = make(file, home=home, further=False)

        assert file.stat().st_mode & 0o777 == 0o600
        assert [key.id for key in from_file(file, home=home)] == [made.id]
        with pytest.raises(BadKeys, match="--further"):
            make(file, home=home, further=False)
        further = make(file, home=home, further=True)
        assert [key.id for key in from_file(file, home=home)] == [made.id, further.id]
        assert file.stat().st_mode & 0o777 == 0o600
        assert [one.name for one in tmp_path.iterdir()] == ["vault.key"]

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o700])
    def test_that_others_may_read_is_refused(self, tmp_path: Path, mode: int) -> None:
        file = tmp_path / "vault.key"
        make(file, home=tmp_path / "home", further=False)
        file.chmod(mode)

        with pytest.raises(BadKeys, match="chmod 600"):
            from_file(file, home=tmp_path / "home")

    def test_in_the_home_is_refused_even_behind_a_link(self, tmp_path: Path) -> None:
        home = tmp_path / "home"
        (home / "deep").mkdir(parents=True)
        (tmp_path / "beside").symlink_to(home / "deep")

        for file in (home / "vault.key", home / "deep" / "vault.key", tmp_path / "beside" / "vault.key"):
            with pytest.raises(BadKeys, match="never lies in the home"):
                make(file, home=home, further=False)
        assert list(home.rglob("vault.key")) == []

    @pytest.mark.parametrize("text", ["", "\n", "abc", TOLD[:-1], TOLD + "=", f"{TOLD}\n{TOLD}", f"{TOLD} {TOLD}", "=" * 44,
        base64.b64encode(bytes(31)).decode(), base64.b64encode(bytes(33)).decode(), TOLD.replace("=", "")])  # fmt: skip
    def test_is_read_strictly_and_a_fault_holds_nothing_of_it(self, text: str) -> None:
        with pytest.raises(BadKeys) as refused:
            from_text(text)
        assert text.strip() == "" or text.strip()[:6] not in str(refused.value)

    def test_a_folder_or_nothing_is_a_sentence(self, tmp_path: Path) -> None:
        for file in (tmp_path, tmp_path / "none"):
            with pytest.raises(BadKeys, match="cannot be read"):
                from_file(file, home=tmp_path / "home")


class TestTheSetting:
    def test_of_a_key_or_of_a_file_but_not_of_both(self, tmp_path: Path) -> None:
        home, file = Home(tmp_path / "home"), tmp_path / "vault.key"
        made = make(file, home=home.path, further=False)

        assert wiring.vault_keys(home, settings={"DULY_VAULT_KEY": TOLD}).current.id == OTHER.id
        assert wiring.vault_keys(home, settings={"DULY_VAULT_KEY_FILE": str(file)}).current.id == made.id
        with pytest.raises(BadSetting, match="both"):
            wiring.vault_keys(home, settings={"DULY_VAULT_KEY": TOLD, "DULY_VAULT_KEY_FILE": str(file)})

    def test_without_either_the_vault_is_closed_and_says_how_it_is_opened(self, tmp_path: Path) -> None:
        ring = wiring.vault_keys(Home(tmp_path), settings={})

        assert not ring.is_open
        with pytest.raises(VaultClosed, match="DULY_VAULT_KEY_FILE"):
            _ = ring.current

    def test_a_fault_names_the_setting(self, tmp_path: Path) -> None:
        with pytest.raises(BadSetting, match=r"^DULY_VAULT_KEY: .*base64"):
            wiring.vault_keys(Home(tmp_path), settings={"DULY_VAULT_KEY": os.urandom(16).hex()})
