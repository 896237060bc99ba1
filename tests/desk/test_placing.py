"""Placing with an agency: two persons, the judge, the notice before the first contact, and the way back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from duly.core.day import day_of
from duly.core.machine import NoSuchMove
from duly.desk import approving, calling, contact, placing, queue
from duly.desk.contact import Refused as Blocked
from duly.desk.placing import NotPermitted
from duly.desk.reach import NotFound, visible
from duly.desk.record import verify
from duly.rules.account.asked import Refused
from duly.rules.rights import Role
from duly.store.models import Agency, Approval, Attempt, Clearance, Entry, Loan, Notice, Placement, User
from tests.desk.agencies import LATER, TELLING, WHY, in_order, place, somebody, told
from tests.desk.house import MORNING, UP, House, talks


def call(house: House, by: User, at: Any = LATER) -> Attempt | Blocked:
    return calling.call(user=by, address=house.address, carrier=talks(), systems=UP, at=at)


class TestPlacing:
    def test_takes_two_persons_and_keeps_the_answer_of_the_judge(self, house: House) -> None:
        agency = in_order(house)

        placed = place(house, agency)

        (made,) = placed.placements
        assert (made.verdict, made.answer["verdict"], len(made.facts_sha256)) == ("allow", "allow", 64)
        assert Loan.objects.get().placed_with == agency
        assert Approval.objects.get().state == "used"
        assert list(verify()) == []

    def test_the_house_itself_no_longer_means_to_call_about_it_today(self, house: House) -> None:
        house.listed()

        place(house, in_order(house))

        assert queue.take_next(house.agent, at=LATER) is None
        assert queue.counted(house.agent, day_of(LATER)) == {"listed": 0, "done": 0, "by_me": 0}

    def test_a_recalled_loan_is_on_the_houses_list_again(self, house: House) -> None:
        row = house.listed()
        (made,) = place(house, in_order(house)).placements

        placing.recall(made.id, WHY, at=LATER, by=User.objects.get(role="strategy"))

        assert queue.take_next(house.agent, at=LATER) == row

    def test_nobody_of_the_house_calls_whom_an_agency_works(self, house: House) -> None:
        agency = in_order(house)
        place(house, agency)
        told(agency)

        asked = {"user": house.agent, "systems": UP, "at": LATER}
        assert calling.outlooks(borrower=house.borrower, addresses=[house.address], **asked) == []
        with pytest.raises(NotFound):
            calling.call(address=house.address, carrier=talks(), **asked)

    def test_without_a_second_person_nothing_is_placed(self, house: House) -> None:
        agency, strategy = in_order(house), somebody(house, Role.STRATEGY)
        wanted = placing.ask(agency.id, ["LN1"], WHY, at=MORNING, by=strategy)

        with pytest.raises(Refused, match="another person has to grant it"):
            placing.carry_out(wanted.approval.id, TELLING, at=MORNING, by=strategy)
        with pytest.raises(Refused, match="nobody decides what they asked for"):
            approving.grant(approval_id=wanted.approval.id, because=WHY, at=MORNING, by=strategy)

    @pytest.mark.parametrize(
        ("lacking", "word"),
        [({"listed": None}, "agency_record"), ({"published": False}, "agency_publication"), ({"pia_id": None}, "pia"),
         ({"contract": None}, "contract"), ({"last_evaluation_on": None}, "evaluation")],
    )  # fmt: skip
    def test_is_refused_where_the_file_lacks_something_and_then_nothing_is_used_up(
        self, house: House, lacking: dict[str, Any], word: str
    ) -> None:
        agency = in_order(house)
        agency.delete()
        agency = Agency.objects.create(
            **{field.attname: getattr(agency, field.attname) for field in agency._meta.fields} | lacking
        )

        with pytest.raises(NotPermitted) as refused:
            place(house, agency)

        assert word in refused.value.told["requires"]
        assert (Placement.objects.count(), Approval.objects.get().state) == (0, "granted")

    def test_a_loan_whose_borrower_cannot_be_told_stays(self, house: House) -> None:
        agency = in_order(house)
        Agency.objects.update(phone="")

        placed = place(house, agency)

        assert (placed.placements, len(placed.left)) == ((), 1)

    def test_leaves_out_what_is_not_there_or_placed_already_and_says_why(self, house: House) -> None:
        agency, other = in_order(house), in_order(house, "A2")
        House.opened(2)
        place(house, agency)

        wanted = placing.ask(other.id, ["LN1", "LN2", "LN9"], WHY, at=MORNING, by=User.objects.get(role="strategy"))

        assert wanted.count == 1
        assert [one.ref for one in wanted.left] == ["LN1", "LN9"]

    def test_one_owner_a_day(self, house: House) -> None:
        agency, other = in_order(house), in_order(house, "A2")
        (made,) = place(house, agency).placements
        placing.recall(made.id, WHY, at=LATER, by=User.objects.get(role="strategy"))

        with pytest.raises(Refused, match="one owner a day"):
            place(house, other, at=LATER)
        assert place(house, other, at=MORNING + timedelta(days=1)).placements

    @pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR, Role.OPERATOR, Role.COMPLIANCE])
    def test_a_wrong_role_asks_in_vain(self, house: House, role: Role) -> None:
        with pytest.raises(Refused, match="this role may not ask"):
            placing.ask(in_order(house).id, ["LN1"], WHY, at=MORNING, by=somebody(house, role, 7))

    def test_somebody_of_an_agency_finds_no_agency_to_place_with(self, house: House) -> None:
        agency = in_order(house)
        manager = somebody(house, Role.AGENCY_MANAGER, agency=agency)

        with pytest.raises(NotFound):
            placing.ask(agency.id, ["LN1"], WHY, at=MORNING, by=manager)

    def test_the_database_refuses_a_placement_that_nobody_granted(self, house: House) -> None:
        agency = in_order(house)
        (made,) = place(house, agency).placements
        other = House.opened(2)
        asked = placing.ask(agency.id, ["LN2"], WHY, at=MORNING, by=User.objects.get(role="strategy")).approval

        with pytest.raises(IntegrityError, match="another person"):
            Placement.objects.create(
                borrower=other.borrower, loan=other.loan, agency=agency, approval=asked, placed_on=made.placed_on,
                placed_by=made.placed_by, placed_at=MORNING, state="placed", verdict="allow", answer={},
                facts_sha256="", notice_sha256="",
            )  # fmt: skip


class TestTheNotice:
    def test_comes_before_the_first_contact_of_the_agency(self, house: House) -> None:
        agency = in_order(house)
        outside = somebody(house, Role.AGENCY_AGENT, agency=agency)
        place(house, agency)

        before = call(house, outside)
        told(agency)
        after = call(house, outside)

        assert isinstance(before, Blocked)
        assert "outsourcing_notice" in before.clearance.answer["requires"]
        assert isinstance(after, Attempt), after.reasons

    def test_is_kept_with_the_hash_of_its_words_and_the_proof(self, house: House) -> None:
        agency = in_order(house)
        (made,) = place(house, agency).placements

        assert [one.id for one in placing.waiting_for_notice(agency)] == [made.id]
        assert told(agency) == 1
        assert placing.waiting_for_notice(agency) == []
        notice = Notice.objects.get()
        assert (notice.text_sha256, notice.proof_id) == (made.notice_sha256, "EMS-1")

    def test_twice_changes_nothing(self, house: House) -> None:
        agency = in_order(house)
        place(house, agency)
        told(agency)

        with pytest.raises(Refused, match="nothing placed before then waits"):
            told(agency)
        assert Notice.objects.count() == 1

    def test_is_not_dated_ahead(self, house: House) -> None:
        agency = in_order(house)
        place(house, agency)

        with pytest.raises(Refused, match="not later than now"):
            placing.notified(agency.id, "X", sent_at=LATER, at=MORNING, by=User.objects.get(role="strategy"))


class TestRecall:
    def test_leaves_the_agency_with_nothing_to_see_and_nothing_to_do(self, house: House) -> None:
        agency = in_order(house)
        outside = somebody(house, Role.AGENCY_AGENT, agency=agency)
        (made,) = place(house, agency).placements
        told(agency)
        assert visible(outside).count() == 1

        placing.recall(made.id, WHY, at=LATER, by=User.objects.get(role="strategy"))

        assert visible(outside).count() == 0
        assert Loan.objects.get().placed_with is None
        with pytest.raises(NotFound):
            call(house, outside)

    def test_undoes_what_was_cleared_and_reserved(self, house: House) -> None:
        agency = in_order(house)
        outside = somebody(house, Role.AGENCY_AGENT, agency=agency)
        (made,) = place(house, agency).placements
        told(agency)
        proposed = calling.proposed(user=outside, address=house.address, at=LATER)
        reserved = contact.reserve(borrower_id=house.borrower.id, proposed=proposed, systems=UP)
        assert isinstance(reserved, Attempt)

        placing.recall(made.id, WHY, at=LATER, by=User.objects.get(role="strategy"))

        with pytest.raises(IntegrityError, match="said since"):
            contact.carry(reserved, at=LATER)

    def test_whoever_forgets_to_ask_whose_the_case_is_hears_it_from_the_judge(self, house: House) -> None:
        agency = in_order(house)
        outside = somebody(house, Role.AGENCY_AGENT, agency=agency)
        (made,) = place(house, agency).placements
        told(agency)
        placing.recall(made.id, WHY, at=LATER, by=User.objects.get(role="strategy"))
        proposed = calling.proposed(user=outside, address=house.address, at=LATER)

        assert isinstance(contact.reserve(borrower_id=house.borrower.id, proposed=proposed, systems=UP), Blocked)

    def test_whoever_does_not_ask_the_judge_hears_it_from_the_database(self, house: House) -> None:
        """A clearance that should not be there opens nothing."""
        agency = in_order(house)
        outside = somebody(house, Role.AGENCY_AGENT, agency=agency)
        house.borrower.refresh_from_db()
        cleared = Clearance.objects.create(
            borrower=house.borrower, address=house.address, asked_by=outside, channel="phone_call", purpose="collect",
            judged_at=LATER, expires_at=LATER + timedelta(seconds=60), verdict="allow", answer={}, question=b"",
            facts_sha256="", heeded=house.borrower.heeded, pack_version="",
        )  # fmt: skip

        with pytest.raises(IntegrityError, match="nothing of this borrower is placed"):
            Attempt.objects.create(
                borrower=house.borrower, clearance=cleared, address=house.address, by=outside, channel="phone_call",
                purpose="collect", mode="interactive", at=LATER, loans=[], state="reserved",
            )  # fmt: skip

    def test_twice_is_no_move(self, house: House) -> None:
        (made,) = place(house, in_order(house)).placements
        strategy = User.objects.get(role="strategy")
        placing.recall(made.id, WHY, at=LATER, by=strategy)

        with pytest.raises(NoSuchMove):
            placing.recall(made.id, WHY, at=LATER, by=strategy)

    def test_the_agency_gives_back_its_own_and_nobody_elses(self, house: House) -> None:
        agency, other = in_order(house), in_order(house, "A2")
        own, foreign = (somebody(house, Role.AGENCY_MANAGER, no, who) for no, who in ((1, agency), (2, other)))
        (made,) = place(house, agency).placements

        with pytest.raises(NotFound):
            placing.give_back(made.id, WHY, at=LATER, by=foreign)
        with pytest.raises(NotFound):
            placing.give_back(uuid4(), WHY, at=LATER, by=own)
        assert placing.give_back(made.id, WHY, at=LATER, by=own).state == "returned"
        assert Loan.objects.get().placed_with is None

    @pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD, Role.COMPLIANCE, Role.AUDITOR])
    def test_who_may_not_place_may_not_recall(self, house: House, role: Role) -> None:
        (made,) = place(house, in_order(house)).placements

        with pytest.raises(NotFound):
            placing.recall(made.id, WHY, at=LATER, by=somebody(house, role, 7))

    def test_the_end_of_the_mandate_takes_everything_back(self, house: House) -> None:
        agency, second = in_order(house), House.opened(2)
        Loan.objects.filter(id=second.loan.id).update(placed_with=agency)  # by the book
        place(house, agency)

        count = placing.end(agency.id, WHY, at=LATER, by=User.objects.get(role="compliance"))

        assert count == 2
        assert not Loan.objects.filter(placed_with=agency).exists()
        assert [one.said.get("event") for one in Entry.objects.all()].count("recall") == 2
        assert list(verify()) == []
