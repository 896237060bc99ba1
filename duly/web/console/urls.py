"""Addresses of the console."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.i18n import set_language

from duly.web.console.needs import open_to_all
from duly.web.console.pages import (
    case,
    chains,
    complaints,
    compliance,
    find,
    my_day,
    quality,
    sign_in,
    team,
    work,
    worklist,
)

urlpatterns = [
    path("sign-in", open_to_all(sign_in.sign_in), name="sign_in"),
    path("sign-out", open_to_all(LogoutView.as_view()), name="sign_out"),
    path("language", open_to_all(set_language), name="set_language"),
    path("", my_day.my_day, name="my_day"),
    path("worklist", worklist.worklist, name="worklist"),
    path("find", find.find, name="find"),
    path("next", work.next_case, name="next_case"),
    path("case/<uuid:case_id>", case.case, name="case"),
    path("case/<uuid:case_id>/account", case.account, name="case_account"),
    path("case/<uuid:case_id>/borrower", case.borrower_view, name="case_borrower"),
    path("case/<uuid:case_id>/script", case.script, name="case_script"),
    path("case/<uuid:case_id>/name", case.name, name="case_name"),
    path("case/<uuid:case_id>/call/<uuid:address_id>", work.call, name="call"),
    path("case/<uuid:case_id>/result/<uuid:attempt_id>", work.result, name="result"),
    path("case/<uuid:case_id>/note", work.note, name="note"),
    path("case/<uuid:case_id>/assign", team.assign, name="assign"),
    path("case/<uuid:case_id>/reassign", team.reassign, name="reassign"),
    path("quality", quality.sample, name="quality"),
    path("quality/<uuid:result_id>", quality.call, name="quality_call"),
    path("quality/<uuid:result_id>/score", quality.score, name="score"),
    path("complaints", complaints.listed, name="complaints"),
    path("complaints/<str:kind>/<uuid:noun_id>", complaints.one, name="complaint"),
    path("complaints/<str:kind>/<uuid:noun_id>/act", complaints.act, name="answer"),
    path("refusals", compliance.by_rule, name="refusals"),
    path("refusals/<str:rule>", compliance.of_rule, name="refused_by"),
    path("decision/<uuid:clearance_id>", compliance.decision, name="decision"),
    path("rules", compliance.rules, name="rules"),
    path("holds", compliance.in_force, name="holds"),
    path("holds/<uuid:hold_id>/lift", compliance.lift, name="lift"),
    path("record", chains.find, name="record"),
    path("record/house", chains.of_the_house, name="chain_of_the_house"),
    path("record/prove", chains.prove, name="prove"),
    path("record/<uuid:borrower_id>", chains.of_borrower, name="chain"),
    path("team", team.team, name="team"),
    path("team/<int:user_id>", team.person, name="person"),
    path("team/<int:user_id>/hand-over", team.hand_over, name="hand_over"),
    path("team/<int:user_id>/away", team.be_away, name="be_away"),
    path("team/<int:user_id>/back/<int:absence_id>", team.be_back, name="be_back"),
]
