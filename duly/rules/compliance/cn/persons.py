"""Who may be contacted, and where."""

from __future__ import annotations

from functools import reduce
from operator import or_

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.cn.facts import ROLES, Facts, rule


def to_contact_person(c: type[Facts]) -> Truth:
    return c.party_role == "contact"


def all_numbers_dead(c: type[Facts]) -> Truth:
    """Only numbers on file can be dead; where none is on file, nothing is proved."""
    return (c.numbers_on_file >= 1) & (c.valid_numbers < 1)


def borrower_cannot_act(c: type[Facts]) -> Truth:
    return c.deceased | (c.capacity != "full")


@rule("house.no_address", Severity.DENY, zh="没有可用于本次联系的在案联系方式。")
def no_address(c: type[Facts], none: Limited) -> Truth:
    """There is no address on file for this contact."""
    return not_(c.address_on_file)


@rule("cn.gbt_45251.borrower_only", Severity.DENY, zh="只向债务人本人催收，不应向联系人催收。")
def borrower_only(c: type[Facts], only: Limited) -> Truth:
    """Collection goes to the borrower only, never to a contact person."""
    return to_contact_person(c) & one_of(c.purpose, "collect", "remind")


@rule("cn.gbt_45251.guarantor", Severity.DENY, zh="没有担保合同或担保期间已届满，不得联系担保人。")
def guarantor(c: type[Facts], agreement: Limited) -> Truth:
    """A guarantor is contacted only under a guarantee on file whose period is running."""
    return (c.party_role == "guarantor") & not_(c.guarantee_in_force)


@rule("cn.gbt_45251.third_person_grounds", Severity.DENY, zh="七日内本人接通过 {reached_in_week} 次，不得联系联系人。")
def third_person_grounds(c: type[Facts], grounds: Limited) -> Truth:
    """The borrower answered {reached_in_week} times in seven days, so nobody else may be asked."""
    return to_contact_person(c) & not_(borrower_cannot_act(c)) & (c.reached_in_week >= 1)


@rule(
    "cn.cba26.unreachable_proof",
    Severity.DENY,
    zh="尚不能证明联系不上本人：连续未接通 {failures_in_a_row} 次，须满 {failures} 次；"
    "或在案号码全部失效（在案 {numbers_on_file} 个，未失效 {valid_numbers} 个）。",
)
def unreachable_proof(c: type[Facts], proof: Limited) -> Truth:
    """Nothing proves that the borrower cannot be reached: {failures_in_a_row} failures in a row of {failures},
    and of {numbers_on_file} numbers on file {valid_numbers} not dead.
    """
    unproven = not_(all_numbers_dead(c)) & (c.failures_in_a_row < proof.failures)
    return to_contact_person(c) & not_(borrower_cannot_act(c)) & unproven


@rule(
    "house.unreachable_proof",
    Severity.DENY,
    zh="从严口径：近三日每个未失效号码每日须各有 {attempts_a_day} 次未接通（现最少为 {failed_a_day_least} 次），"
    "或在案号码全部失效；其他有效联系方式须先试过（尚有 {untried_addresses} 个未试）。",
)
def strict_unreachable_proof(c: type[Facts], proof: Limited) -> Truth:
    """Every number not dead needs {attempts_a_day} failed attempts a day for three days, one has {failed_a_day_least};
    every other address that works has to be tried first, {untried_addresses} were not.
    """
    unproven = not_(all_numbers_dead(c)) & (c.failed_a_day_least < proof.attempts_a_day)
    unproven |= c.untried_addresses >= 1
    return to_contact_person(c) & not_(borrower_cannot_act(c)) & unproven


@rule("cn.gbt_45251.third_person_purposes", Severity.DENY, zh="与联系人只可询问联系方式或请其转告（{purposes}）。")
def third_person_purposes(c: type[Facts], allowed: Limited) -> Truth:
    """A contact person is asked for the borrower's number, or to pass on a message, and for nothing else."""
    to_find_heirs = borrower_cannot_act(c) & (c.purpose == "identify_estate")
    asked_for_it = c.purpose == "payment_info"  # its own rule wants a recorded offer
    return to_contact_person(c) & not_(one_of(c.purpose, allowed.words("purposes")) | to_find_heirs | asked_for_it)


@rule("house.relay_received", Severity.DENY, zh="本人已故或失能，没有可以转告的人；不请联系人转告。")
def relay_received(c: type[Facts], received: Limited) -> Truth:
    """The borrower has died or lacks capacity: there is nobody to whom a message could be passed on."""
    return to_contact_person(c) & (c.purpose == "relay") & borrower_cannot_act(c)


@rule("cn.gbt_45251.third_person_refusal", Severity.DENY, zh="该联系人已明确拒绝，不应再与其联系。", effect="stop")
def third_person_refusal(c: type[Facts], refusal: Limited) -> Truth:
    """This person asked not to be contacted; that is final."""
    return (c.party_role != "borrower") & c.owner_refused


