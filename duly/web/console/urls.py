"""Addresses of the console."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.i18n import set_language

from duly.web.console import learning, roles, visits
from duly.web.console.needs import open_to_all
from duly.web.console.pages import agree, approvals, case, find, guide, my_day, sign_in, views, work, worklist

urlpatterns = [
    *roles.urlpatterns,
    *learning.urlpatterns,
    *visits.urlpatterns,
    path("sign-in", open_to_all(sign_in.sign_in), name="sign_in"),
    path("sign-out", open_to_all(LogoutView.as_view()), name="sign_out"),
    path("language", open_to_all(set_language), name="set_language"),
    path("", my_day.my_day, name="my_day"),
    path("guide", guide.guide, name="guide"),
    path("worklist", worklist.worklist, name="worklist"),
    path("find", find.find, name="find"),
    path("views/keep", views.keep, name="keep_view"),
    path("views/<int:view_id>/throw-away", views.throw_away, name="throw_view_away"),
    path("next", work.next_case, name="next_case"),
    path("case/<uuid:case_id>", case.case, name="case"),
    path("case/<uuid:case_id>/account", case.account, name="case_account"),
    path("case/<uuid:case_id>/borrower", case.borrower_view, name="case_borrower"),
    path("case/<uuid:case_id>/script", case.script, name="case_script"),
    path("case/<uuid:case_id>/agree/<uuid:loan_id>", agree.agree, name="agree"),
    path("case/<uuid:case_id>/agree/<uuid:loan_id>/work-out", agree.work_out, name="work_out"),
    *(
        path(f"case/<uuid:case_id>/agree/<uuid:loan_id>/{what}", agree.propose, {"what": what}, name=f"propose_{what}")
        for what in ("plan", "waiver", "settlement")
    ),
    *(
        path(
            f"case/<uuid:case_id>/agree/<uuid:loan_id>/{what}/<uuid:row_id>",
            agree.say_yes,
            {"what": what},
            name=f"say_yes_{what}",
        )
        for what in ("plan", "settlement")
    ),
    *(
        path(
            f"case/<uuid:case_id>/agree/<uuid:loan_id>/{what}/<uuid:row_id>/carry-out",
            agree.carry_out,
            {"what": what},
            name=f"carry_out_{what}",
        )
        for what in ("waiver", "settlement")
    ),
    path("approvals", approvals.approvals, name="approvals"),
    path("approvals/<uuid:approval_id>", approvals.decide, name="decide"),
    path("case/<uuid:case_id>/name", case.name, name="case_name"),
    path("case/<uuid:case_id>/call/<uuid:address_id>", work.call, name="call"),
    path("case/<uuid:case_id>/unreachable/<uuid:address_id>", work.unreachable, name="unreachable"),
    path("case/<uuid:case_id>/result/<uuid:attempt_id>", work.result, name="result"),
    path("case/<uuid:case_id>/note", work.note, name="note"),
]
