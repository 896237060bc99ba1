"""Values in bulk: once, whole, and what cannot be kept is told by its line and never repeated."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from duly.core.secret import Secret
from duly.desk import record
from duly.desk.vault import Vault
from duly.desk.vaulting import Loaded, Sent, load
from duly.intake.personal import open_values
from duly.intake.reasons import IntakeRefused
from duly.rules.personal import NOT_KEPT
from duly.store.keyring import Keyring, VaultClosed
from duly.store.models import Address, Borrower, Entry, Party, Vaulted
from duly.store.models.record import HOUSE
from tests.desk.house import MORNING, House
from tests.desk.vaults import NEW, NUMBER, OLD, VAULT, filled, granted

Line = tuple[str, str, str, str]
GOOD: list[Line] = [
    ("borrower", "B1", "name", "王小明"),
    ("borrower", "B1", "id_number", "110101199003070011"),
    ("address", "A1", "number", "138 0013 8000"),
    ("party", "B1:contact", "name", "李四"),
    ("address", "A2", "number", "13700137000"),
]


@pytest.fixture()
def known(house: House) -> House:
    """The house, with refs of the lender's book and a contact person."""
    Address.objects.filter(id=house.address.id).update(ref="A1")
    party = Party.objects.create(borrower=house.borrower, role="contact", ref="B1:contact")
    Address.objects.create(
        borrower=house.borrower, party=party, kind="mobile", source="reserved_contact", token="x", ref="A2"
    )
    return house


def send(*lines: Line, keys: Keyring = VAULT.keys) -> Loaded:
    sent = (Sent(no, subject, ref, field, Secret(value)) for no, (subject, ref, field, value) in enumerate(lines, 2))
    return load(keys, sent, source="f" * 64, by=None, at=MORNING)


def counts(loaded: Loaded) -> tuple[int, int, int, int]:
    assert loaded.read == loaded.added + loaded.replaced + loaded.same + len(loaded.not_kept)
    return loaded.added, loaded.replaced, loaded.same, len(loaded.not_kept)


def test_every_value_is_kept_once_and_the_same_file_again_changes_nothing(known: House) -> None:
    assert counts(send(*GOOD)) == (5, 0, 0, 0)
    before = list(Vaulted.objects.order_by("id").values_list("nonce", "blind"))

    assert counts(send(*GOOD)) == (0, 0, 5, 0)
    assert list(Vaulted.objects.order_by("id").values_list("nonce", "blind")) == before
    assert VAULT.masked(known.borrower, "name").text == "王**"
    assert VAULT.masked(Party.objects.get(), "name").text == "李**"


def test_tokens_of_addresses_follow(known: House) -> None:
    send(*GOOD)
    known.address.refresh_from_db()

    assert known.address.token == OLD.blind("number", NUMBER)


def test_a_newer_value_takes_the_place_of_the_older(known: House) -> None:
    send(*GOOD)

    assert counts(send(("address", "A1", "number", "13900139000"))) == (0, 1, 0, 0)
    assert VAULT.masked(known.address, "number").text == "139****9000"


