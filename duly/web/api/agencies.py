"""Agencies: their files and lists, what is placed with them and taken back, their certificates of mandate."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from ninja import Path, Router

from duly import wiring
from duly.core.day import CONTACT_ZONE, day_of
from duly.desk import agencies, agency_work, mandates, placing, stopping
from duly.desk.agencies import Entered
from duly.desk.placing import Telling
from duly.desk.reach import NotFound
from duly.nightly.mandate import mandate_paper
from duly.rules.rights import Act
from duly.store.models import Agency, Approval, Placement, User
from duly.web.api import agency_shapes as files
from duly.web.api import cursor as cursors
from duly.web.api import shapes
from duly.web.api.agency_shapes import AgencyId
from duly.web.api.problems import is_english
from duly.web.api.refusing import told
from duly.web.api.routes import a_file, hands, matches, reads, tagged_as, writes
from duly.web.api.work import Cursor, Most
from duly.web.console.words import PRODUCTS

router = Router(tags=["agencies"])
KEEPS_OR_PLACES = (Act.AGENCIES, Act.PLACE)
ONE = "/agencies/{agency_id}"
Code = Annotated[str, Path(max_length=32, pattern=r"^[0-9a-zA-Z_-]+$")]
Tagged = tuple[files.PlacementShown, dict[str, str]]


@reads(router, "/agencies/public", needs=(), answers=files.PublicList)
def public_agencies(request: Any) -> files.PublicList:
    """公示名单：不在上面的，不代表贷款人。
    The public list: whoever is not on it does not act for the lender.
    """
    return files.PublicList(
        items=[
            files.PublicAgency(name=one.name, lender=one.lender.name, phone=one.phone) for one in agencies.in_public()
        ]
    )


@reads(router, "/agencies", needs=(), one_of=KEEPS_OR_PLACES, answers=files.Agencies)
def agency_files(request: Any) -> files.Agencies:
    """每家机构和档案里缺什么。
    Every agency with what is missing in its file.
    """
    house = agencies.of_the_house(request.user)
    return files.Agencies(items=[files.agency_shown(one, agencies.lacking(one, request.at)) for one in house])


@reads(router, ONE, needs=(), one_of=KEEPS_OR_PLACES, answers=files.WholeAgency)
def agency_file(request: Any, agency_id: AgencyId) -> files.WholeAgency:
    """一家机构的档案：内容、缺什么及从何时起、获批待办的事、合格人员和授权书。
    One file: what stands in it, what is missing and since when, what was granted and waits, its people.
    """
    return _whole(request, agencies.one(request.user, agency_id))


@reads(router, ONE + "/placements", needs=(), one_of=KEEPS_OR_PLACES, answers=files.Placements)
def placements(request: Any, agency_id: AgencyId, cursor: Cursor = "", limit: Most = 50) -> files.Placements:
    """委托给一家机构的借据，最近的在前。
    What is and was placed with an agency, the latest first.
    """
    agency, after = agencies.one(request.user, agency_id), cursors.read(cursor, start=0)
    rows = Placement.objects.filter(agency=agency).select_related("loan").order_by("-placed_at", "id")
    found = list(rows[after : after + limit + 1])
    untold = {one.id for one in placing.waiting_for_notice(agency)}
    return files.Placements(
        items=[files.placement_shown(one, one.id in untold) for one in found[:limit]],
        next=cursors.written(after + limit if len(found) > limit else None),
    )


@writes(router, ONE + "/file", needs=(Act.AGENCIES,), answers=files.WholeAgency, status=200, method="PUT")
def enter_agency(request: Any, agency_id: AgencyId, asked: files.EnteredFile) -> files.WholeAgency:
    """改一家机构的档案；空白表示不知道，于是不得委案。
    Change the file of an agency; blank is not known, and then nothing may be placed.
    """
    agencies.one(request.user, agency_id)
    given = {name: one or "" for name, one in asked.model_dump(mode="json", exclude={"terms"}).items()}
    entered = Entered(**given, terms=tuple(asked.terms))
    with told():
        made = agencies.enter(agency_id, entered, at=request.at, by=request.user)
    return _whole(request, made)


@writes(router, ONE + "/listing-requests", needs=(), one_of=KEEPS_OR_PLACES, answers=files.Asked)
def ask_listing(request: Any, agency_id: AgencyId, asked: files.WantedListing) -> files.Asked:
    """申请公示或撤下；由第二人审批。
    Ask that an agency be published or taken off; a second person decides.
    """
    agencies.one(request.user, agency_id)
    with told():
        made = agencies.ask_listing(agency_id, asked.verb, asked.because, at=request.at, by=request.user)
    return files.Asked(approval=made.id, lapses_at=made.lapses_at)


@writes(router, ONE + "/listing", needs=(), one_of=KEEPS_OR_PLACES, answers=files.WholeAgency, status=200)
def carry_out_listing(request: Any, agency_id: AgencyId, asked: files.GrantedListing) -> files.WholeAgency:
    """做已获批的公示或撤下。
    Publish or take off what was granted.
    """
    agencies.one(request.user, agency_id)
    with told():
        made = agencies.carry_out(agency_id, asked.verb, at=request.at, by=request.user)
    return _whole(request, made)


@writes(router, ONE + "/end", needs=(Act.AGENCIES,), answers=files.Ended, status=200)
def end_agency(request: Any, agency_id: AgencyId, asked: shapes.Reason) -> files.Ended:
    """即刻终止委托：案件全部收回，授权书全部作废。
    End its mandate now: everything is taken back and every certificate revoked.
    """
    with told():
        return files.Ended(recalled=placing.end(agency_id, asked.because, at=request.at, by=request.user))


@writes(router, ONE + "/placement-requests", needs=(Act.PLACE,), answers=files.WantedPlaced)
def ask_placement(request: Any, agency_id: AgencyId, asked: files.WantedPlacement) -> files.WantedPlaced:
    """申请委托一批借据；不能委托的附理由列出。由第二人审批。
    Ask that loans be placed; what of them cannot be is told with the reason. A second person decides.
    """
    agencies.one(request.user, agency_id)
    with told():
        made = placing.ask(agency_id, asked.loans, asked.because, at=request.at, by=request.user)
    return files.WantedPlaced(
        approval=made.approval.id, count=made.count, left=[files.left_shown(one) for one in made.left]
    )


@writes(router, ONE + "/placement-requests/{uuid:approval_id}/placements", needs=(Act.PLACE,), answers=files.Placed)
def carry_out_placement(request: Any, agency_id: AgencyId, approval_id: UUID) -> files.Placed:
    """委托已获批的借据；须先通知借款人，机构才可联系。
    Place what was granted; the borrowers are told before the agency's first contact.
    """
    if not Approval.objects.filter(id=approval_id, what__agency=agencies.one(request.user, agency_id).id).exists():
        raise NotFound(f"{approval_id}")
    with told():
        address = wiring.public_address()
        words_on = day_of(settings.WALL_CLOCK() if settings.DEMO else request.at)
        names = {code: one.zh for code, one in PRODUCTS.items()}
        telling = Telling(f"{address}/agencies", address.split("/")[2], names, words_on)
        made = placing.carry_out(approval_id, telling, at=request.at, by=request.user)
    return files.Placed(
        placements=[files.placement_shown(one, True) for one in made.placements],
        left=[files.left_shown(one) for one in made.left],
    )


@writes(router, ONE + "/notices", needs=(Act.PLACE,), answers=files.Notified)
def notified(request: Any, agency_id: AgencyId, asked: files.SentNotices) -> files.Notified:
    """记下委外通知已发出，附证明。
    Write down that the notices were sent, with what proves it.
    """
    on = asked.sent_on
    sent_at = request.at if on == day_of(request.at) else datetime.combine(on, time(23, 59), CONTACT_ZONE)
    with told():
        count = placing.notified(agency_id, asked.proof_id, sent_at=sent_at, at=request.at, by=request.user)
    return files.Notified(notices=count)


@writes(router, ONE + "/mandates", needs=(Act.PLACE,), answers=files.MandateShown)
def issue_mandate(request: Any, agency_id: AgencyId, asked: files.WantedMandate) -> files.MandateShown:
    """给机构的一个人发授权书；此前的一张作废。
    Give somebody of the agency a certificate of mandate; one they had before is revoked.
    """
    agency = agencies.one(request.user, agency_id)
    if not User.objects.filter(id=asked.agent, agency=agency).exists():
        raise NotFound(f"{asked.agent}")
    with told():
        made = mandates.issue(asked.agent, until=asked.until, at=request.at, by=request.user)
    return files.mandate_shown(mandates.standing(made.code, request.at))


@reads(router, "/mandates/{code}", needs=(), answers=files.MandateShown)
def mandate(request: Any, code: Code) -> files.MandateShown:
    """一张授权书现在是否有效；其中没有任何借款人。
    Whether a certificate of mandate stands now; nothing of any borrower is in it.
    """
    return files.mandate_shown(mandates.standing(code, request.at))


@writes(router, "/mandates/{code}/revocation", needs=(Act.PLACE,), answers=files.MandateShown, status=200)
def revoke_mandate(request: Any, code: Code, asked: shapes.Reason) -> files.MandateShown:
    """作废一张授权书，写明理由。
    Revoke a certificate of mandate, with the reason.
    """
    with told():
        mandates.revoke(code, asked.because, at=request.at, by=request.user)
    return files.mandate_shown(mandates.standing(code, request.at))


@hands(router, "/mandates/{code}/paper", needs=(), kinds=("application/pdf",))
def mandate_on_paper(request: Any, code: Code) -> HttpResponse:
    """纸面授权书，给出具方和持有方。
    A certificate on paper, for who issues it and for who bears it.
    """
    held = mandates.standing(code, request.at)
    mine = held.mandate.agency_id == request.user.agency_id or held.mandate.agency.lender_id == request.user.lender_id
    if not (mine and held.valid):
        raise NotFound(code)
    lang = "en" if is_english() else "zh"
    names = {product: getattr(one, lang) for product, one in PRODUCTS.items()}
    found = held.mandate
    made = mandate_paper(found.told, sha256=found.sha256, sealed=mandates.sealed(found), products=names, lang=lang)
    return a_file(made, "application/pdf", f"mandate-{code}.pdf")


@writes(router, "/placements/{uuid:placement_id}/recall", needs=(Act.PLACE,), answers=files.PlacementShown, status=200,
        tagged=True)  # fmt: skip
def recall(request: Any, placement_id: UUID, asked: shapes.Reason) -> Tagged:
    """收回一笔借据；机构从这一刻起看不到它。
    Take a loan back; from this instant the agency sees it no more.
    """
    held = Placement.objects.filter(id=placement_id, agency__lender=request.user.lender_id)
    return _taken_back(request, held.first(), placing.recall, asked.because)


@writes(router, "/placements/{uuid:placement_id}/return", needs=(Act.ASSIGN,), answers=files.PlacementShown, status=200,
        tagged=True)  # fmt: skip
def give_back(request: Any, placement_id: UUID, asked: shapes.Reason) -> Tagged:
    """机构退回一笔借据。
    The agency gives a loan back.
    """
    held = Placement.objects.filter(id=placement_id, agency=request.user.agency_id, state="placed")
    return _taken_back(request, held.first() if request.user.agency_id else None, placing.give_back, asked.because)


@reads(router, "/placed", needs=(Act.SEE_CASE,), answers=files.PlacedList)
def placed(request: Any, cursor: Cursor = "", limit: Most = 50) -> files.PlacedList:
    """机构自己的清单：委托给它的未结借据，今天联系过的在后。
    The agency's own list: the open loans placed with it; whoever was tried today comes last.
    """
    if request.user.agency_id is None:
        raise NotFound("placed")
    after, day = cursors.read(cursor, start=0), day_of(request.at)
    rows, further = agency_work.page(request.user, day, after=after, most=limit)
    return files.PlacedList(items=[files.placed_row(one) for one in rows], next=cursors.written(further))


def _taken_back(request: Any, held: Placement | None, deed: Any, because: str) -> Tagged:
    if held is None:
        raise NotFound("placement")
    with stopping.locked(held.borrower_id), told():
        held.refresh_from_db(fields=("state", "moved"))
        matches(request, held)
        made = deed(held.id, because, at=request.at, by=request.user)
    return files.placement_shown(made, False), {"ETag": tagged_as(made)}


def _whole(request: Any, agency: Agency) -> files.WholeAgency:
    granted = Approval.objects.filter(kind=placing.KIND, state="granted", lapses_at__gt=request.at)
    people = User.objects.filter(agency=agency, is_active=True).order_by("username")
    return files.whole(
        agency, agencies.lacking(agency, request.at), granted_listing=agencies.granted(agency, request.at),
        batches=[one.id for one in granted if one.what.get("agency") == agency.id],
        untold=len(placing.waiting_for_notice(agency)), people=list(people),
        codes=[one.code for one in mandates.of_agency(agency)[:50]],
    )  # fmt: skip
