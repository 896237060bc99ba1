"""The pages about agencies: who may open what, whose matters they show, what everybody may read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from duly.desk import agencies, approving, mandates, placing
from duly.rules.account.asked import Refused
from duly.rules.rights import Act, Role, may
from duly.store.models import Agency, Borrower, Case, Loan, Mandate, Placement, User
from duly.store.models.user import OUTSIDE
from tests.desk.agencies import LATER, TERMS, WHY, in_order, place, somebody
from tests.desk.house import MORNING, House
from tests.web.test_console import client_of, settings_clock
from tests.web.test_console import told as without_tokens

__all__ = ["settings_clock"]


@pytest.fixture(autouse=True)
def morning(settings_clock: None) -> None:
    """Ten past ten."""


def someone(house: House, role: Role, agency: Agency) -> User:
    return somebody(house, role, 5, agency if role in OUTSIDE else None)


class TestTheFile:
    @pytest.mark.parametrize("role", Role)
    def test_is_open_to_who_keeps_it_and_who_places(self, house: House, role: Role) -> None:
        agency = in_order(house)

        answer = client_of(someone(house, role, agency)).get(f"/agency-files/{agency.id}")

        wanted = may(role, Act.AGENCIES) or may(role, Act.PLACE)
        assert answer.status_code == (200 if wanted else 404)

    def test_says_what_is_missing_and_since_when(self, house: House) -> None:
        agency = in_order(house)
        Agency.objects.update(last_evaluation_on=date(2025, 6, 1), pia_id=None)
        agency.refresh_from_db()

        found = {one.rule["id"]: one.since for one in agencies.lacking(agency, MORNING)}

        assert found == {"CN-AGY-07": date(2026, 6, 2), "CN-PI-11": None}
        page = client_of(somebody(house, Role.COMPLIANCE)).get("/agency-files/A1").content.decode()
        assert ("2026-06-02" in page, "委托处理个人信息前须有影响评估" in page) == (True, True)

    def test_is_entered_by_compliance_and_each_change_is_on_the_record(self, house: House) -> None:
        agency = in_order(house)
        client = client_of(somebody(house, Role.COMPLIANCE))
        form = {
            "phone": "400-1", "contract_id": "HT-2", "contract_from": "2026-01-01", "contract_until": "2027-12-31",
            "terms": TERMS, "last_evaluation_on": "2026-11-01", "last_inspection_on": "", "pia_id": "PIA-9",
            "violation_record": "no",
        }  # fmt: skip

        answer = client.post(f"/agency-files/{agency.id}/enter", form)

        agency.refresh_from_db()
        assert (answer.status_code, agency.phone, agency.last_inspection_on) == (302, "400-1", None)
        assert (agency.contract or {})["until"] == "2027-12-31"

    @pytest.mark.parametrize(
        "wrong", [{"contract_from": "2027-01-01", "contract_until": "2026-01-01"}, {"terms": ["x"]},
                  {"last_evaluation_on": "yesterday"}, {"violation_record": "maybe"}, {"phone": "1" * 21}]
    )  # fmt: skip
    def test_a_field_that_cannot_be_taken_changes_nothing(self, house: House, wrong: dict[str, Any]) -> None:
        agency = in_order(house)

        answer = client_of(somebody(house, Role.COMPLIANCE)).post(f"/agency-files/{agency.id}/enter", wrong)

        assert answer.status_code == 422
        assert Agency.objects.get().phone == agency.phone


class TestTheList:
    def test_two_persons_publish_and_everybody_reads(self, house: House) -> None:
        agency = in_order(house)
        Agency.objects.filter(id=agency.id).delete()
        agency.listed = agency.published = None
        agency.save(force_insert=True)
        strategy, compliance = somebody(house, Role.STRATEGY), somebody(house, Role.COMPLIANCE)
        everybody = Client(SERVER_NAME="localhost")
        assert agency.name not in everybody.get("/agencies").content.decode()

        client_of(strategy).post("/agency-files/A1/listing", {"verb": "publish", "because": WHY})
        early = client_of(strategy).post("/agency-files/A1/listing", {"verb": "publish", "do": "carry_out"})
        approving.grant_of("agency_listing", "publish A1", WHY, at=MORNING, by=compliance)
        done = client_of(strategy).post("/agency-files/A1/listing", {"verb": "publish", "do": "carry_out"})

        assert (early.status_code, done.status_code) == (422, 302)
        assert agency.name in everybody.get("/agencies").content.decode()

    def test_the_database_lets_nobody_publish_alone(self, house: House) -> None:
        from django.db import IntegrityError

        agency = in_order(house)

        with pytest.raises(IntegrityError, match="two persons"):
            Agency.objects.filter(id=agency.id).update(published=False)

    def test_nobody_is_presented_who_has_a_record_of_violations(self, house: House) -> None:
        agency = in_order(house)
        Agency.objects.filter(id=agency.id).delete()
        agency.published, agency.violation_record = None, True
        agency.save(force_insert=True)

        with pytest.raises(Refused):
            agencies.ask_listing("A1", "publish", WHY, at=MORNING, by=somebody(house, Role.STRATEGY))


class TestTheMandate:
    def issued(self, house: House) -> Mandate:
        agency = in_order(house)
        agent = somebody(house, Role.AGENCY_AGENT, agency=agency)
        place(house, agency)
        strategy = User.objects.get(role="strategy")
        return mandates.issue(agent.id, until=date(2027, 1, 31), at=MORNING, by=strategy)

    def told(self, code: str) -> str:
        return Client(SERVER_NAME="localhost").get(f"/mandate/{code}").content.decode()

    def test_anybody_may_verify_it_and_reads_of_no_borrower(self, house: House) -> None:
        held = self.issued(house)

        page = self.told(held.code)

        assert ("有效。" in page, held.sha256 in page) == (True, True)
        assert not any(secret in page for secret in ("B1", "LN1", str(house.borrower.id), str(house.loan.id)))
        assert mandates.hashed(held.told) == held.sha256

    def test_recall_of_the_last_loan_ends_it(self, house: House) -> None:
        held = self.issued(house)
        placing.recall(Placement.objects.get().id, WHY, at=LATER, by=User.objects.get(role="strategy"))

        assert "已失效。" in self.told(held.code)

    def test_the_end_of_the_mandate_ends_it(self, house: House) -> None:
        held = self.issued(house)
        placing.end("A1", WHY, at=LATER, by=User.objects.get(role="compliance"))

        held.refresh_from_db()
        assert held.state == "revoked"
        assert "已失效。" in self.told(held.code)

    @pytest.mark.parametrize("change", [{"suspended": True}, {"is_active": False}])
    def test_who_no_longer_works_there_has_none(self, house: House, change: dict[str, bool]) -> None:
        held = self.issued(house)
        User.objects.filter(id=held.agent_id).update(**change)

        assert "已失效。" in self.told(held.code)

    def test_its_last_day_is_its_last(self, house: House) -> None:
        held = self.issued(house)
        before = mandates.standing(held.code, MORNING + timedelta(days=67))
        after = mandates.standing(held.code, MORNING + timedelta(days=68))

        assert (before.valid, after.valid) == (True, False)

    def test_a_code_that_was_never_issued_is_told_so(self, house: House) -> None:
        answer = Client(SERVER_NAME="localhost").get("/mandate/0000000000000000")

        assert answer.status_code == 404
        assert "没有这份授权书" in answer.content.decode()

    def test_is_printed_for_its_own_side_alone(self, house: House) -> None:
        held = self.issued(house)
        other = in_order(house, "A2")
        own, foreign = User.objects.get(id=held.agent_id), somebody(house, Role.AGENCY_AGENT, 9, other)

        mine, theirs = (client_of(who).get(f"/mandate/{held.code}/paper") for who in (own, foreign))

        assert (mine.status_code, mine.content[:5], theirs.status_code) == (200, b"%PDF-", 404)

    @pytest.mark.parametrize("until", [date(2026, 11, 24), date(2027, 7, 1)])
    def test_is_not_issued_beyond_the_contract(self, house: House, until: date) -> None:
        agency = in_order(house)
        agent = somebody(house, Role.AGENCY_AGENT, agency=agency)
        place(house, agency)

        with pytest.raises(Refused, match="the end of the contract"):
            mandates.issue(agent.id, until=until, at=MORNING, by=User.objects.get(role="strategy"))

    def test_with_nothing_placed_there_is_nothing_to_show_it_for(self, house: House) -> None:
        agent = somebody(house, Role.AGENCY_AGENT, agency=in_order(house))

        with pytest.raises(Refused, match="nothing is placed"):
            mandates.issue(agent.id, until=date(2027, 1, 31), at=MORNING, by=somebody(house, Role.STRATEGY))


class TestTheAgencysOwnList:
    def test_two_agencies_read_nothing_of_each_others(self, house: House) -> None:
        """Every page that leads to a case, for each of the two: their own bytes and no others."""
        second = House.opened(2)
        for one in (house, second):
            one.listed(int(one.loan.ref[2:]))  # type: ignore[index]
        first, other = in_order(house), in_order(house, "A2")
        place(house, first, "LN1")
        place(house, other, "LN2")
        for agency, own, foreign in ((first, house, second), (other, second, house)):
            client = client_of(somebody(house, Role.AGENCY_AGENT, int(agency.id[1]), agency))
            case, theirs = (Case.objects.get(borrower=one.borrower).id for one in (own, foreign))

            listed = without_tokens(client.get("/worklist"))  # a token may hold two letters by chance

            assert (own.borrower.ref in listed, foreign.borrower.ref in listed) == (True, False)
            assert client.get(f"/case/{case}").status_code == 200
            for path in (f"/case/{theirs}", f"/case/{theirs}/account", f"/case/{uuid4()}"):
                assert client.get(path).status_code == 404, path
            assert client.get("/find", {"q": foreign.borrower.ref}).status_code == 200
            assert client.post("/next").headers["Location"] == f"/case/{case}"

    def test_after_the_recall_it_is_empty(self, house: House) -> None:
        house.listed()
        agency = in_order(house)
        (made,) = place(house, agency).placements
        client = client_of(somebody(house, Role.AGENCY_AGENT, agency=agency))
        case = Case.objects.get().id
        assert client.get(f"/case/{case}").status_code == 200

        client_of(User.objects.get(role="strategy")).post(f"/placements/{made.id}/recall", {"because": WHY})

        assert client.get(f"/case/{case}").status_code == 404
        assert "B1" not in client.get("/worklist").content.decode()
        assert client.post("/next").headers["Location"] == "/worklist"

    def test_the_manager_gives_back(self, house: House) -> None:
        house.listed()
        agency = in_order(house)
        (made,) = place(house, agency).placements
        client = client_of(somebody(house, Role.AGENCY_MANAGER, agency=agency))
        assert "B1" in client.get("/placed").content.decode()

        answers = [client.post(f"/placements/{made.id}/return", {"because": WHY}) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 404]
        assert Loan.objects.get().placed_with is None

    @pytest.mark.parametrize("role", [Role.AGENT, Role.STRATEGY, Role.COMPLIANCE])
    def test_the_house_has_none(self, house: House, role: Role) -> None:
        assert client_of(somebody(house, role, 3)).get("/placed").status_code == 404


def test_placing_through_the_pages(house: House) -> None:
    agency = in_order(house)
    Loan.objects.update(contract_end="3086")
    strategy, compliance = somebody(house, Role.STRATEGY), somebody(house, Role.COMPLIANCE)
    client = client_of(strategy)

    asked = client.post(f"/agency-files/{agency.id}/ask", {"loans": "loan_id\nLN1\nLN9\n", "because": WHY})
    approval = approving.waiting(compliance, MORNING)[0]
    approving.grant(approval_id=approval.id, because=WHY, at=MORNING, by=compliance)
    placed = client.post(f"/agency-files/{agency.id}/place/{approval.id}")
    sent = client.post(f"/agency-files/{agency.id}/notified", {"sent_on": "2026-11-25", "proof_id": "EMS-9"})

    assert (asked.status_code, placed.status_code, sent.status_code) == (200, 200, 302)
    assert "LN9" in asked.content.decode()
    assert (Placement.objects.get().state, Borrower.objects.get().heeded > 0) == ("placed", True)


def test_where_the_file_lacks_something_or_nobody_is_there_no_form_asks_for_what_cannot_be(house: House) -> None:
    in_order(house)
    client = client_of(somebody(house, Role.STRATEGY))
    whole = client.get("/agency-files/A1").content.decode()
    Agency.objects.update(pia_id=None)

    lacks = client.get("/agency-files/A1").content.decode()

    assert "/agency-files/A1/ask" in whole
    assert "/agency-files/A1/ask" not in lacks
    assert "先补齐上面缺的" in lacks
    assert "/agency-files/A1/issue" not in whole
    assert "授权书没有对象" in whole
