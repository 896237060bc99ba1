"""Who may do what: one table of roles and acts, asked by every front door. What is not in it is not allowed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person is here for. One person has one; two jobs are two users."""

    AGENT = "agent"
    LEAD = "lead"
    QUALITY = "quality"
    COMPLIANCE = "compliance"
    COMPLAINTS = "complaints"
    STRATEGY = "strategy"
    LEGAL = "legal"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    AGENCY_MANAGER = "agency_manager"
    AGENCY_AGENT = "agency_agent"
    VISITOR = "visitor"
    AGENCY_VISITOR = "agency_visitor"


class Act(StrEnum):
    """One thing that somebody may do."""

    SEE_CASE = "see_case"
    CONTACT = "contact"  # take the next case, ask for clearance, call, write the result
    NOTE = "note"
    STOP = "stop"  # record whatever stops collection: everybody who hears of it may
    PLAN = "plan"  # offer and sign plans, ask for waivers
    LIFT = "lift"  # end a hold
    ANSWER = "answer"  # answer complaints and disputes
    APPROVE = "approve"  # as the second person, within the authority of the role
    ASSIGN = "assign"  # move work between teams and agents
    REVIEW = "review"  # listen to and score what agents did
    READ_RECORD = "read_record"
    EXPORT = "export"  # evidence packs
    UNMASK = "unmask"
    SEE_NIGHT = "see_night"  # the night's report and measures
    PLACE = "place"  # with agencies, and recall
    AGENCIES = "agencies"  # keep their file, and see to it that the public list is true
    VISIT = "visit"  # ask for a visit order
    SWITCH_VISITS = "switch_visits"  # on as the one who asks or grants, off alone
    GO = "go"  # on the visits that one is named for, and on no other
    STAFF = "staff"  # users, certificates, tokens
    LEARN = "learn"  # the course and its exam
    CERTIFY = "certify"  # issue a certificate for an exam that somebody else passed
    REVOKE = "revoke"  # take a certificate away
    ERASE = "erase"  # ask that personal data be erased, and carry it out once another person granted it
    READ_TIPS = "read_tips"  # what people tell about the house: not for those it may be about


class Reach(StrEnum):
    """Whose borrowers a person may see."""

    TEAM = "team"
    AGENCY = "agency"
    VISITS = "visits"  # the open visits that name the person
    ALL = "all"
    NONE = "none"


_WORK = frozenset({Act.SEE_CASE, Act.CONTACT, Act.NOTE, Act.STOP, Act.PLAN, Act.UNMASK, Act.LEARN})
RIGHTS: Mapping[Role, frozenset[Act]] = {
    Role.AGENT: _WORK,
    Role.LEAD: _WORK | {Act.ASSIGN, Act.CERTIFY, Act.APPROVE, Act.REVIEW, Act.LIFT, Act.SEE_NIGHT, Act.VISIT},
    Role.QUALITY: frozenset({Act.SEE_CASE, Act.REVIEW, Act.NOTE, Act.STOP, Act.LEARN}),
    Role.COMPLIANCE: frozenset(
        {
            Act.SEE_CASE,
            Act.NOTE,
            Act.STOP,
            Act.LIFT,
            Act.APPROVE,
            Act.READ_RECORD,
            Act.EXPORT,
            Act.SEE_NIGHT,
            Act.REVIEW,
            Act.AGENCIES,
            Act.REVOKE,
            Act.ERASE,
            Act.READ_TIPS,
            Act.SWITCH_VISITS,
        }
    ),
    Role.COMPLAINTS: frozenset(
        {Act.SEE_CASE, Act.NOTE, Act.STOP, Act.ANSWER, Act.LIFT, Act.UNMASK, Act.EXPORT, Act.ERASE}
    ),
    Role.STRATEGY: frozenset({Act.SEE_NIGHT, Act.PLACE, Act.APPROVE, Act.SWITCH_VISITS}),
    Role.LEGAL: frozenset({Act.SEE_CASE, Act.NOTE, Act.STOP, Act.EXPORT, Act.UNMASK, Act.VISIT}),
    Role.OPERATOR: frozenset({Act.STAFF}),
    Role.AUDITOR: frozenset({Act.SEE_CASE, Act.READ_RECORD, Act.EXPORT, Act.SEE_NIGHT, Act.READ_TIPS}),
    Role.AGENCY_MANAGER: frozenset({Act.SEE_CASE, Act.NOTE, Act.STOP, Act.ASSIGN, Act.REVIEW, Act.LEARN, Act.CERTIFY}),
    Role.AGENCY_AGENT: frozenset({Act.SEE_CASE, Act.CONTACT, Act.NOTE, Act.STOP, Act.LEARN}),
    Role.VISITOR: frozenset({Act.GO, Act.LEARN}),
    Role.AGENCY_VISITOR: frozenset({Act.GO, Act.LEARN}),
}
REACH: Mapping[Role, Reach] = {
    Role.AGENT: Reach.TEAM,
    Role.LEAD: Reach.TEAM,
    Role.AGENCY_MANAGER: Reach.AGENCY,
    Role.AGENCY_AGENT: Reach.AGENCY,
    Role.VISITOR: Reach.VISITS,
    Role.AGENCY_VISITOR: Reach.VISITS,
    Role.STRATEGY: Reach.NONE,
    Role.OPERATOR: Reach.NONE,
}


def may(role: str, act: Act) -> bool:
    """Whether a role has a right."""
    return act in RIGHTS[Role(role)]


def reach(role: str) -> Reach:
    """Whose borrowers a role may see, where it may see any."""
    return REACH.get(Role(role), Reach.ALL)