@rule(
    "cn.cba26.related_third_person",
    Severity.DENY,
    zh="未经书面认定为“债务相关第三人”，按无关第三人对待。",
    needs={"legal_determination": "determination_on_file"},
)
def related_third_person(c: type[Facts], finding: Limited) -> Truth:
    """A person called related to the debt is contacted only after a documented finding."""
    return (c.party_role == "related_third_person") & not_(c.determination_on_file)


@rule("cn.cc11.unrelated_persons", Severity.DENY, zh="不得对与债务无关的第三人进行催收。", effect="stop")
def unrelated_persons(c: type[Facts], unrelated: Limited) -> Truth:
    """This person has nothing to do with the debt."""
    return (c.party_role == "unrelated") | (c.address_owner == "unrelated")


@rule(
    "cn.cba26.lawful_sources",
    Severity.DENY,
    zh="联系方式的来源（{address_source}）不属于合法来源。",
    needs={"address_source": ""},
)
def lawful_sources(c: type[Facts], sources: Limited) -> Truth:
    """The address comes from {address_source}, which is none of the lawful sources."""
    return not_(one_of(c.address_source, sources.words("lawful")))


@rule("house.address_owner", Severity.DENY, zh="该联系方式属于 {address_owner}，不属于联系对象（{party_role}）。")
def address_owner(c: type[Facts], owner: Limited) -> Truth:
    """The address belongs to the {address_owner}, not to the {party_role} who is to be reached."""
    return not_(reduce(or_, ((c.party_role == role) & (c.address_owner == role) for role in ROLES)))


@rule("house.workplace", Severity.DENY, zh="单位总机或单位电话视为无关第三人，本人预留为自己号码的除外。")
def workplace(c: type[Facts], place: Limited) -> Truth:
    """A workplace or its switchboard is an unrelated third person, unless the borrower left it as an own number."""
    own = (c.address_owner == "borrower") & (c.address_source == "reserved")
    return one_of(c.address_kind, "switchboard", "workplace") & not_(own)


@rule("house.death", Severity.DENY, zh="借款人已故，停止向其催收。", effect="stop")
def death(c: type[Facts], stop: Limited) -> Truth:
    """The borrower has died; nobody calls that number for the debt again."""
    return (c.party_role == "borrower") & c.deceased


@rule(
    "cn.civil_code.heirs",
    Severity.REQUIRES,
    zh="继承人仅以所得遗产实际价值为限，须先有遗产程序。",
    needs={"estate_procedure": "estate_procedure"},
)
def heirs(c: type[Facts], estate: Limited) -> Truth:
    """Heirs answer only up to the estate, and only through its procedure."""
    return (c.party_role == "heir") & not_(c.estate_procedure)


@rule(
    "house.guardian",
    Severity.REQUIRES,
    zh="借款人不具有完全民事行为能力，只联系法定监护人。",
    needs={"guardian": ""},
)
def guardian(c: type[Facts], only: Limited) -> Truth:
    """The borrower lacks full capacity; only the legal guardian is contacted."""
    return (c.party_role == "borrower") & (c.capacity != "full")


@rule("house.guardian_needed", Severity.DENY, zh="借款人已故或具有完全民事行为能力，没有监护人可以联系。")
def guardian_needed(c: type[Facts], needed: Limited) -> Truth:
    """A guardian speaks for a living borrower without full capacity, and for nobody else."""
    return (c.party_role == "guardian") & (c.deceased | (c.capacity == "full"))


@rule("cn.pipl.wrong_number", Severity.DENY, zh="错号或号码已易主，停止联系并更正。", effect="stop")
def wrong_number(c: type[Facts], stop: Limited) -> Truth:
    """The number belongs to somebody else; it is taken off, not tried again."""
    return one_of(c.address_state, "wrong_number", "reassigned")


@rule("house.dead_number", Severity.DENY, zh="号码为空号或停机，不作尝试。")
def dead_number(c: type[Facts], stop: Limited) -> Truth:
    """The number is out of service."""
    return c.address_state == "not_in_service"


@rule("house.minors", Severity.DENY, zh="未成年人，不联系。")
def minors(c: type[Facts], stop: Limited) -> Truth:
    """The borrower is a minor."""
    return (c.party_role == "borrower") & c.minor


RULES = (
    no_address,  # speaks before those that then cannot know whose the address is, and where it comes from
    borrower_only,
    guarantor,
    third_person_grounds,
    unreachable_proof,
    strict_unreachable_proof,
    third_person_purposes,
    relay_received,
    third_person_refusal,
    related_third_person,
    unrelated_persons,
    lawful_sources,
    address_owner,
    workplace,
    death,
    heirs,
    guardian,
    guardian_needed,
    wrong_number,
    dead_number,
    minors,
)
