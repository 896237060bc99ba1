"""A pack of evidence: whole, the same bytes twice, and no hand in it stays unseen."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.apps import apps

from duly.core.secret import Secret
from duly.desk import asked, certifying, contact, evidence, mandates, record
from duly.law import load
from duly.nightly.evidence import verify
from duly.nightly.evidence.index import Asked
from duly.nightly.evidence.pack import Pack, _laid_out, made
from duly.nightly.evidence.replay import replayed
from duly.store.keyring import VaultClosed
from duly.store.models import Case, Certificate, Clearance, Complaint, Entry, Heard, Promise, Seal, User
from duly.store.models.user import Role
from duly.store.moving import move
from tests.desk import agencies
from tests.desk.house import CALL, MORNING, NIGHT, UP, House, talks
from tests.desk.test_examining import begin, sit
from tests.desk.vaults import ID_NUMBER, NAME, NUMBER, SHUT, VAULT, contact_person, filled

AT = datetime(2026, 11, 29, 3, tzinfo=UTC)
PAST = MORNING - timedelta(days=3)


@pytest.fixture()
def told(house: House) -> House:
    """A house in which a few days of work lie: calls, refusals, a promise, a complaint, and other borrowers' chains."""
    for day in range(3):
        at = PAST + timedelta(days=day)
        contact.attempt(
            borrower_id=house.borrower.id, proposed=house.call(at=at), systems=UP, carrier=talks(),
            message=CALL,
        )  # fmt: skip
        contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=at.replace(hour=15)), systems=UP)
        for no in range(10 * day + 2, 10 * day + 9):
            other = House.opened(no)
            contact.reserve(borrower_id=other.borrower.id, proposed=other.call(at=at), systems=UP)
        record.seal(date(2026, 11, 22) + timedelta(days=day))
    promise = Promise.objects.create(
        borrower=house.borrower, loan=house.loan, amount_minor=120_000, currency="CNY", made_on=date(2026, 11, 24),
        due_on=date(2026, 11, 27), state="open",
    )  # fmt: skip
    move(promise, "paid_in_full", at=MORNING, by=house.agent, because="回款 payment")
    Complaint.objects.create(
        borrower=house.borrower, topic="conduct", received_at=NIGHT, state="open", ref="COMPLAINT-1"
    )
    house.listed()
    return house


def packed(house: House, **changed: Any) -> Pack:
    return made(evidence.matter(borrower=house.borrower.ref), Asked(**{"at": AT} | changed), {}, {})


def held(pack: Pack) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def root(day: date) -> dict[str, str]:
    return {day.isoformat(): Seal.objects.get(day=day).root}


def found(data: bytes, roots: dict[str, str], fingerprint: str | None = None) -> bool:
    try:
        return bool(verify.check(data, roots, fingerprint)[1])
    except verify.Unreadable:
        return True


LAST = date(2026, 11, 24)


def test_a_pack_holds_every_table_of_the_borrower_the_decisions_the_record_and_the_law(told: House) -> None:
    inside = held(packed(told))

    assert {f"tables/{name}.json" for name in ("attempt", "attemptmove", "promise", "promisemove", "complaint", "case",
                                               "loan", "address", "slot", "user", "certificate")} <= set(inside)  # fmt: skip
    decisions = [json.loads(text) for name, text in inside.items() if name.startswith("clearances/")]
    assert [one["clearance"]["verdict"] for one in decisions][:2] == ["allow", "deny"]
    assert all(one["question"]["facts"]["action"] for one in decisions)
    laws = [json.loads(text) for name, text in sorted(inside.items()) if name.startswith("law/")]
    assert [day for one in laws for day in one["days"]] == ["2026-11-22", "2026-11-23", "2026-11-24"]
    assert {limit["id"]: limit["citation"] for one in laws for limit in one["limits"]}["CN-TIME-01"]
    assert json.loads(inside["record.json"])["seals"][-1]["proof"]["seq"] == 6
    assert "拒绝" in inside["index.html"].decode()
    assert inside["index.pdf"].startswith(b"%PDF-")


def test_the_firm_that_works_a_loan_is_named_in_it(told: House) -> None:
    told.loan.placed_with = told.agency()
    told.loan.save()

    assert [one["id"] for one in json.loads(held(packed(told))["tables/agency.json"])] == ["A1"]


