"""The pages of the course and the exam, of certificates, and of what people may say."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from duly import law as laws
from duly.rules.rights import Act, Role, may
from duly.rules.training.cases import CHAPTERS
from duly.rules.training.questions import question
from duly.store.models import Alarm, AlarmSeen, Answer, Case, Certificate, Exam, OrderRefused, Tip
from duly.store.moving import move
from tests.desk.house import MORNING, House
from tests.web.test_console import client_of, settings_clock
from tests.web.test_roles import somebody

assert settings_clock
LAW = laws.load("cn")
WANTED = {"products": ["consumer_loan"], "channels": ["phone_call"], "region": ""}
PAGES = {
    "/learn": Act.LEARN, "/learn/course/hours": Act.LEARN, "/certificates": Act.CERTIFY,
    "/certificates/valid": Act.REVOKE, "/raised": Act.ASSIGN, "/tips": Act.READ_TIPS, "/speak": None,
}  # fmt: skip


@pytest.fixture(autouse=True)
def morning(settings_clock: None) -> None:
    """Ten past ten."""


def begun(client: Client) -> Exam:
    assert client.post("/learn/exam", WANTED).status_code == 302
    return Exam.objects.latest("number")


def sit(client: Client, made: Exam, *, wrong: int = 0) -> None:
    for place, name in enumerate(made.questions, 1):
        key = question(name, LAW).key
        form = {"place": place, "chosen": (key + 1) % 4 if place <= wrong else key}
        assert client.post(f"/learn/exam/{made.id}/answer", form).status_code == 302


@pytest.mark.parametrize("role", Role)
def test_a_page_opens_for_whoever_has_its_right_and_for_nobody_else(house: House, role: Role) -> None:
    house.listed()
    client = client_of(somebody(house, role))

    opened = {page: client.get(page).status_code for page in PAGES}

    assert opened == {page: 200 if act is None or may(role, act) else 404 for page, act in PAGES.items()}


def test_every_chapter_has_its_page_and_no_other(agent: Client) -> None:
    assert [agent.get(f"/learn/course/{name}").status_code for name in CHAPTERS] == [200] * len(CHAPTERS)
    assert agent.get("/learn/course/gossip").status_code == 404


class TestAnExam:
    def test_asks_and_tells_nothing_that_gives_the_answer_away(self, agent: Client) -> None:
        """Were the key on the page, two exams with another key would differ in more than what is asked."""
        made = begun(agent)
        for place, name in enumerate(made.questions, 1):
            page, asked = agent.get(f"/learn/exam/{made.id}").content.decode(), question(name, LAW)
            shown = page[page.index("<main") : page.index("</main>")]

            buttons = re.findall(r"<button[^>]*>", shown)
            assert buttons == [f'<button name="chosen" value="{at}" data-key="{at + 1}">' for at in range(4)]
            assert not any(because.words.zh in shown for because in asked.because if because.words not in asked.options)
            assert name not in page
            assert made.seed not in page
            agent.post(f"/learn/exam/{made.id}/answer", {"place": place, "chosen": 0})

    def test_is_gone_on_with_where_it_was_left(self, agent: Client) -> None:
        made = begun(agent)
        agent.post(f"/learn/exam/{made.id}/answer", {"place": 1, "chosen": 0})

        assert begun(agent) == made
        assert "第 2 题" in agent.get(f"/learn/exam/{made.id}").content.decode()

    def test_takes_a_second_answer_and_one_to_nothing_for_nothing(self, agent: Client) -> None:
        made, first = begun(agent), {"place": 1, "chosen": 0}
        where = f"/learn/exam/{made.id}/answer"

        answers = [agent.post(where, form).status_code for form in (first, first | {"chosen": 1}, {}, {"place": "x"})]

        assert answers == [302, 409, 422, 422]
        assert [one.chosen for one in Answer.objects.all()] == [0]

    def test_after_its_time_takes_nothing(self, agent: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.conf import settings

        made = begun(agent)
        monkeypatch.setattr(settings, "CLOCK", lambda: made.ends_at)

        late = agent.post(f"/learn/exam/{made.id}/answer", {"place": 1, "chosen": 0})

        assert late.status_code == 409
        assert "未通过" in late.content.decode()
        assert not Answer.objects.exists()

    def test_of_another_is_not_there(self, agent: Client, house: House) -> None:
        made, other = begun(agent), client_of(House.opened(2).agent)

        for name in (made.id, uuid4()):
            assert other.get(f"/learn/exam/{name}").status_code == 404
            assert other.post(f"/learn/exam/{name}/answer", {"place": 1, "chosen": 0}).status_code == 404

    def test_that_failed_shows_why_and_waits(self, agent: Client) -> None:
        made = begun(agent)
        sit(agent, made, wrong=24)

        page, again = agent.get(f"/learn/exam/{made.id}").content.decode(), agent.post("/learn/exam", WANTED)

        assert page.count("您的答案") == page.count("正确</span>") == 24
        assert again.status_code == 409
        assert "2026-11-26" in again.content.decode()

    def test_for_nothing_is_not_begun(self, agent: Client) -> None:
        assert agent.post("/learn/exam", {}).status_code == 422


def test_from_no_dial_button_through_the_exam_and_the_lead_to_the_dial_button(agent: Client, house: House) -> None:
    case = Case.objects.get()
    for one in Certificate.objects.filter(user=house.agent):
        move(one, "revoke", at=MORNING, by=None, because="重新考核")
    lead = client_of(somebody(house, Role.LEAD, "lead"))

    without = agent.get(f"/case/{case.id}").content.decode()
    made = begun(agent)
    sit(agent, made)
    answers = [lead.post(f"/certificates/issue/{made.id}").status_code for _ in range(2)]
    with_it = agent.get(f"/case/{case.id}").content.decode()

    assert 'data-key="c"' not in without
    assert "去学习与考试" in without
    assert answers == [302, 409]
    assert 'data-key="c"' in with_it


def test_the_dial_button_is_gone_when_the_last_day_is_and_both_were_told_a_month_ahead(
    agent: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    case, lead = Case.objects.get(), client_of(somebody(house, Role.LEAD, "lead"))
    clock = {"at": MORNING}
    monkeypatch.setattr(settings, "CLOCK", lambda: clock["at"])

    def pages(on: date) -> list[bool]:
        clock["at"] = MORNING.replace(year=on.year, month=on.month, day=on.day)
        own, dial = agent.get("/").content.decode(), agent.get(f"/case/{case.id}").content.decode()
        told = [lead.get(path).content.decode() for path in ("/", "/team")]
        return ["2027-01-04" in own, *["2 位同事" in page for page in told], 'data-key="c"' in dial]

    assert pages(date(2026, 12, 4)) == [False, False, False, True]
    assert pages(date(2026, 12, 5)) == [True, True, True, True]
    assert pages(date(2027, 1, 4))[3]
    assert not pages(date(2027, 1, 5))[3]
    assert "您没有有效的合格证" in agent.get("/").content.decode()


def test_compliance_revokes_once_and_with_a_reason(house: House) -> None:
    client = client_of(somebody(house, Role.COMPLIANCE))
    where = f"/certificates/{Certificate.objects.filter(user=house.agent).latest('id').id}/revoke"

    answers = [client.post(where, {"because": because, "q": "agent1"}).status_code for because in ("", "冒名", "冒名")]

    assert answers == [422, 302, 409]
    assert client.get("/certificates/valid?q=agent1").content.decode().count("/revoke") == 3
    assert client_of(somebody(house, Role.LEAD, "lead")).post(where, {"because": "x"}).status_code == 404


class TestSpeakingUp:
    def test_an_alarm_rings_on_every_page_of_the_lead_until_somebody_came(self, agent: Client, house: House) -> None:
        lead = client_of(somebody(house, Role.LEAD, "lead"))
        agent.post("/speak/alarm")
        agent.post("/speak/alarm")
        one = Alarm.objects.get()

        before = lead.get("/account").content.decode()
        answers = [lead.post(f"/raised/{one.id}", {"done": done}).status_code for done in ("", "已到座位", "又一次")]

        assert "有人在呼叫您" in before
        assert "有人在呼叫您" not in lead.get("/account").content.decode()
        assert answers == [422, 302, 302]
        assert AlarmSeen.objects.get().done == "已到座位"

    def test_an_order_is_refused_with_a_reason_and_the_lead_sees_the_order(self, agent: Client, house: House) -> None:
        form: dict[str, Any] = {"ground": "unlawful", "ordered": "晚上再打", "because": "超过时段", "case": "no"}

        answers = [agent.post("/speak/order", form | changed).status_code for changed in ({"because": ""}, {})]

        assert answers == [422, 302]
        assert OrderRefused.objects.get().by == house.agent
        assert "晚上再打" in client_of(somebody(house, Role.LEAD, "lead")).get("/raised").content.decode()

    def test_a_tip_is_shown_to_compliance_and_not_even_its_existence_to_the_lead(
        self, agent: Client, house: House
    ) -> None:
        lead = client_of(somebody(house, Role.LEAD, "lead"))
        assert agent.post("/speak/tip", {"text": "<b>有人要求绕过放行</b>"}).status_code == 302

        page = client_of(somebody(house, Role.COMPLIANCE, "c")).get("/tips").content.decode()

        assert "&lt;b&gt;有人要求绕过放行" in page
        assert house.agent.name not in page
        assert lead.get("/tips").status_code == agent.get("/tips").status_code == 404
        assert Tip.objects.get().by is None


def test_a_chapter_shows_ten_questions_at_a_time_with_the_answer_folded(agent: Client) -> None:
    first = agent.get("/learn/course/frequency").content.decode()
    second = agent.get("/learn/course/frequency?page=2").content.decode()

    assert first.count("看答案") == 10
    assert "第 11 题" not in first
    assert "第 11 题" in second
    assert "正确</span>" not in first
    assert 'href="?page=2"' in first
    assert agent.get("/learn/course/frequency?page=x").content.decode().count("看答案") == 10


def test_no_code_of_a_rule_stands_in_the_course(agent: Client) -> None:
    first = agent.get("/learn/course/persons").content.decode()
    pages = int(re.search(r"共 (\d+) 页", first)[1])  # type: ignore[index]

    told = [agent.get(f"/learn/course/persons?page={one}").content.decode() for one in range(1, pages + 1)]

    assert not [page for page in told if "ask_contact" in page]
    assert any("（询问本人联系方式、" in page for page in told)
