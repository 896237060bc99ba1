"""Everything the gate may know of one contact. An absent fact is unknown, and unknown blocks where it is needed."""

from __future__ import annotations

from importlib.resources import files

import yaml

from duly.core.terms import Fact
from duly.rules.compliance.rule import Vocabulary, rules_over
from duly.rules.compliance.vocabulary import Naming, Said

LONG_AGO = -240  # a minute of four hours before midnight: stands for any earlier contact, and for none at all

CHANNELS = (
    "voice",
    "ai_voice",
    "sms",
    "push",
    "im",
    "email",
    "letter",
    "visit",
    "voicemail",
    "postcard",
    "in_app",
    "web_portal",
    "public_post",
)
PATIENT = ("letter", "postcard", "in_app", "web_portal", "public_post")  # lie there until somebody looks
CALLS = ("voice", "ai_voice")
PURPOSES = (
    "collect",
    "remind",
    "service",
    "ask_contact",
    "relay",
    "respond",
    "request_signature",
    "payment_info",
    "identify_estate",
    "estate_claim",
)
ROLES = (
    "borrower",
    "co_borrower",
    "guarantor",
    "guardian",
    "heir",
    "contact",
    "related_third_person",
    "unrelated",
    "estate_administrator",
    "representative",
)
PRODUCTS = ("online_consumer_loan", "consumer_loan", "credit_card", "micro_loan", "personal_loan")
ADDRESS_KINDS = ("mobile", "landline", "switchboard", "home", "workplace", "email", "wechat", "app_account")
LAWFUL_SOURCES = (
    "contract", "reserved", "debtor_authorised", "public_lawful", "reserved_contact", "credit_bureau_authorised",
)  # fmt: skip
SOURCES = (*LAWFUL_SOURCES, "phone_address_book", "carrier_records", "social_graph", "purchased")
ADDRESS_STATES = ("valid", "not_in_service", "wrong_number", "reassigned", "blocked")
VOCABULARY: dict[str, Fact] = {}
SAID: Said = {
    code: (zh, en)
    for code, (zh, en) in yaml.safe_load(files(__package__).joinpath("values.yaml").read_text("utf-8")).items()
}
_naming = Naming(VOCABULARY, SAID)
_truth, _count, _minute, _word = _naming.truth, _naming.count, _naming.minute, _naming.word


