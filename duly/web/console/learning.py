"""Addresses of the course, the exam, certificates, and of what people may say."""

from __future__ import annotations

from django.urls import path

from duly.web.console.pages import certificates, learn, speak

urlpatterns = [
    path("learn", learn.learn, name="learn"),
    path("learn/course/<str:chapter>", learn.chapter, name="chapter"),
    path("learn/exam", learn.begin, name="begin_exam"),
    path("learn/exam/<uuid:exam_id>", learn.exam, name="exam"),
    path("learn/exam/<uuid:exam_id>/answer", learn.answer, name="answer_exam"),
    path("certificates", certificates.ending, name="certificates"),
    path("certificates/issue/<uuid:exam_id>", certificates.issue, name="issue"),
    path("certificates/valid", certificates.valid, name="valid_certificates"),
    path("certificates/<int:certificate_id>/revoke", certificates.revoke, name="revoke"),
    path("speak", speak.speak, name="speak"),
    path("speak/order", speak.refuse, name="refuse_order"),
    path("speak/alarm", speak.alarm, name="alarm"),
    path("speak/tip", speak.tell, name="tell"),
    path("raised", speak.raised, name="raised"),
    path("raised/<uuid:alarm_id>", speak.come, name="come"),
    path("tips", speak.tips, name="tips"),
]
