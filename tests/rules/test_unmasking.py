"""Who may look at whose data, and for what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly import law
from duly.rules.personal import FIELDS
from duly.rules.rights import Act, Role, may
from duly.rules.unmasking import GROUNDS, PURPOSES, NoSuchPurpose, purpose_of, withheld

roles, purposes, fields = st.sampled_from(list(Role)), st.sampled_from(PURPOSES), st.sampled_from(FIELDS)


@pytest.mark.parametrize(
    ("role", "purpose", "field", "shown"),
    [
        (Role.AGENT, "identify", "name", True), (Role.AGENT, "identify", "id_number", False),
        (Role.AGENT, "answer", "id_number", False), (Role.COMPLAINTS, "answer", "id_number", True),
        (Role.LEGAL, "evidence", "number", True), (Role.LEGAL, "identify", "name", False),
        (Role.AGENCY_AGENT, "identify", "name", False), (Role.AUDITOR, "evidence", "name", False),
    ],
)  # fmt: skip
def test_a_look_needs_the_right_and_the_field(role: Role, purpose: str, field: str, shown: bool) -> None:
    why = withheld(role=role, purpose=purpose_of(purpose), field=field, third=False, cleared=False)

    assert (why is None) == shown


@given(roles, purposes, fields, st.booleans(), st.booleans())
def test_whoever_may_neither_unmask_nor_contact_nor_go_there_sees_nothing(role, purpose, field, third, cleared) -> None:  # type: ignore[no-untyped-def]
    if not (may(role, Act.UNMASK) or may(role, Act.CONTACT) or may(role, Act.GO)):
        assert withheld(role=role, purpose=purpose, field=field, third=third, cleared=cleared) is not None


@given(roles, purposes, fields)
def test_a_third_person_is_shown_to_nobody_without_a_cleared_contact(role, purpose, field) -> None:  # type: ignore[no-untyped-def]
    assert withheld(role=role, purpose=purpose, field=field, third=True, cleared=False) is not None
    if not purpose.cleared:
        assert withheld(role=role, purpose=purpose, field=field, third=True, cleared=True) is not None


@given(roles, purposes, fields, st.booleans())
def test_a_third_person_is_never_shown_where_a_borrower_is_not(role, purpose, field, cleared) -> None:  # type: ignore[no-untyped-def]
    if withheld(role=role, purpose=purpose, field=field, third=False, cleared=cleared) is not None:
        assert withheld(role=role, purpose=purpose, field=field, third=True, cleared=cleared) is not None


def test_a_purpose_that_is_not_on_the_list_is_named() -> None:
    with pytest.raises(NoSuchPurpose, match="curiosity"):
        purpose_of("curiosity")


def test_the_grounds_are_limits_of_the_law() -> None:
    assert {law.load("cn")[path].id for path in GROUNDS} == {"CN-PARTY-03", "CN-PARTY-04", "CN-PARTY-05", "CN-PARTY-07"}
