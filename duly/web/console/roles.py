"""Addresses of the pages of leads, checkers, compliance, complaint handlers, managers, auditors and operators."""

from __future__ import annotations

from django.urls import path

from duly.web.console.needs import open_to_all
from duly.web.console.pages import account, chains, complaints, compliance, evidence, night, quality, staff, team

urlpatterns = [
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
    path("night", night.day, name="night"),
    path("night/<str:on>", night.report, name="night_report"),
    path("staff", staff.listed, name="staff"),
    path("staff/add", staff.add, name="staff_add"),
    path("staff/<int:user_id>", staff.one, name="staff_one"),
    path("staff/<int:user_id>/change", staff.change, name="staff_change"),
    path("staff/<int:user_id>/reset", staff.reset, name="staff_reset"),
    path("account", account.account, name="account"),
    path("account/password", account.password, name="password"),
    path("account/second-factor", account.enrol, name="enrol"),
    path("account/second-factor/remove", account.remove, name="remove_second_factor"),
    path("second-step", open_to_all(account.second_step), name="second_step"),
    path("record", chains.find, name="record"),
    path("record/house", chains.of_the_house, name="chain_of_the_house"),
    path("record/prove", chains.prove, name="prove"),
    path("record/<uuid:borrower_id>/evidence", evidence.pack, name="evidence"),
    path("record/<uuid:borrower_id>", chains.of_borrower, name="chain"),
    path("team", team.team, name="team"),
    path("team/<int:user_id>", team.person, name="person"),
    path("team/<int:user_id>/hand-over", team.hand_over, name="hand_over"),
    path("team/<int:user_id>/away", team.be_away, name="be_away"),
    path("team/<int:user_id>/back/<int:absence_id>", team.be_back, name="be_back"),
]
