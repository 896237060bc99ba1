"""Everything the pack may know of one act. What is absent is unknown, and blocks where it is needed."""

from __future__ import annotations

from duly.core.terms import Fact
from duly.rules.compliance.rule import Vocabulary, rules_over
from duly.rules.compliance.vocabulary import Naming

CHANNELS = (
    "phone_call", "voicemail", "text", "push", "im", "in_app", "email", "mail", "postcard", "web_portal", "visit",
    "public_post", "social_media_public_post", "court_filing", "furnish_to_cra", "payment_application", "none",
)  # fmt: skip
VOCABULARY: dict[str, Fact] = {}
_naming = Naming(VOCABULARY)
_truth, _count, _word, _minute = _naming.truth, _naming.count, _naming.word, _naming.minute


class Facts(Vocabulary):
    """The vocabulary of conditions."""

    vocabulary = VOCABULARY

    direction = _word("direction", "方向", "who begins", "outbound", "inbound", "internal")
    channel = _word("channel", "渠道", "how", *CHANNELS)

    # the clock, at every place where the consumer may be
    earliest_minute = _minute("earliest_minute", "各可能地点的最早时刻", "earliest local minute", by_minute=True)
    latest_minute = _minute("latest_minute", "各可能地点的最晚时刻", "latest local minute", by_minute=True)
    conflicting = _truth("conflicting", "地点线索不一", "signs of the place that point to several clocks")
    hours_agreed = _truth("hours_agreed", "消费者自己指定的时段", "inside hours of the consumer's own choice")
    inconvenient = _truth("inconvenient", "不便时段", "a time the consumer called inconvenient")
    statement_unclear = _truth("statement_unclear", "话语须解释", "words of the consumer that need interpretation")
    inconvenient_place = _truth("inconvenient_place", "不便地点", "a place the consumer called inconvenient")
    consented = _truth("consented", "直接事先同意", "prior consent given directly to us that covers this, or a court's")
    consent_offered = _truth(
        "consent_offered", "有过同意", "a consent was given to somebody, at some time, to something"
    )
    replying = _truth("replying", "对来信的一次回复", "the one reply to a contact the consumer began")
    reply_at_time = _truth("reply_at_time", "对不便时来信的回复", "the one reply to what came at such a time or place")
    reply_spent = _truth("reply_spent", "已回复或换了媒介", "answered already, or begun by another medium")

    # who
    contacts = _truth("contacts", "联系到人", "somebody is contacted")
    to_consumer = _truth("to_consumer", "消费者本人（含扩展）", "a consumer in the wider sense")
    nearly_wider = _truth("nearly_wider", "不符合扩展条件的亲属等", "a relation that does not make a consumer here")
    deceased = _truth("deceased", "消费者已故", "the consumer has died")
    may_be_told = _truth("may_be_told", "可告知的人", "a person to whom the debt may be told")
    third_party_agreed = _truth(
        "third_party_agreed", "同意告知第三人", "consent, or a court's leave, to tell this person"
    )
    overheard = _truth("overheard", "他人听到债务内容", "a message about the debt that somebody else hears")
    locating = _truth("locating", "只为查找", "only to locate the consumer")
    location_proper = _truth("location_proper", "查找方式合规", "own name, no debt, plain and closed, no attorney")
    located_before = _truth("located_before", "已查找过一次", "the person was asked before, for no new reason")
    attorney_known = _truth("attorney_known", "已有律师", "an attorney represents the consumer in this debt")
    attorney_agrees = _truth(
        "attorney_agrees", "律师同意直接联系", "leave to contact the consumer without the attorney"
    )
    attorney_silent = _truth("attorney_silent", "律师未答复", "the attorney was written to and has not answered")
    at_work = _truth("at_work", "工作地址", "an address at the workplace")
    employer_forbids = _truth("employer_forbids", "雇主禁止", "the employer is known to forbid such contact")

    # counts
    calls = _count("calls", "七日内拨打", "counted calls about one debt in seven days, this one apart")
    days_since_talk = _count("days_since_talk", "距上次谈话天数", "days since a conversation about the debt")
    call_excluded = _truth("call_excluded", "不计次的通话", "a call that is not counted")
    consent_lapsed = _truth("consent_lapsed", "通话同意已失效", "a consent to calls that no longer counts")
    several_debts = _truth("several_debts", "多笔债务", "more than one debt")
    presumption_rebuttable = _truth(
        "presumption_rebuttable", "可推翻违规推定", "required by law, litigated, or asked for"
    )
    bunched = _truth("bunched", "短时密集", "calls bunched so that the presumption may be rebutted")
    messages_today = _count("messages_today", "今日讯息", "messages today in this medium, this one apart")
    messages_yesterday = _count("messages_yesterday", "昨日讯息", "messages yesterday in this medium")
    state_calls = _count("state_calls", "州法计次", "communications counted by the State, this one apart")
    state_binds = _truth("state_binds", "州法适用", "the State's count applies")

    # media and words
    opted_out = _truth("opted_out", "已退订该媒介", "asked not to be contacted by this medium or address")
    confirms_opt_out = _truth("confirms_opt_out", "只确认退订", "one message that only confirms the opting out")
    required_by_law = _truth("required_by_law", "他法要求", "another law requires the contact")
    electronic = _truth("electronic", "电子讯息", "an electronic message")
    opt_out_offered = _truth("opt_out_offered", "已附退订方式", "a clear and simple way to opt out is given")
    employer_mail = _truth("employer_mail", "雇主邮箱", "an e-mail address the employer provides")
    employer_mail_used = _truth("employer_mail_used", "消费者用过该邮箱", "the consumer wrote from it about the debt")
    in_public = _truth("in_public", "公开可见", "open to others: a public post, a postcard, words on an envelope")
    anonymous = _truth("anonymous", "不说明身份", "a call that does not say who calls")
    unsaid = _truth("unsaid", "未说明是催收人", "speaks of a debt and not of a debt collector")
    abusive = _truth("abusive", "威胁或侮辱", "threatens arrest or violence, poses as an authority, or insults")

    # disclosures
    discloses = _truth("discloses", "提供验证信息", "the validation notice is given")
    cannot_keep = _truth("cannot_keep", "无法留存", "not in a form that the consumer may keep")
    unagreed_form = _truth("unagreed_form", "未同意电子形式", "sent electronically to one who has not agreed to that")
    known_wrong = _truth("known_wrong", "已知地址有误", "an address from which mail came back")
    addressed = _truth("addressed", "写明收件人", "addressed by name to a person who acts for the consumer")

    # stops
    ceased = _truth("ceased", "书面要求停止", "refused to pay or asked in writing to cease")
    permitted_notice = _truth("permitted_notice", "允许的告知", "one of the notices still allowed after a cease")
    disputed = _truth("disputed", "及时书面异议未核实", "disputed in writing in time and not verified yet")
    collects = _truth("collects", "属于催收", "goes on collecting the debt")
    overshadows = _truth("overshadows", "掩盖异议权", "presses or threatens while the right to dispute runs")

    # time-barred debt, bureau, payments, records
    sues = _truth("sues", "起诉或威胁起诉", "sues or threatens to sue")
    time_barred = _truth("time_barred", "时效已过", "limitation has run out")
    days_told = _count("days_told", "告知后天数", "days since the consumer was told of the debt")
    ever_disputed = _truth("ever_disputed", "有异议", "disputed in any way")
    directed_elsewhere = _truth("directed_elsewhere", "消费者指定另一笔", "the consumer named another debt to pay")
    marked_disputed = _truth("marked_disputed", "已标注异议", "the record says that the debt is disputed")
    deletes = _truth("deletes", "删除记录", "records would be deleted")
    years_kept = _count("years_kept", "已留存整年数", "whole years since the last collection activity")


rule = rules_over(Facts)