def test_by_what_right_those_acted_who_did_is_in_it_and_nothing_of_those_who_did_not(told: House) -> None:
    """Certificates with their moves and the exam behind them, the agency's paper; a failed exam stays at home."""
    firm = agencies.in_order(told)
    outside = agencies.somebody(told, Role.AGENCY_AGENT, 1, firm)
    idle = agencies.somebody(told, Role.AGENCY_AGENT, 2, firm)
    lead = User.objects.create(username="lead", name="李岚", role=Role.LEAD, lender=told.lender, team=told.agent.team)
    agencies.place(told, firm)
    agencies.told(firm)
    boss = User.objects.get(username="compliance")
    mandate = mandates.issue(outside.id, until=date(2027, 1, 5), at=MORNING, by=boss)
    mandates.issue(idle.id, until=date(2027, 1, 5), at=MORNING, by=boss)
    mandates.revoke(mandate.code, "已离职", at=MORNING, by=boss)
    failed = begin(told.agent, PAST)
    sit(told.agent, failed, wrong=24, at=PAST)
    passed = begin(told.agent, MORNING)
    sit(told.agent, passed)
    certifying.issue(exam_id=passed.id, at=MORNING + timedelta(minutes=1), by=lead, law=load("cn"))
    one = Certificate.objects.filter(user=told.agent).earliest("id")
    certifying.revoke(certificate_id=one.id, because="冒名", at=AT, by=boss)
    contact.reserve(borrower_id=told.borrower.id, proposed=told.call(by=outside), systems=UP)

    inside = {name: json.loads(text) for name, text in held(packed(told)).items() if name.startswith("tables/")}

    assert [one["id"] for one in inside["tables/exam.json"]] == [str(passed.id)] != [str(failed.id)]
    assert len(inside["tables/answer.json"]) == passed.asked
    assert [move["because"] for move in inside["tables/certificatemove.json"]] == ["冒名"]
    assert [one["id"] for one in inside["tables/mandate.json"]] == [str(mandate.id)]
    assert [move["because"] for move in inside["tables/mandatemove.json"]] == ["已离职"]
    named = {one["username"] for one in inside["tables/user.json"]}
    assert {"agent1", outside.username, "lead", "compliance"} <= named
    assert idle.username not in named


def test_the_same_store_and_instant_give_the_same_bytes(told: House) -> None:
    assert packed(told).data == packed(told).data
    assert packed(told).data != packed(told, lang="en").data


def test_what_was_made_holds_with_every_root_and_its_fingerprint(told: House) -> None:
    pack = packed(told)
    roots = {day: hashed for one in Seal.objects.all() for day, hashed in root(one.day).items()}

    _, faults = verify.check(pack.data, roots, pack.fingerprint)

    assert faults.of == {name: [] for name in verify.SAYS}


@pytest.mark.parametrize("lang", ["zh", "en", None])
def test_the_verifier_runs_alone_and_says_what_holds(told: House, tmp_path: Path, lang: str | None) -> None:
    pack, day = packed(told), LAST.isoformat()
    (tmp_path / "pack.zip").write_bytes(pack.data)
    (tmp_path / "verify.py").write_bytes(held(pack)["verify.py"])

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", "verify.py", "pack.zip", *words, *(["--lang", lang] if lang else [])]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)

    good = run("--root", f"{day}={root(LAST)[day]}", "--fingerprint", pack.fingerprint)
    bad = run("--root", f"{day}={'0' * 64}")

    assert (good.returncode, bad.returncode) == (0, 1), good.stdout + good.stderr
    assert "✗" not in good.stdout
    assert ("当日的根" in bad.stdout, "root of that day" in bad.stdout) == (lang != "en", lang != "zh")


def test_of_a_record_that_no_day_was_sealed_of_its_end_is_not_called_proved(house: House, tmp_path: Path) -> None:
    contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    manifest, faults = verify.check(packed(house).data, {}, None)

    assert not faults
    assert [line[0] for line in verify.told(manifest, faults, {}, None, "zh") if "封存" in line] == ["!"]


def test_a_folder_is_no_pack_and_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.main([str(tmp_path)]) == 2
    assert "ZIP" in capsys.readouterr().out