class Facts(Vocabulary):
    """The vocabulary of conditions. The contact's local day is not here: it decides which law speaks."""

    vocabulary = VOCABULARY

    # the contact
    direction = _word("direction", "方向", "who begins", "outbound", "inbound", "internal")
    channel = _word("channel", "渠道", "how", *CHANNELS)
    mode = _word("mode", "方式", "voice: one-way notice or conversation", "informational", "interactive")
    purpose = _word("purpose", "目的", "what for", *PURPOSES)
    party_role = _word("party_role", "对象", "who is to be reached", *ROLES)
    local_minute = _minute("local_minute", "当地时刻", "minute of the local day", by_minute=True)

    # the loan
    overdue = _truth("overdue", "已逾期", "at least one day past due")
    product = _word("product", "产品", "kind of loan", *PRODUCTS)
    loan_state = _word("loan_state", "借据状态", "state in the ledger", "open", "settled", "written_off")
    plan_kept = _truth("plan_kept", "分期方案履行中", "an agreed plan is being kept")

    # the borrower
    deceased = _truth("deceased", "已故", "the borrower has died")
    minor = _truth("minor", "未成年", "the borrower is a minor")
    capacity = _word("capacity", "民事行为能力", "capacity to act", "full", "limited", "none")

    # the address
    address_on_file = _truth("address_on_file", "有在案联系方式", "an address for this contact is on file")
    address_kind = _word("address_kind", "联系方式类型", "what it is", *ADDRESS_KINDS)
    address_owner = _word("address_owner", "所属人", "whose it is", *ROLES)
    address_source = _word("address_source", "来源", "where it comes from", *SOURCES)
    address_state = _word("address_state", "联系方式状态", "whether it reaches its owner", *ADDRESS_STATES)
    owner_refused = _truth("owner_refused", "其所有人已拒绝联系", "its owner asked not to be contacted")

    # what the borrower agreed to or asked for
    agreed_hours = _truth("agreed_hours", "本人同意此时段", "own valid consent to this minute", by_minute=True)
    spoiled_consent = _truth(
        "spoiled_consent", "同意无效或已撤回", "a consent to this minute that does not count", by_minute=True
    )
    agreed_attempts = _truth("agreed_attempts", "本人同意更多拨打", "own valid consent to more attempts")
    ceased = _truth("ceased", "要求停止联系", "asked for no contact at all")
    channel_left = _truth("channel_left", "已退订该渠道", "asked not to be contacted by this channel")
    number_left = _truth("number_left", "要求勿用该号码", "asked not to be contacted at this number")
    in_quiet_hours = _truth(
        "in_quiet_hours", "在免打扰时段", "within hours the borrower asked us to avoid", by_minute=True
    )
    outside_window = _truth(
        "outside_window", "在可联系时段之外", "outside the hours the borrower asked for", by_minute=True
    )

    visit_approved = _truth("visit_approved", "主管批准此时段外访", "a supervisor approved a visit at this hour")
    visit_time_agreed = _truth("visit_time_agreed", "本人同意此时段外访", "the borrower agreed to a visit at this hour")

    # what makes us do less
    legal_hold = _truth("legal_hold", "法律程序中", "in court, enforcement or insolvency")
    house_hold = _truth("house_hold", "暂停催收中", "a dated reason to do nothing")
    house_hold_days = _count("house_hold_days", "暂停剩余天数", "days until every hold has ended; unknown where open")
    objection_open = _truth("objection_open", "投诉或异议未结", "an open complaint or dispute about the debt")
    identity_theft = _truth("identity_theft", "被冒名", "said to be identity theft, or not the borrower's loan")
    hardship_open = _truth("hardship_open", "困难情形未结", "circumstances that call for relief first")

    # third persons
    guarantee_in_force = _truth("guarantee_in_force", "担保有效", "guarantee contract on file and its period running")
    determination_on_file = _truth(
        "determination_on_file", "已有书面认定", "documented finding that the debt concerns the person"
    )
    estate_procedure = _truth("estate_procedure", "遗产程序在案", "the creditor's estate procedure is on file")
    numbers_on_file = _count("numbers_on_file", "本人在案号码数", "own numbers of the borrower on file, dead or not")
    valid_numbers = _count("valid_numbers", "本人未失效号码数", "own numbers of the borrower that are not dead")
    untried_addresses = _count(
        "untried_addresses", "本人尚未试过的其他联系方式", "own app, mail and messenger addresses not tried in a week"
    )
    reached_in_week = _count("reached_in_week", "七日内本人接通", "calls the borrower answered in seven days")
    failures_in_a_row = _count("failures_in_a_row", "连续未接通次数", "attempts since the borrower last answered")
    failed_a_day_least = _count(
        "failed_a_day_least",
        "近三日每号每日最少未接通次数",
        "fewest failed attempts on a valid number on one of three days",
    )

    # history: outbound, lender and agencies together, to the same side (the borrower, or third persons)
    counted_together = _truth(
        "counted_together", "机构与第三方合计", "contacts of lender and agencies are both counted"
    )
    notices_answered_today = _count("notices_answered_today", "今日告知类接通", "voice notices answered today")
    conversations_today = _count("conversations_today", "今日有效通话", "effective conversations today")
    answered_today = _count("answered_today", "今日接通", "calls answered today")
    answered_in_week = _count("answered_in_week", "七日接通", "calls answered in seven days")
    attempts_on_number = _count("attempts_on_number", "今日拨打该号码", "attempts on this number today")
    last_answered_minute = _minute(
        "last_answered_minute", "上次接通时刻", "minute of the last answered call, from midnight"
    )
    last_attempt_minute = _minute("last_attempt_minute", "上次拨打时刻", "minute of the last attempt, from midnight")
    texts_today = _count("texts_today", "今日短信", "text messages today")
    texts_in_week = _count("texts_in_week", "七日短信", "text messages in seven days")
    pushes_today = _count("pushes_today", "今日推送", "app pushes today")
    messages_today = _count("messages_today", "今日即时消息", "instant messages today")
    person_answered_in_week = _count(
        "person_answered_in_week", "该联系人七日接通", "calls this third person answered in seven days"
    )
    person_answered_ever = _count("person_answered_ever", "该联系人累计接通", "calls this third person ever answered")


rule = rules_over(Facts)
