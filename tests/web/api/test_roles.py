"""What each role does by a program: leads, checkers, complaint handlers, compliance, strategy, operators."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from duly.desk import approving, contact, stopping
from duly.law import load
from duly.nightly.evidence import verify
from duly.rules.quality import sheet
from duly.rules.rights import Role
from duly.rules.training.questions import question
from duly.store.models import (
    Absence,
    Agency,
    Assigned,
    Attempt,
    Case,
    Complaint,
    Entry,
    Exam,
    Hardship,
    Lender,
    Loan,
    Mandate,
    Once,
    Placement,
    Result,
    Score,
    Tip,
    User,
)
from tests.desk import agencies as firm
from tests.desk.house import MORNING, NIGHT, UP, House
from tests.desk.test_guardian import is_so, number_of
from tests.desk.test_unreachable import called_in_vain
from tests.desk.vaults import ID_NUMBER, NAME, NUMBER, SHUT, VAULT, contact_person, filled
from tests.web.api.asking import Program, token_of

TAG = "*"


def program_of(house: House, role: Role, no: int = 1, **changed: Any) -> Program:
    """A program of somebody of the house in another role."""
    told = {"username": f"{role}{no}", "name": "李宁", "role": role, "lender": house.lender}
    return Program(token_of(User.objects.create(**told | changed)))


def lead(house: House) -> Program:
    house.listed()
    return program_of(house, Role.LEAD, team_id="T1")


def case_of(house: House) -> Case:
    return Case.objects.get(borrower=house.borrower)


class TestComplaints:
    def test_are_listed_with_their_day_and_answered_once_as_they_were_read(self, house: House) -> None:
        house.listed()
        with stopping.locked(house.borrower.id) as borrower:
            stopping.complain(borrower, topic="conduct", at=MORNING, by=house.agent)
        handler = program_of(house, Role.COMPLAINTS)

        (listed,) = handler.get("/matters").json()["items"]
        where = f"/matters/{listed['kind']}/{listed['id']}"
        read = handler.get(where)
        asked = {"event": "answer", "text": "已核实并致歉。"}
        first, again = (handler.post(f"{where}/moves", asked, tag=read["ETag"]) for _ in range(2))

        assert (listed["days_left"] >= 0, read.json()["possible"]) == (True, ["answer", "withdraw"])
        assert [one.status_code for one in (first, again)] == [201, 412]
        assert first.json()["moves"][-1]["answer"] == "已核实并致歉。"
        assert Complaint.objects.get().state == "answered"
        assert handler.get("/matters").json()["items"] == []

    def test_an_answer_that_the_words_forbid_names_the_field(self, house: House) -> None:
        house.listed()
        with stopping.locked(house.borrower.id) as borrower:
            made = stopping.complain(borrower, topic="conduct", at=MORNING, by=house.agent)
        handler = program_of(house, Role.COMPLAINTS)

        told = handler.post(f"/matters/complaint/{made.id}/moves", {"event": "answer", "text": "恶意投诉"}, tag=TAG)

        assert (told.status_code, told.json()["errors"][0]["field"]) == (422, "text")
        assert Complaint.objects.get().state == "open"

    def test_holds_in_force_are_read_page_by_page(self, house: House) -> None:
        house.listed()
        with stopping.locked(house.borrower.id) as borrower:
            stopping.hold(borrower, kind="care", days=3, at=MORNING, by=house.agent)
        handler = program_of(house, Role.COMPLAINTS)

        told = handler.get("/holds?kind=care").json()

        assert [(one["kind"], one["borrower_ref"]) for one in told["items"]] == [("care", "B1")]
        assert handler.get("/holds?kind=legal").json() == {"items": [], "next": None}


class TestTheVault:
    @pytest.fixture(autouse=True)
    def open_vault(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("duly.wiring.vault", lambda: VAULT)
        filled(house)

    def test_shows_a_value_for_a_purpose_and_keeps_it_in_no_answer(self, house: House) -> None:
        handler, where = program_of(house, Role.COMPLAINTS), f"/cases/{case_of(house).id}/unmasked"

        told = handler.get(f"{where}?field=id_number&purpose=answer")

        assert told.json() == {"value": ID_NUMBER.reveal()}
        assert (told["Cache-Control"], Once.objects.count()) == ("no-store", 0)
        assert Entry.objects.get(act="unmask").said["purpose"] == "answer"

    def test_withholds_it_for_another_and_writes_that_down_too(self, program: Program, house: House) -> None:
        told = program.get(f"/cases/{case_of(house).id}/unmasked?field=id_number&purpose=identify")

        assert (told.status_code, told.json()["type"]) == (403, "urn:duly:problem:withheld")
        assert ID_NUMBER.reveal() not in told.content.decode()
        assert Entry.objects.get(act="refuse").said["unmask"]["field"] == "id_number"

    def test_finds_people_by_what_stands_in_the_body_and_tells_ids(self, program: Program, house: House) -> None:
        found = [
            program.post("/people/search", {"field": field, "value": value.reveal()}, key="")
            for field, value in (("number", NUMBER), ("name", NAME), ("id_number", ID_NUMBER))
        ]

        assert [one.json()["items"][0]["case"] for one in found] == [str(case_of(house).id)] * 3
        assert not [one for one in found if NUMBER.reveal() in one.content.decode()]
        assert Entry.objects.filter(act="search").count() == 3
        assert program.get("/people/search").status_code == 405

    def test_finds_nobody_of_another_team(self, house: House) -> None:
        outside = House.opened(2)
        outside.listed(2)
        outside.assign_to("T2")
        User.objects.filter(id=outside.agent.id).update(team="T2")
        outside.agent.refresh_from_db()

        told = Program(token_of(outside.agent)).post("/people/search", {"field": "name", "value": NAME.reveal()})

        assert told.json() == {"items": []}

    def test_says_a_name_in_the_script_and_that_it_was_looked_at(
        self, program: Program, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "CLOCK", lambda: MORNING + timedelta(days=1))  # when the words are approved
        Lender.objects.update(hotline="95000", complaint_line="400-100-2001")
        where = f"/cases/{case_of(house).id}/script"

        plain, named = program.get(where), program.get(f"{where}/named")

        assert NAME.reveal() not in plain.content.decode()
        assert NAME.reveal() in named.json()["opening"]["text"]
        assert Entry.objects.filter(act="unmask").count() == 1

    def test_without_its_key_says_so(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("duly.wiring.vault", lambda: SHUT)
        handler = program_of(house, Role.COMPLAINTS)

        told = handler.get(f"/cases/{case_of(house).id}/unmasked?field=name&purpose=answer")

        assert (told.status_code, told.json()["type"]) == (409, "urn:duly:problem:vault-shut")


class TestATeam:
    def test_hands_over_what_somebody_has_and_writes_the_absence_down(self, house: House) -> None:
        asks = lead(house)
        Assigned.objects.update(agent=house.agent)
        other = User.objects.create(username="o", name="周", role=Role.AGENT, lender=house.lender, team_id="T1")

        away = asks.post(f"/team/{house.agent.id}/absences", {
            "from_on": "2026-11-25", "until_on": "2026-11-27", "substitute": other.id})  # fmt: skip
        moved = asks.post(f"/team/{house.agent.id}/hand-over", {"team": "T1", "agent": other.id, "because": "请假"})
        ended = [asks.post(f"/absences/{away.json()['id']}/end").json()["ended"] for _ in range(2)]

        assert (away.status_code, moved.json()) == (201, {"moved": 1, "left": 0})
        assert (Assigned.objects.get().agent, ended, Absence.objects.count()) == (other, [True, False], 1)
        assert {one["username"] for one in asks.get("/team").json()["workers"]} == {"agent1", "lead1", "o"}

    def test_moves_a_case_that_nobody_moved_meanwhile(self, house: House) -> None:
        asks, where = lead(house), f"/cases/{case_of(house).id}/assignment"
        read = asks.get(where)
        wanted = {"team": "T1", "agent": house.agent.id, "because": "当地口音"}

        moved = asks.post(where, wanted, tag=read["ETag"])
        stale = asks.post(where, wanted | {"agent": None}, tag=read["ETag"])
        unknown = asks.post(where, wanted | {"team": "T9"}, tag=TAG)

        assert (moved.json()["moved"], stale.status_code, unknown.status_code) == (1, 412, 422)
        assert unknown.json()["errors"][0]["field"] == "team"
        assert Assigned.objects.get().agent == house.agent
        assert read.json()["suggested"][0]["pro"]

    def test_a_call_that_waits_for_its_result_keeps_the_case(self, house: House) -> None:
        asks, where = lead(house), f"/cases/{case_of(house).id}/assignment"
        contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)

        told = asks.post(where, {"team": "T1", "agent": house.agent.id, "because": "x"}, tag=TAG)

        assert (told.status_code, told.json()["type"]) == (409, "urn:duly:problem:no-such-move")
        assert "result" in told.json()["detail"]


class TestQuality:
    def test_draws_scores_once_and_tells_whoever_called(self, house: House) -> None:
        house.listed()
        made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
        assert isinstance(made, Attempt)
        Result.objects.create(borrower=house.borrower, attempt=made, code="abuse", by=house.agent, at=MORNING)
        checker = program_of(house, Role.QUALITY)

        (drawn,) = checker.get("/quality").json()["items"]
        whole = checker.get(f"/quality/{drawn['id']}").json()
        asked = {"marks": {one.code: "met" for one in sheet().items}, "feedback": "开场清楚", "seq": whole["next"]}
        bad = checker.post(f"/quality/{drawn['id']}/scores", asked | {"marks": {"manner": "met"}})
        first, again = (checker.post(f"/quality/{drawn['id']}/scores", asked) for _ in range(2))

        assert (drawn["always"], whole["next"]) == (True, 1)
        assert bad.json()["errors"][0]["field"].startswith("marks.")
        assert (first.status_code, first.json()["total_bp"], again.status_code) == (201, 10_000, 412)
        assert Score.objects.count() == 1
        assert Program(token_of(house.agent)).get("/feedback").json()["items"][0]["feedback"] == "开场清楚"


class TestTraining:
    def test_from_the_exam_to_the_certificate_and_its_end(self, house: House) -> None:
        lead_asks, agent = lead(house), Program(token_of(house.agent))
        law, exam = load("cn"), agent.post("/exams", {"products": ["consumer_loan"], "channels": ["mail"]}).json()

        for place, name in enumerate(Exam.objects.get().questions, 1):
            told = agent.post(f"/exams/{exam['id']}/answers", {"place": place, "chosen": question(name, law).key})
            assert told.status_code == 201, told.content
        twice = agent.post(f"/exams/{exam['id']}/answers", {"place": 1, "chosen": 0})
        own = agent.post(f"/exams/{exam['id']}/certificates")
        waiting = lead_asks.get("/certificates/waiting").json()["waiting"]
        issued = lead_asks.post(f"/exams/{exam['id']}/certificates")

        assert (exam["right"], exam["question"]["place"], exam["result"]) == (None, 1, None)
        assert (told.json()["standing"], told.json()["question"]) == ("passed", None)
        assert (twice.status_code, own.status_code) == (409, 403)
        assert [one["id"] for one in waiting] == [exam["id"]]
        made = issued.json()["items"][0]
        revoked = [
            program_of(house, Role.COMPLIANCE, no).post(f"/certificates/{made['id']}/revocation", {"because": "已离岗"})
            for no in (1, 2)
        ]
        assert [one.status_code for one in revoked] == [200, 409]

    def test_nothing_of_an_open_exam_gives_the_answer_away(self, program: Program) -> None:
        told = program.post("/exams", {"products": ["consumer_loan"], "channels": ["phone_call"]}).json()

        assert {*told["question"]} == {"place", "chapter", "situation", "said", "asked", "options"}


class TestSpeakingUp:
    def test_a_tip_without_a_name_leaves_nothing_by_which_to_find_who_told_it(self, program: Program) -> None:
        before = Entry.objects.count()

        told = program.post("/tips", {"text": "夜里也在打电话", "named": False}, key="key-of-somebody")

        assert told.status_code == 200
        assert (Once.objects.count(), Entry.objects.count()) == (0, before)
        assert Tip.objects.get().by is None

    def test_an_alarm_rings_until_somebody_came(self, program: Program, house: House) -> None:
        first, again = program.post("/alarms"), program.post("/alarms")
        asks = lead(house)

        ringing = asks.get("/alarms").json()["alarms"]
        come = asks.post(f"/alarms/{ringing[0]['id']}/answer", {"done": "已到场"})

        assert first.json() == again.json()
        assert (len(ringing), come.status_code, asks.get("/alarms").json()["alarms"]) == (1, 201, [])

    def test_a_refused_order_gives_its_case_back(self, program: Program, house: House) -> None:
        Assigned.objects.update(agent=house.agent)
        asked = {"ground": "unlawful", "ordered": "打给同事", "because": "泄露债务", "case": str(case_of(house).id)}

        told = program.post("/refused-orders", asked)
        foreign = program.post("/refused-orders", asked | {"case": str(uuid4())})

        assert (told.status_code, foreign.status_code) == (201, 404)
        assert Assigned.objects.get().agent is None


class TestOversight:
    def test_refusals_lead_from_the_rule_to_the_decision(self, house: House) -> None:
        house.listed()
        contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=NIGHT), systems=UP)
        officer = program_of(house, Role.COMPLIANCE)

        counted = officer.get("/refusals").json()
        rule = counted["rules"][0]["rule"]
        (refused,) = officer.get(f"/refusals/of-rule?rule={rule}").json()["items"]
        decision = officer.get(f"/decisions/{refused['decision']}").json()

        assert (counted["rules"][0]["total"], counted["refused"]) == (1, {"2026-11-25": 1})
        assert rule in {one["id"] for one in decision["answer"]["rules"]}
        assert (decision["expires_at"], decision["attempt"]) == (None, None)

    def test_the_rule_book_says_what_is_law_and_what_is_the_houses(self, program: Program) -> None:
        pages, cursor = [], ""
        while cursor is not None:
            told = program.get(f"/rules?limit=200&cursor={cursor}").json()
            pages += told["items"]
            cursor = told["next"]

        assert {one["path"] for one in pages} == {one.path for one in load()}
        assert {one["certainty"] for one in pages if one["force"] == "house"} == {"ours"}
        assert len(program.get("/rules?q=CN-TIME-01").json()["items"]) >= 1

    def test_the_record_is_proved_and_a_changed_entry_shows(self, house: House) -> None:
        house.listed()
        contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
        auditor = program_of(house, Role.AUDITOR)
        whose = auditor.get("/record/borrowers?ref=B1").json()["borrower"]

        chain, proof = auditor.get(f"/record/borrowers/{whose}").json(), auditor.get("/record/proof").json()

        assert (whose, chain["holds"], proof["broken"], proof["next"]) == (str(house.borrower.id), True, [], None)
        assert proof["entries"] <= proof["of"]
        assert auditor.get("/record/borrowers?ref=none").json() == {"borrower": None}

    def test_a_pack_of_evidence_proves_itself_and_is_on_the_record(
        self, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DULY_HOME", str(tmp_path / "home"))
        house.listed()
        contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=NIGHT), systems=UP)
        officer, where = program_of(house, Role.COMPLIANCE), f"/record/borrowers/{house.borrower.id}/evidence"

        pack, bad = officer.post(where, {"purpose": "监管问询"}), officer.post(where, {"purpose": "监管\x8f问询"})

        manifest, faults = verify.check(pack.content, {}, None)
        assert (pack["Content-Type"], bool(faults), bad.status_code) == ("application/zip", False, 422)
        assert "verify.py" in zipfile.ZipFile(io.BytesIO(pack.content)).namelist()
        assert Entry.objects.get(act="export").said["pack"] == manifest["sha256"]


class TestAgencies:
    def test_are_entered_asked_for_placed_told_mandated_and_recalled(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "CLOCK", lambda: MORNING + timedelta(days=1))  # when the notice has its words
        house.listed()
        firm.in_order(house)
        agent = firm.somebody(house, Role.AGENCY_AGENT, agency=Agency.objects.get())
        House.opened(2)  # whose loan is with nobody
        Loan.objects.update(contract_end="3086")
        strategy, officer = program_of(house, Role.STRATEGY), program_of(house, Role.COMPLIANCE)

        wanted = strategy.post("/agencies/A1/placement-requests", {"loans": ["LN1", "LN9"], "because": firm.WHY}).json()
        early = strategy.post(f"/agencies/A1/placement-requests/{wanted['approval']}/placements")
        (waits,) = officer.get("/approvals").json()["items"]
        granted = officer.post(
            f"/approvals/{waits['id']}/decision", {"answer": "grant", "because": "符合"}, tag=waits["etag"]
        )
        placed = strategy.post(f"/agencies/A1/placement-requests/{wanted['approval']}/placements").json()
        notified = strategy.post("/agencies/A1/notices", {"sent_on": "2026-11-26", "proof_id": "EMS-1"})
        mandate = strategy.post("/agencies/A1/mandates", {"agent": agent.id, "until": "2026-12-31"}).json()
        outside = Program(token_of(agent))
        theirs = outside.get("/placed").json()["items"]
        next_one = outside.post("/next").json()
        paper = outside.get(f"/mandates/{mandate['code']}/paper")
        (placement,) = strategy.get("/agencies/A1/placements").json()["items"]
        recalled = strategy.post(f"/placements/{placement['id']}/recall", {"because": "投诉"}, tag=placement["etag"])

        assert (wanted["count"], [one["loan_ref"] for one in wanted["left"]]) == (1, ["LN9"])
        assert (early.status_code, granted.status_code, len(placed["placements"])) == (422, 200, 1)
        assert (notified.json(), mandate["valid"], paper.content[:4]) == ({"notices": 1}, True, b"%PDF")
        assert [one["loan_ref"] for one in theirs] == ["LN1"]
        assert next_one == {"item": None, "case": str(case_of(house).id)}
        assert (recalled.json()["state"], Placement.objects.get().state) == ("recalled", "recalled")
        assert outside.get("/placed").json()["items"] == []
        assert Mandate.objects.get().state == "revoked"

    def test_the_file_says_what_is_missing_and_since_when(self, house: House) -> None:
        firm.in_order(house)
        officer = program_of(house, Role.COMPLIANCE)

        before = officer.get("/agencies/A1").json()
        entered = officer.ask("PUT", "/agencies/A1/file", {"phone": "400-1", "pia_id": "PIA-9"}).json()
        bad = officer.ask("PUT", "/agencies/A1/file", {"contract_from": "2027-01-01", "contract_until": "2026-01-01"})

        assert (before["lacking"], entered["contract"]) == ([], None)
        assert entered["lacking"]
        assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "contract_until")

    def test_two_persons_change_the_public_list(self, house: House) -> None:
        firm.in_order(house)
        officer, strategy = program_of(house, Role.COMPLIANCE), program_of(house, Role.STRATEGY)
        unpublish = {"verb": "unpublish"}

        asked = strategy.post("/agencies/A1/listing-requests", unpublish | {"because": "不再合作"})
        early = strategy.post("/agencies/A1/listing", unpublish)
        approving.grant_of("agency_listing", "unpublish A1", "符合", at=MORNING, by=User.objects.get(role="compliance"))
        done = strategy.post("/agencies/A1/listing", unpublish)

        assert (asked.status_code, early.status_code, done.json()["published"]) == (201, 422, False)
        assert officer.get("/agencies/public").json() == {"items": []}

    def test_a_mandate_that_was_revoked_is_told_to_be_so(self, house: House) -> None:
        agency = firm.in_order(house)
        agent = firm.somebody(house, Role.AGENCY_AGENT, agency=agency)
        firm.place(house, agency)
        strategy = Program(token_of(User.objects.get(role="strategy")))
        code = strategy.post("/agencies/A1/mandates", {"agent": agent.id, "until": "2026-12-31"}).json()["code"]

        gone = [strategy.post(f"/mandates/{code}/revocation", {"because": "离岗"}) for _ in range(2)]

        assert [one.status_code for one in gone] == [200, 409]
        assert "Revoked" in strategy.get(f"/mandates/{code}").json()["why_not"]


class TestStaff:
    def test_are_added_without_a_password_in_any_kept_answer(self, house: House) -> None:
        house.listed()
        operator = program_of(house, Role.OPERATOR)

        made = operator.post("/staff", {"username": "new", "name": "新人", "role": "agent", "team": "T1"})
        drawn = operator.post(f"/staff/{made.json()['user']}/password", key="")
        password = drawn.json()["password"]

        assert (made.status_code, drawn.status_code) == (201, 200)
        assert User.objects.get(username="new").check_password(password)
        assert not [one for one in Once.objects.values_list("body", flat=True) if password in one]
        assert not [one for one in Entry.objects.all() if password in str(one.said)]

    def test_change_once_as_they_were_read(self, house: House) -> None:
        house.listed()
        operator, where = program_of(house, Role.OPERATOR), f"/staff/{house.agent.id}"
        read = operator.get(where)
        asked = {"role": "agent", "team": "T1", "suspended": True}

        first, again = (operator.ask("PUT", where, asked, tag=read["ETag"]) for _ in range(2))
        nobody = operator.ask("PUT", where, asked | {"role": "agency_agent"}, tag=TAG)
        own = operator.ask("PUT", f"/staff/{User.objects.get(role='operator').id}", asked, tag=TAG)

        assert [one.status_code for one in (first, again, nobody, own)] == [200, 412, 422, 422]
        assert [one.json()["errors"][0]["field"] for one in (nobody, own)] == ["role", "user"]
        assert Program(token_of(house.agent)).get("/me").status_code == 403  # suspended: nothing is open


class TestHardship:
    def test_stops_at_once_and_is_decided_by_whoever_may_lift(self, program: Program, house: House) -> None:
        handler = program_of(house, Role.COMPLAINTS)

        told = program.post(f"/cases/{case_of(house).id}/hardships", {"reason": "illness"})
        where, tag = f"/hardships/{told.json()['id']}", told["ETag"]
        asked = program.post(f"{where}/moves", {"event": "ask_evidence", "because": "病历"}, tag=tag)
        came = program.post(f"{where}/moves", {"event": "evidence_came", "evidence_id": "E1"}, tag=asked["ETag"])
        no_right = program.post(f"{where}/decisions", {"event": "grant", "because": "x"}, tag=TAG)
        without = handler.post(f"{where}/decisions", {"event": "grant", "because": "属实", "relief": "pause"}, tag=TAG)
        granted = handler.post(
            f"{where}/decisions", {"event": "grant", "because": "属实", "relief": "pause", "until": "2027-01-31"},
            tag=came["ETag"],
        )  # fmt: skip

        assert [one.status_code for one in (told, asked, came, no_right, without, granted)] == [
            201, 201, 201, 403, 422, 201,
        ]  # fmt: skip
        assert without.json()["errors"][0]["field"] == "until"
        assert Hardship.objects.get().state == "granted"
        made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
        assert isinstance(made, contact.Refused)


class TestAContactPerson:
    def test_is_called_on_a_proof_alone_and_hears_of_no_debt(self, program: Program, house: House) -> None:
        _, address = contact_person(house.borrower)
        where, wanted = f"/cases/{case_of(house).id}", {
            "address": str(address.id), "caller_id": "95000", "institution_named": False, "recording_stated": True,
            "discloses_debt": False, "recording": "up",
        }  # fmt: skip

        without = program.post("/clearances", wanted).json()
        unproven = program.post(f"{where}/addresses/{address.id}/unreachable")
        called_in_vain(house)
        proof = program.post(f"{where}/addresses/{address.id}/unreachable")
        cleared = program.post("/clearances", wanted).json()
        words = program.get(f"{where}/script?to={address.id}").json()

        assert (without["permitted"], "unreachable_proof" in without["requires"]) == (False, True)
        assert (unproven.status_code, unproven.json()["errors"][0]["field"]) == (409, "address")
        assert (proof.status_code, proof.json()["addresses"]) == (201, [str(house.address.id)])
        assert (cleared["permitted"], cleared["attempt"]["purpose"]) == (True, "relay")
        assert (words["opening"], words["after"]) == (None, None)
        assert "1,200.00" not in str(words["relay"])
        assert program.get(f"{where}/script").json()["relay"] is None
        assert program.get(f"{where}/script?to={uuid4()}").status_code == 404


class TestAGuardian:
    def test_is_called_for_a_borrower_without_capacity_in_words_of_their_own(
        self, program: Program, house: House
    ) -> None:
        theirs = number_of(house, "guardian")
        where, wanted = f"/cases/{case_of(house).id}", {
            "address": str(theirs.id), "caller_id": "95000", "institution_named": True, "recording_stated": True,
            "discloses_debt": False, "recording": "up",
        }  # fmt: skip

        needless = program.post("/clearances", wanted).json()
        is_so(house, capacity="none")
        cleared = program.post("/clearances", wanted).json()
        words = program.get(f"{where}/script?to={theirs.id}").json()

        assert (needless["permitted"], [rule["id"] for rule in needless["rules"]]) == (False, ["CN-PARTY-14"])
        assert cleared["permitted"]
        assert words["relay"] is None
        assert words["opening"]["template"] == "call_opening_guardian.en"
        assert "guardian" not in program.get(f"{where}/script?to={house.address.id}").json()["opening"]["template"]
        assert program.get(f"{where}/script").json()["opening"] == words["opening"]  # whoever may be called