def test_the_verifier_needs_no_more_than_python_3_8() -> None:
    text = files("duly.nightly.evidence").joinpath("verify.py").read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 8))

    named = {each.name for one in ast.walk(tree) if isinstance(one, ast.Import) for each in one.names}
    named |= {str(one.module) for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    assert named <= {"__future__", "argparse", "datetime", "hashlib", "json", "struct", "sys", "typing", "zlib"}
    assert not [one for one in ast.walk(tree) if isinstance(one, ast.BinOp) and isinstance(one.op, ast.BitOr)
                and not _is_annotation(tree, one)]  # fmt: skip


def _is_annotation(tree: ast.AST, wanted: ast.AST) -> bool:
    """Only what stands in an annotation is never worked out."""
    told = [one.annotation for one in ast.walk(tree) if isinstance(one, (ast.arg, ast.AnnAssign)) and one.annotation]
    told += [one.returns for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.returns]
    return any(wanted is each for one in told for each in ast.walk(one))


class TestAHandInThePack:
    """Of a thousand changes none stays unseen."""

    def test_that_knows_nothing_of_its_form(self, told: House) -> None:
        data, dice = packed(told).data, Random(1)

        changed = [hand(data, dice) for hand in (_edit, _delete, _insert, _reorder, _cut) for _ in range(90)]

        assert [one for one in changed if one == data] == []
        assert sum(found(one, {}) for one in changed) == len(changed) == 450

    def test_that_makes_the_list_of_files_anew(self, told: House) -> None:
        """It changes what is inside and works every hash of the list out again; the root of a day gives it away."""
        pack, dice, roots = packed(told), Random(2), root(LAST)
        inside = {name: text for name, text in held(pack).items() if name != verify.MANIFEST}

        hands = (_entry_edited, _entry_gone, _entry_added, _entries_swapped, _record_cut, _answer_edited,
                 _question_edited, _decision_gone, _leave_taken_twice, _proof_gone, _all_forged)  # fmt: skip
        changed = [_made_anew(pack, hand, inside, dice) for hand in hands for _ in range(50)]

        assert sum(found(one, roots) for one in changed) == len(changed) == 550

    def test_that_changes_what_no_seal_covers_is_given_away_by_the_fingerprint(self, told: House) -> None:
        pack = packed(told)
        inside = {name: text for name, text in held(pack).items() if name != verify.MANIFEST}

        forged = _made_anew(pack, lambda files, _: _replaced(files, "tables/promise.json", b"120000", b"110000"),
                            inside, Random(3))  # fmt: skip

        assert not found(forged, root(LAST))
        assert found(forged, root(LAST), pack.fingerprint)


def _edit(data: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ dice.randrange(1, 256)]) + data[at + 1 :]


def _delete(data: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.randrange(1, 40) :]