def test_each_batch_is_on_the_record_without_a_value(known: House) -> None:
    send(*GOOD)

    entry = Entry.objects.get(chain=HOUSE)
    assert entry.said == {"vault": "load", "source": "f" * 64, "read": 5, "added": 5, "replaced": 0}
    assert list(record.verify()) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("loan", "LN1", "name", "王"), "subject"), (("borrower", "B9", "name", "王"), "unknown"),
        (("borrower", "B1", "number", "13800138000"), "field"), (("address", "A1", "email", "a@b.cn"), "field"),
        (("borrower", "B1", "name", " "), "missing"), (("borrower", "B1", "name", "王\u0007"), "text"),
        (("borrower", "B1", "name", "王" * 201), "text-long"), (("borrower", "B1", "id_number", "110101199003070012"), "person-id"),
        (("address", "A1", "number", "12345"), "phone"), (("B1", "borrower", "13800138000", "name"), "subject"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_told_by_its_line_and_the_others_are_kept(known: House, line: Line, code: str) -> None:
    loaded = send(GOOD[0], line, GOOD[4])

    assert [(one.line, one.code) for one in loaded.not_kept] == [(3, code)]
    assert loaded.added == 2
    assert code in NOT_KEPT
    assert line[3] == " " or line[3] not in repr(loaded.not_kept)
    assert "13800138000" not in repr(loaded.not_kept)


def test_of_two_values_for_one_field_in_one_file_the_second_is_not_believed(known: House) -> None:
    loaded = send(GOOD[0], GOOD[0], ("borrower", "B1", "name", "王大明"))

    assert counts(loaded) == (1, 0, 1, 1)
    assert [(one.line, one.code) for one in loaded.not_kept] == [(4, "twice")]


@pytest.mark.parametrize("at_once", [True, False], ids=["in one file", "one after the other"])
@pytest.mark.parametrize("ring", [(OLD,), (OLD, NEW)], ids=["one key", "while keys change"])
def test_two_addresses_of_a_borrower_do_not_share_a_number(known: House, ring: tuple, at_once: bool) -> None:  # type: ignore[type-arg]
    first, second = ("address", "A1", "number", "13800138000"), ("address", "A2", "number", "+86 13800138000")
    lines = [first, second] if at_once else [second]
    if not at_once:
        send(first)

    loaded = send(*lines, keys=Keyring(ring))

    assert [one.code for one in loaded.not_kept] == ["twin"]
    assert Vaulted.objects.count() == 1


def test_what_was_erased_stays_away(known: House) -> None:
    send(*GOOD)
    granted(known, known.borrower, "name")
    VAULT.erase(known.borrower, "name", by=known.agent, at=MORNING, because="应本人要求")

    loaded = send(*GOOD)

    assert counts(loaded) == (0, 0, 4, 1)
    assert loaded.not_kept[0].code == "erased"


def test_more_than_a_batch(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duly.desk.vaulting.AT_ONCE", 7)
    Borrower.objects.bulk_create(Borrower(ref=f"C{no}") for no in range(50))
    lines: list[Line] = [("borrower", f"C{no}", "name", f"王{no}") for no in range(50)]
    told: list[int] = []
    sent = (Sent(no, *line[:3], Secret(line[3])) for no, line in enumerate(lines))

    loaded = load(VAULT.keys, sent, source="", by=house.agent, at=MORNING, each=told.append)

    assert (loaded.added, told[0], told[-1]) == (50, 7, 50)
    assert Entry.objects.filter(chain=HOUSE).count() == 8


def test_a_shut_vault_reads_no_file(known: House) -> None:
    def rows() -> Iterable[Sent]:
        raise AssertionError("read")
        yield

    with pytest.raises(VaultClosed):
        load(Keyring(), rows(), source="", by=None, at=MORNING)


def test_while_keys_change_equal_numbers_stay_equal(known: House) -> None:
    filled(known)
    other = House.opened(2)
    both = Vault(Keyring((OLD, NEW)))

    both.put(other.address, "number", NUMBER, by=known.agent, at=MORNING)

    known.address.refresh_from_db()
    other.address.refresh_from_db()
    assert known.address.token == other.address.token == NEW.blind("number", NUMBER)


class TestTheFile:
    TEXT = "subject,ref,field,value\n" + "\n".join(",".join(line) for line in GOOD) + "\n"

    def rows(self, path: Path) -> list[tuple[int, str, str, str, Secret, str]]:
        return list(open_values(path).rows)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    @pytest.mark.parametrize("line_end", ["\n", "\r\n"])
    def test_is_read_in_every_writing_that_intake_reads(self, tmp_path: Path, encoding: str, line_end: str) -> None:
        path = tmp_path / "values.csv"
        path.write_bytes(self.TEXT.replace("\n", line_end).encode(encoding))

        read = self.rows(path)

        assert [(subject, ref, field, value.reveal()) for _, subject, ref, field, value, _ in read] == GOOD
        assert [line for line, *_ in read] == [2, 3, 4, 5, 6]
        assert open_values(path).most >= 5

    def test_a_row_that_is_none_is_told_by_its_line(self, tmp_path: Path) -> None:
        path = tmp_path / "values.csv"
        path.write_text('subject,ref,field,value\nborrower,B1,name\n\nborrower,B1,"name"x,y\nborrower,B1,name,王\n')

        assert [(line, fault) for line, *_, fault in self.rows(path)] == [(2, "fields"), (4, "quote"), (5, "")]
        assert {"fields", "quote"} <= NOT_KEPT.keys()

    def test_columns_may_stand_in_any_order_beside_others(self, tmp_path: Path) -> None:
        path = tmp_path / "values.csv"
        path.write_text("value,x,field,ref,subject\n王,1,name,B1,borrower\n")

        assert self.rows(path)[0][1:4] == ("borrower", "B1", "name")

    def test_parquet_is_read_too(self, tmp_path: Path) -> None:
        path = tmp_path / "values.parquet"
        names = ("subject", "ref", "field", "value")
        pq.write_table(pa.table({name: [line[at] for line in GOOD] for at, name in enumerate(names)}), path)

        assert [row[4].reveal() for row in self.rows(path)] == [line[3] for line in GOOD]

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.csv", b"subject,ref,field\nx,y,z\n"),
            ("a.csv", b""),
            ("a.txt.gz", b"x"),
            ("a.parquet", b"PAR1"),
            ("a.csv", b"\xff\xfe"),
        ],
    )
    def test_what_is_no_such_file_is_a_sentence(self, tmp_path: Path, name: str, content: bytes) -> None:
        (tmp_path / name).write_bytes(content)

        with pytest.raises(IntakeRefused):
            self.rows(tmp_path / name)
