"""Personal data: sealed, masked, looked at for a purpose and on the record."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from duly.core.secret import Secret
from duly.desk import contact, record
from duly.desk.contact import Refused
from duly.desk.vault import NotAValue, NotInTheVault, TooManyFound, Vault, Withheld
from duly.desk.vaulted import place_of, sealed_of
from duly.rules.account.asked import Refused as NotAllowed
from duly.rules.personal import field_of
from duly.rules.unmasking import GROUNDS, NoSuchPurpose
from duly.store.keyring import DoesNotOpen, Keyring, VaultClosed
from duly.store.models import Address, Agency, Attempt, Borrower, Clearance, Entry, Erased, User, Vaulted
from duly.store.models.address import KINDS
from duly.store.models.record import HOUSE
from duly.store.models.user import Role
from tests.desk.house import MORNING, UP, House
from tests.desk.vaults import NAME, NEW, NUMBER, OLD, SHUT, VAULT, contact_person, filled, granted


def user(house: House, role: Role, **further: object) -> User:
    team = house.agent.team if role in (Role.AGENT, Role.LEAD) else None
    return User.objects.create(username=f"one {role}", role=role, **({"lender": house.lender, "team": team} | further))


def on_its_way(house: House, address: Address, **changed: object) -> Attempt:
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(address=address, **changed), systems=UP)
    assert isinstance(made, Attempt)
    contact.carry(made, at=made.at)
    return made


def acts(chain: object) -> list[tuple[str, dict[str, object]]]:
    return [(one.act, one.said) for one in Entry.objects.filter(chain=str(chain)).order_by("seq")]


class TestPut:
    def test_keeps_a_value_that_only_its_row_opens(self, house: House) -> None:
        filled(house)
        row = Vaulted.objects.get(of=house.address.id)

        assert VAULT.keys.open(place_of(house.address, "number"), sealed_of(row)) == NUMBER
        with pytest.raises(DoesNotOpen):
            VAULT.keys.open(place_of(house.borrower, "number"), sealed_of(row))
        with pytest.raises(DoesNotOpen):
            VAULT.keys.open(place_of(house.address, "email"), sealed_of(row))

    def test_moved_to_another_row_in_the_database_it_does_not_open(self, house: House) -> None:
        other = filled(House.opened(2))
        filled(house)
        theirs = Vaulted.objects.get(of=other.borrower.id, field="name")
        Vaulted.objects.filter(of=house.borrower.id, field="name").update(
            nonce=theirs.nonce, ciphertext=theirs.ciphertext, key_id=theirs.key_id
        )

        assert VAULT.masked(house.borrower, "name").text == "***"
        assert "does not open" in VAULT.masked(house.borrower, "name").why
        assert VAULT.masked(other.borrower, "name").text == "王**"

    def test_the_same_again_changes_nothing_and_a_newer_value_takes_its_place(self, house: House) -> None:
        filled(house)
        before = Vaulted.objects.values_list("nonce", "blind").order_by("id")[::1]

        assert not VAULT.put(house.address, "number", Secret("+86 138-0013-8000"), by=house.agent, at=MORNING)
        assert Vaulted.objects.values_list("nonce", "blind").order_by("id")[::1] == before
        assert VAULT.put(house.address, "number", Secret("13900139000"), by=house.agent, at=MORNING)
        assert VAULT.masked(house.address, "number").text == "139****9000"
        assert Vaulted.objects.count() == 3

    def test_two_numbers_that_are_equal_are_seen_to_be_without_being_known(self, house: House) -> None:
        other, third = filled(House.opened(2)), House.opened(3)
        filled(house)
        VAULT.put(third.address, "number", Secret("13900139000"), by=house.agent, at=MORNING)
        third.address.refresh_from_db()

        assert house.address.token == other.address.token != third.address.token
        assert house.address.token == OLD.blind("number", NUMBER) != NEW.blind("number", NUMBER)

    def test_a_new_number_undoes_the_clearances_that_were_given_for_the_old(self, house: House) -> None:
        made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
        assert isinstance(made, Attempt)
        filled(house)

        with pytest.raises(IntegrityError, match="said since"):
            contact.carry(made, at=MORNING)

    @pytest.mark.parametrize(
        ("field", "value"), [("number", "12"), ("number", ""), ("email", "a@b.cn"), ("name", "王")]
    )
    def test_refuses_what_cannot_be_of_this_address_without_repeating_it(
        self, house: House, field: str, value: str
    ) -> None:
        with pytest.raises(NotAValue) as refused:
            VAULT.put(house.address, field, Secret(value), by=house.agent, at=MORNING)
        assert value == "" or value not in str(refused.value).replace(str(house.address.id), "")
        assert Vaulted.objects.count() == 0

    def test_a_shut_vault_keeps_nothing(self, house: House) -> None:
        with pytest.raises(VaultClosed):
            SHUT.put(house.borrower, "name", NAME, by=house.agent, at=MORNING)
        assert Vaulted.objects.count() == Entry.objects.count() == 0


class TestMasked:
    def test_shows_enough_to_tell_two_apart(self, house: House) -> None:
        filled(house)

        shown = VAULT.masked_all([house.borrower, house.address])

        assert str(shown[house.borrower.id, "name"]) == "王**"
        assert str(shown[house.borrower.id, "id_number"]) == "1101**********0011"
        assert str(shown[house.address.id, "number"]) == "138****8000"
        assert "not in the vault" in shown[house.address.id, "email"].why

    @pytest.mark.parametrize("vault", [SHUT, Vault(Keyring((NEW,)))], ids=["no key", "another key"])
    def test_without_the_key_it_shows_nothing_and_says_why(self, house: House, vault: Vault) -> None:
        filled(house)

        assert vault.masked(house.borrower, "name").text == "***"
        assert "key" in vault.masked(house.borrower, "name").why

    def test_without_the_key_calls_are_judged_all_the_same(self, house: House) -> None:
        filled(house)
        made = on_its_way(house, house.address)

        with pytest.raises(VaultClosed):
            SHUT.number_of(made, at=MORNING)


class TestUnmask:
    def test_is_on_the_record_with_its_purpose_and_without_the_value(self, house: House) -> None:
        filled(house)

        value = VAULT.unmask(house.borrower, "name", purpose="identify", by=house.agent, at=MORNING)

        assert value == NAME
        act, said = acts(house.borrower.id)[-1]
        assert (act, said["purpose"], said["field"]) == ("unmask", "identify", "name")
        assert list(record.verify()) == []

    def test_a_refusal_is_on_the_record_too(self, house: House) -> None:
        filled(house)

        refused = VAULT.unmask(house.borrower, "id_number", purpose="identify", by=house.agent, at=MORNING)

        assert isinstance(refused, Withheld)
        assert acts(house.borrower.id)[-1][0] == "refuse"

    def test_whoever_is_asked_who_may_decides(self, house: House) -> None:
        filled(house)

        refused = VAULT.unmask(
            house.borrower, "name", purpose="identify", by=house.agent, at=MORNING, may=lambda *_: False
        )

        assert isinstance(refused, Withheld)

    def test_nothing_is_seen_where_the_record_cannot_be_written(self, house: House) -> None:
        filled(house)
        seen = []
        nobody = User(id=10**9, username="nobody", role=Role.AGENT, lender=house.lender, team=house.agent.team)
        with pytest.raises(IntegrityError):
            seen.append(VAULT.unmask(house.borrower, "name", purpose="identify", by=nobody, at=MORNING))

        assert seen == []

    def test_a_purpose_that_is_not_on_the_list_is_none(self, house: House) -> None:
        filled(house)
        with pytest.raises(NoSuchPurpose):
            VAULT.unmask(house.borrower, "name", purpose="curiosity", by=house.agent, at=MORNING)

    def test_nobody_sees_whether_a_foreign_matter_has_a_value(self, house: House) -> None:
        filled(house)
        agency = Agency.objects.create(id="A1", name="外", lender=house.lender)
        outside = user(house, Role.AGENCY_AGENT, agency=agency, lender=None)
        told = []
        for who, field in ((house.borrower, "name"), (house.borrower, "email")):
            with pytest.raises(NotInTheVault) as one:
                VAULT.unmask(who, field, purpose="contact", by=outside, at=MORNING)
            told.append(str(one.value))

        assert told[0] == told[1]


class TestNumberOf:
    def test_is_told_for_a_contact_that_is_on_its_way_and_for_no_other(self, house: House) -> None:
        filled(house)
        made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
        assert isinstance(made, Attempt)

        assert isinstance(VAULT.number_of(made, at=MORNING), Withheld)
        contact.carry(made, at=MORNING)
        assert VAULT.number_of(made, at=MORNING) == NUMBER
        assert isinstance(VAULT.number_of(made, at=MORNING + timedelta(seconds=120)), Withheld)

    def test_not_for_another_address_of_the_same_person(self, house: House) -> None:
        filled(house)
        second = Address.objects.create(borrower=house.borrower, kind="mobile", source="contract", token="2")
        VAULT.put(second, "number", Secret("13900139000"), by=house.agent, at=MORNING)
        made = on_its_way(house, house.address)

        refused = VAULT.unmask(second, "number", purpose="contact", by=house.agent, at=MORNING, attempt=made)

        assert isinstance(refused, Withheld)

    def test_not_for_somebody_else_than_who_was_cleared(self, house: House) -> None:
        filled(house)
        made = on_its_way(house, house.address)
        other = user(house, Role.LEAD)

        refused = VAULT.unmask(house.address, "number", purpose="contact", by=other, at=MORNING, attempt=made)

        assert isinstance(refused, Withheld)


class TestThirdPersons:
    """The two grounds: the borrower provably cannot be reached, or has died or lost capacity (CN-PARTY-03, -04)."""

    def named(self, house: House) -> Address:
        filled(house)
        _, address = contact_person(house.borrower)
        VAULT.put(address, "number", Secret("13700137000"), by=house.agent, at=MORNING)
        address.refresh_from_db()
        return address

    def ask(self, house: House, address: Address, purpose: str = "locate") -> Attempt | Refused:
        asked = house.call(address=address, purpose=purpose)
        return contact.reserve(borrower_id=house.borrower.id, systems=UP, proposed=asked)

    def cleared(self, house: House, address: Address) -> Attempt:
        """An attempt under a clearance that the database holds for good."""
        house.borrower.refresh_from_db()
        clearance = Clearance.objects.create(
            borrower=house.borrower, address=address, asked_by=house.agent, channel="phone_call", purpose="locate",
            judged_at=MORNING, expires_at=MORNING + timedelta(seconds=120), verdict="allow", answer={}, facts_sha256="",
            heeded=house.borrower.heeded, pack_version="",
        )  # fmt: skip
        made = Attempt.objects.create(
            borrower=house.borrower, clearance=clearance, address=address, by=house.agent, channel="phone_call",
            purpose="locate", mode="interactive", loans=[], at=MORNING, state="reserved",
        )  # fmt: skip
        contact.carry(made, at=MORNING)
        return made

    @pytest.mark.parametrize("purpose", ["identify", "correct", "answer", "evidence", "contact"])
    @pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD, Role.COMPLAINTS, Role.LEGAL, Role.COMPLIANCE])
    def test_their_number_is_shown_on_no_screen_to_nobody(self, house: House, role: Role, purpose: str) -> None:
        address = self.named(house)

        assert isinstance(VAULT.unmask(address, "number", purpose=purpose, by=user(house, role), at=MORNING), Withheld)

    def test_the_refusal_names_the_clauses(self, house: House) -> None:
        address = self.named(house)

        refused = VAULT.unmask(address, "number", purpose="contact", by=house.agent, at=MORNING)

        assert isinstance(refused, Withheld)
        assert refused.why.limits == GROUNDS

    def test_while_the_borrower_can_be_reached_there_is_no_clearance_and_so_no_number(self, house: House) -> None:
        refused = self.ask(house, self.named(house))

        assert isinstance(refused, Refused)
        assert "CN-PARTY-04" in {rule["id"] for rule in refused.clearance.answer["rules"]}

    def test_where_the_borrower_provably_cannot_be_reached_the_number_goes_to_the_carrier(self, house: House) -> None:
        made = self.cleared(house, self.named(house))

        assert VAULT.number_of(made, at=MORNING) == Secret("13700137000")
        assert acts(house.borrower.id)[-1][1]["ground"] == "borrower_unreachable"

    def test_where_the_borrower_has_died_the_judge_clears_the_call_and_the_record_says_so(self, house: House) -> None:
        address = self.named(house)
        house.borrower.refresh_from_db()
        house.borrower.deceased, house.borrower.heeded = True, house.borrower.heeded + 1
        house.borrower.save()
        made = self.ask(house, address, "identify_estate")
        assert isinstance(made, Attempt)
        contact.carry(made, at=MORNING)

        assert VAULT.number_of(made, at=MORNING) == Secret("13700137000")
        assert acts(house.borrower.id)[-1][1]["ground"] == "borrower_cannot_act"

    def test_once_they_refused_it_is_final(self, house: House) -> None:
        address = self.named(house)
        assert address.party is not None
        address.party.refused_at = MORNING - timedelta(days=200)
        address.party.save()

        refused = self.ask(house, address)

        assert isinstance(refused, Refused)
        assert "CN-PARTY-07" in {rule["id"] for rule in refused.clearance.answer["rules"]}


class TestSearch:
    @pytest.mark.parametrize(
        ("field", "value"), [("number", "138 0013 8000"), ("name", "王 小明"), ("id_number", "110101199003070011")]
    )
    def test_finds_ids_by_the_value_however_it_is_written(self, house: House, field: str, value: str) -> None:
        filled(house)

        found = VAULT.search(field, Secret(value), by=house.agent, at=MORNING)

        assert not isinstance(found, Withheld)
        assert {one.borrower_id for one in found} == {house.borrower.id}
        assert acts(HOUSE) == [("search", {"field": field, "rows": 1, "borrowers": [str(house.borrower.id)]})]

    def test_what_is_not_there_is_not_found_and_still_on_the_record(self, house: House) -> None:
        filled(house)

        assert VAULT.search("number", Secret("13800138001"), by=house.agent, at=MORNING) == []
        assert len(acts(HOUSE)) == 1

    def test_a_foreign_matter_is_not_found(self, house: House) -> None:
        filled(house)
        other = user(house, Role.AGENT, team=None)

        assert VAULT.search("number", NUMBER, by=other, at=MORNING) == []

    def test_whoever_may_not_gets_nothing_and_is_on_the_record(self, house: House) -> None:
        filled(house)

        assert isinstance(VAULT.search("number", NUMBER, by=user(house, Role.STRATEGY), at=MORNING), Withheld)
        assert [act for act, _ in acts(HOUSE)] == ["refuse"]

    def test_a_name_that_half_the_town_has_is_no_search_for_a_person(self, house: House) -> None:
        for _ in range(51):
            who = Borrower.objects.create(ref=uuid4().hex)
            VAULT.put(who, "name", NAME, by=house.agent, at=MORNING)

        with pytest.raises(TooManyFound):
            VAULT.search("name", NAME, by=house.agent, at=MORNING)
        assert acts(HOUSE) == [("search", {"field": "name", "rows": 51, "borrowers": []})]

    def test_while_keys_change_it_finds_what_stands_under_either(self, house: House) -> None:
        filled(house)
        filled(House.opened(2), Vault(Keyring((NEW,))))

        found = Vault(Keyring((OLD, NEW))).search("name", NAME, by=house.agent, at=MORNING)

        assert not isinstance(found, Withheld)
        assert len(found) == 2


class TestErase:
    def test_destroys_the_row_for_good(self, house: House) -> None:
        filled(house)
        was = house.address.token
        granted(house, house.address, "number")

        assert SHUT.erase(house.address, "number", by=house.agent, at=MORNING, because="应本人要求")
        assert not SHUT.erase(house.address, "number", by=house.agent, at=MORNING, because="again")

        house.address.refresh_from_db()
        assert house.address.token != was
        assert not Vaulted.objects.filter(of=house.address.id).exists()
        assert acts(house.borrower.id)[-1][0] == "erase"
        with pytest.raises(IntegrityError, match="erased"):
            VAULT.put(house.address, "number", NUMBER, by=house.agent, at=MORNING)

    def test_takes_two_persons(self, house: House) -> None:
        filled(house)

        with pytest.raises(NotAllowed, match="another person has to grant"):
            VAULT.erase(house.borrower, "name", by=house.agent, at=MORNING, because="应本人要求")
        granted(house, house.borrower, "name")
        with pytest.raises(NotAllowed, match="another person has to grant"):
            VAULT.erase(house.borrower, "id_number", by=house.agent, at=MORNING, because="应本人要求")
        with pytest.raises(IntegrityError, match="another person"), transaction.atomic():
            Erased.objects.create(
                borrower=house.borrower, subject="borrower", of=house.borrower.id, field="name", at=MORNING,
                by=house.agent, because="x",
            )  # fmt: skip
        assert VAULT.erase(house.borrower, "name", by=house.agent, at=MORNING, because="应本人要求")


class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ("DELETE FROM store_vaulted", "destroyed only when erased"),
            ("UPDATE store_vaulted SET ciphertext = nonce", "sealed anew"),
            ("UPDATE store_vaulted SET field = 'email', nonce = ciphertext", "sealed anew"),
            ("DELETE FROM store_erased", "only ever added"),
        ],
    )
    def test_what_is_no_sealing_and_no_erasing(self, house: House, change: str, says: str) -> None:
        filled(house)
        granted(house, house.borrower, "id_number")
        VAULT.erase(house.borrower, "id_number", by=house.agent, at=MORNING, because="x")

        with pytest.raises(IntegrityError, match=says), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)

    def test_a_value_of_another_borrower(self, house: House) -> None:
        other = House.opened(2)
        sealed = OLD.seal(place_of(house.address, "number"), NUMBER)

        with pytest.raises(IntegrityError, match="of another borrower"):
            Vaulted.objects.create(
                borrower=other.borrower, subject="address", of=house.address.id, field="number", key_id=sealed.key_id,
                nonce=sealed.nonce, ciphertext=sealed.ciphertext, blind="0", at=MORNING,
            )  # fmt: skip


def test_every_kind_of_address_has_one_field() -> None:
    assert {field_of(kind) for kind in KINDS} == {"number", "email", "account", "place"}