def _insert(data: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.randbytes(dice.randrange(1, 40)) + data[at:]


def _reorder(data: bytes, dice: Random) -> bytes:
    while True:
        first, second = sorted(dice.sample(range(len(data) - 64), 2))
        changed = data[:first] + data[second : second + 64] + data[first + 64 : second] + data[first : first + 64]
        changed = (changed + data[second + 64 :])[: len(data)]
        if changed != data:
            return changed


def _cut(data: bytes, dice: Random) -> bytes:
    return data[: dice.randrange(len(data))]


def _made_anew(pack: Pack, hand: Any, inside: dict[str, bytes], dice: Random) -> bytes:
    changed = hand(dict(inside), dice)
    assert changed != inside
    said = {name: value for name, value in pack.manifest.items() if name not in ("files", "sha256")}
    entries = json.loads(changed["record.json"])["entries"]
    said["record"] = {"entries": len(entries), "head": entries[-1]["hash"] if entries else verify.FIRST}
    return _laid_out(changed, said).data


def _replaced(inside: dict[str, bytes], name: str, old: bytes, new: bytes) -> dict[str, bytes]:
    assert old in inside[name]
    return inside | {name: inside[name].replace(old, new)}


def _entries(inside: dict[str, bytes], change: Any, *, linked: bool = True) -> dict[str, bytes]:
    """Change the entries, and link them anew as whoever knows the form would."""
    told = json.loads(inside["record.json"])
    change(told["entries"])
    before = verify.FIRST
    for seq, one in enumerate(told["entries"], 1):
        if linked:
            one["seq"] = seq
            said = {name: value for name, value in one.items() if name != "hash"}
            before = one["hash"] = verify.sha256(b"\x00" + bytes.fromhex(before) + verify.canonical(said))
    return inside | {"record.json": json.dumps(told).encode()}


def _entry_edited(inside: dict[str, bytes], dice: Random) -> dict[str, bytes]:
    def change(entries: Any) -> None:
        one = dice.choice(entries)
        one["at"] = (datetime.fromisoformat(one["at"]) - timedelta(seconds=dice.randrange(1, 999))).isoformat()

    return _entries(inside, change)


def _entry_gone(inside: dict[str, bytes], dice: Random) -> dict[str, bytes]:
    return _entries(inside, lambda entries: entries.pop(dice.randrange(len(entries))))


def _entry_added(inside: dict[str, bytes], dice: Random) -> dict[str, bytes]:
    def change(entries: Any) -> None:
        at = dice.randrange(len(entries))
        entries.insert(at, dict(entries[at]) | {"act": "view", "said": {}})

    return _entries(inside, change)


def _entries_swapped(inside: dict[str, bytes], dice: Random) -> dict[str, bytes]:
    def change(entries: Any) -> None:
        first, second = dice.sample(range(len(entries)), 2)
        entries[first], entries[second] = entries[second], entries[first]

    return _entries(inside, change)


def _record_cut(inside: dict[str, bytes], dice: Random) -> dict[str, bytes]:
    """The end of the record goes, and with it every decision that only the end knows."""
    entries = json.loads(inside["record.json"])["entries"]
    at = dice.randrange(len(entries))
    gone = {one["said"]["clearance"] for one in entries[at:]}
    left = {name: text for name, text in inside.items() if not any(one in name for one in gone)}
    return _entries(left, lambda all_of_them: all_of_them.__delitem__(slice(at, None)))


def _decision(inside: dict[str, bytes], dice: Random) -> str:
    return dice.choice([name for name in sorted(inside) if name.startswith("clearances/")])


def _answer_edited(inside: dict[str, bytes], dice: Random) -> dict[str, bytes]:
    name = _decision(inside, dice)
    told = json.loads(inside[name])
    told["clearance"]["answer"]["explanation"] = [*told["clearance"]["answer"]["explanation"], str(dice.random())]
    return inside | {name: json.dumps(told).encode()}


def _question_edited(inside: dict[str, bytes], dice: Random) -> dict[str, bytes]:
    name = _decision(inside, dice)
    told = json.loads(inside[name])
    told["question"]["facts"]["events"].append({"ts": str(dice.random())})
    return inside | {name: json.dumps(told).encode()}


def _decision_gone(inside: dict[str, bytes], dice: Random) -> dict[str, bytes]:
    del inside[_decision(inside, dice)]
    return inside


def _leave_taken_twice(inside: dict[str, bytes], dice: Random) -> dict[str, bytes]:
    attempts = json.loads(inside["tables/attempt.json"])
    again = dict(dice.choice(attempts)) | {"id": str(dice.random())}
    return inside | {"tables/attempt.json": json.dumps([*attempts, again]).encode()}


def _proof_gone(inside: dict[str, bytes], dice: Random) -> dict[str, bytes]:
    told = json.loads(inside["record.json"])
    told["seals"] = told["seals"][: dice.randrange(3)] if dice.random() < 0.5 else told["seals"]
    for seal in told["seals"]:
        seal.pop("proof")
    return inside | {"record.json": json.dumps(told).encode()}


def _all_forged(inside: dict[str, bytes], dice: Random) -> dict[str, bytes]:
    """An entry changed, the chain linked anew, and roots made up to go with it: in itself it holds."""
    forged = _entry_edited(inside, dice)
    told = json.loads(forged["record.json"])
    for seal in told["seals"]:
        last = [one for one in told["entries"] if verify._day(one["at"]) <= seal["day"]][-1]
        leaf = f"{told['chain']}:{last['seq']}:{last['hash']}".encode()
        seal |= {"root": verify._led(leaf, []), "proof": {"seq": last["seq"], "hash": last["hash"], "path": []}}
    return forged | {"record.json": json.dumps(told).encode()}


class TestTheHandingOut:
    def test_is_on_the_record_with_the_fingerprint(self, told: House) -> None:
        pack, matter = packed(told), evidence.matter(borrower="B1")

        evidence.hand_out(matter, {"pack": pack.fingerprint, "purpose": "监管检查"}, at=AT, by=lawyer(told))

        last = Entry.objects.filter(chain=str(told.borrower.id)).order_by("seq").last()
        assert last is not None
        assert (last.act, last.said["pack"], last.said["purpose"]) == ("export", pack.fingerprint, "监管检查")
        assert list(record.verify()) == []

    @pytest.mark.parametrize("asked_for", [{"complaint": "COMPLAINT-1"}, {"borrower": "B1"}])
    def test_finds_the_matter_by_whatever_it_is_called(self, told: House, asked_for: dict[str, str]) -> None:
        assert evidence.matter(**asked_for).borrower == told.borrower
        assert evidence.matter(case=str(Case.objects.get().id)).borrower == told.borrower

    def test_of_what_nobody_knows_is_refused(self, told: House) -> None:
        with pytest.raises(evidence.NoSuchMatter, match="CASE-2"):
            evidence.matter(case="CASE-2")

    def test_lets_no_name_and_no_token_out(self, told: House) -> None:
        text = b"".join(held(packed(told)).values()).decode("utf-8", "replace")

        assert told.agent.name not in text
        assert told.address.token not in text


def lawyer(house: House) -> User:
    return User.objects.create(username="xu", name="许衡", role=Role.LEGAL, lender=house.lender)


class TestWhoIsMeant:
    def test_is_masked_by_default(self, told: House) -> None:
        filled(told)

        people = evidence.people(told.borrower, VAULT, clear=False, by=None, at=AT)
        text = b"".join(held(packed(told, people=people)).values()).decode("utf-8", "replace")

        assert {one["field"]: one["shown"] for one in people}.keys() == {"name", "id_number", "number"}
        for value in (NAME, ID_NUMBER, NUMBER):
            assert value.reveal() not in text

    def test_is_in_the_clear_for_whom_may_see_it_as_evidence_and_each_look_is_on_the_record(self, told: House) -> None:
        filled(told)
        _, address = contact_person(told.borrower)
        VAULT.put(address, "number", Secret("13900139000"), by=told.agent, at=AT)

        people = evidence.people(told.borrower, VAULT, clear=True, by=lawyer(told), at=AT)
        pack = packed(told, people=people)

        shown = {(one["id"], one["field"]): one["shown"] for one in people if one["clear"]}
        assert shown == {
            (str(told.borrower.id), "name"): NAME.reveal(), (str(told.borrower.id), "id_number"): ID_NUMBER.reveal(),
            (str(told.address.id), "number"): NUMBER.reveal(),
        }  # fmt: skip
        (third,) = [one for one in people if one["id"] == str(address.id)]
        assert "第三人" in third["why"]
        acts = Entry.objects.filter(chain=str(told.borrower.id)).order_by("seq").values_list("act", flat=True)
        assert sorted(acts)[-3:] == ["unmask"] * 3
        assert not found(pack.data, {}, pack.fingerprint)  # the look that was refused is on the record too

    def test_is_told_to_nobody_who_may_not_hand_out_evidence(self, told: House) -> None:
        with pytest.raises(evidence.NotYours):
            evidence.matter(borrower="B1", by=told.agent)
        with pytest.raises(evidence.NotYours):
            evidence.people(told.borrower, VAULT, clear=True, by=None, at=AT)
        with pytest.raises(VaultClosed):
            evidence.people(told.borrower, SHUT, clear=False, by=None, at=AT)


def test_every_table_of_a_borrower_comes_along_or_is_sealed() -> None:
    """A table that a new noun brings is in the pack without anybody's remembering it."""
    owned = {
        model for model in apps.get_app_config("store").get_models()
        if any(field.name == "borrower" for field in model._meta.concrete_fields) and model is not Clearance
    }  # fmt: skip

    assert owned <= {model for model, _ in evidence.reaching()} | {m for m in owned if evidence.is_sealed(m)}


class TestAskedAgain:
    def test_the_judge_says_the_same(self, told: House) -> None:
        answers = list(replayed(held(packed(told))))

        assert [one.same for one in answers] == [True] * 6

    def test_another_answer_is_seen_and_a_law_that_is_not_held_is_not_guessed(self, told: House) -> None:
        inside = held(packed(told))
        first, second, *_ = sorted(name for name in inside if name.startswith("clearances/"))
        inside = _replaced(inside, first, b'"verdict": "allow"', b'"verdict": "warn"')
        inside = _replaced(inside, second, load("cn").version.encode(), b"000000000000")

        answers = list(replayed(inside))

        assert [one.same for one in answers[:3]] == [False, None, True]


def test_a_question_is_kept_whole_and_small(house: House) -> None:
    Heard.objects.bulk_create(
        Heard(borrower=house.borrower, at=MORNING - timedelta(days=no), channel="phone_call", direction="outbound",
              said={"party": "P1", "address": str(house.address.id), "outcome": "no_answer", "answered": False})
        for no in range(2, 202)
    )  # fmt: skip
    house.borrower.refresh_from_db()
    contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=NIGHT), systems=UP)

    kept = Clearance.objects.get()
    text = asked.unpacked(bytes(kept.question))
    assert asked.written(json.loads(text)) == text
    assert asked.fingerprint(text) == kept.facts_sha256
    assert len(kept.question) * 8 < len(text)
