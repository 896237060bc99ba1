"""Everything the pack may know of one act. What is absent is unknown, and blocks where it is needed."""

from __future__ import annotations

from duly.core.terms import Fact
from duly.rules.compliance.rule import Vocabulary, rules_over
from duly.rules.compliance.vocabulary import Naming

CHANNELS = (
    "phone_call", "voicemail", "text", "push", "im", "in_app", "email", "mail", "postcard", "web_portal", "visit",
    "public_post", "social_media_public_post", "court_filing", "furnish_to_cra", "payment_application", "none",
)  # fmt: skip
TIMED = ("phone_call", "voicemail", "text", "push", "im", "email", "visit")
PLACES = ("home", "office", "public_place", "hospital", "school", "funeral", "wedding", "place_of_worship")
VOCABULARY: dict[str, Fact] = {}
_naming = Naming(VOCABULARY)
_truth, _count, _minute, _word = _naming.truth, _naming.count, _naming.minute, _naming.word


class Facts(Vocabulary):
    """The vocabulary of conditions."""

    vocabulary = VOCABULARY

    direction = _word("direction", "方向", "who begins", "outbound", "inbound", "internal")
    channel = _word("channel", "渠道", "how", *CHANNELS)
    recovers = _truth("recovers", "属追讨行为", "a step to recover the debt: it asks for payment, charges or sues")
    reminds = _truth("reminds", "到期提醒", "only reminds of what falls due")
    escalates = _truth("escalates", "属升级措施", "goes further than asking: a visit, a suit, a threat of one")

    # the clock of the borrower, and what the borrower asked for
    minute = _minute("minute", "当地时刻", "local minute", by_minute=True)
    mortgage = _truth("mortgage", "住房按揭", "the debt is a mortgage")
    asked_not_now = _truth(
        "asked_not_now", "借款人要求的时间之外", "a time the borrower asked to avoid", by_minute=True
    )
    asked_not_more = _truth("asked_not_more", "超出约定次数", "more contacts than the borrower agreed to")
    asked_not_so = _truth("asked_not_so", "借款人要求避免的方式", "a way or place the borrower asked to avoid")
    request_unclear = _truth("request_unclear", "要求须解释", "words of the borrower that need interpretation")
    replying = _truth("replying", "对来信的一次回复", "the one reply to a contact the borrower began")
    contacts_today = _count("contacts_today", "今日已联系", "contacts today, this one apart")
    contacts_week = _count("contacts_week", "七日内已联系", "contacts in seven days, this one apart")

    # who
    to_borrower = _truth("to_borrower", "借款人本人", "to the borrower")
    may_be_told = _truth("may_be_told", "可告知的人", "owes the debt, or acts for the borrower")
    acts_for = _truth("acts_for", "代理借款人的人", "acts for the borrower")
    represented = _truth("represented", "已有代理人", "somebody is known to act for the borrower")
    locating = _truth("locating", "只为查找或转达", "only to locate the borrower or pass on a message")
    refused = _truth("refused", "该第三人已拒绝", "this person asked not to be contacted")
    capacity = _word("capacity", "行为能力", "mental capacity", "full", "limited", "none")
    vulnerable = _truth("vulnerable", "脆弱", "known or suspected to be vulnerable")
    specialist = _truth("specialist", "由专门人员处理", "trained staff take the matter")
    deceased = _truth("deceased", "已去世", "the borrower has died")
    minor = _truth("minor", "未成年", "a minor")
    at_work = _truth("at_work", "工作地址", "an address at the workplace")
    work_agreed = _truth("work_agreed", "同意在工作地点联系", "agreed to be contacted at work")
    estate = _truth("estate", "遗产管理人", "administers the estate")

    # what is said and shown
    discloses = _truth("discloses", "透露债务", "reveals the debt")
    identified = _truth("identified", "身份已核实", "the person is established to be the borrower")
    public = _truth("public", "公开可见", "open to others")
    cover_shows = _truth("cover_shows", "信封显示催收", "the cover shows collection")
    cover_private = _truth("cover_private", "标明私人机密", "marked private and confidential")
    to_occupier = _truth("to_occupier", "寄给住户", "addressed to the occupier")
    spreads = _truth("spreads", "散布或威胁散布", "spreads the debt to others, or threatens to")
    false_reason = _truth("false_reason", "虚假事由", "a false reason to get in touch")
    misrepresents = _truth("misrepresents", "冒充或歪曲", "poses as another, or misstates the legal position")
    presses = _truth("presses", "施压", "presses to borrow, to sell, or to pay at once")
    abusive = _truth("abusive", "不文明", "threatens, insults, or bombards")
    fee_unagreed = _truth("fee_unagreed", "费用无合同依据", "a charge the contract does not give")
    sues = _truth("sues", "起诉或威胁起诉", "sues or threatens to sue")

    # visits
    step = _word("step", "外访步骤", "step of a visit", "start", "continue", "enter", "leave")
    place = _word("place", "外访地点", "place of the visit", *PLACES)
    place_agreed = _truth("place_agreed", "借款人同意该地点", "the borrower agreed to the place")
    visit_noticed = _truth("visit_noticed", "已发上门通知", "notice of the visit was sent")
    notice_days = _count("notice_days", "通知后天数", "days since the notice of the visit")
    entry_agreed = _truth("entry_agreed", "同意入户", "agreed to be entered")
    takes = _truth("takes", "拿走财物", "property or documents would be taken")
    told_to_leave = _truth("told_to_leave", "已被要求离开", "asked to leave")

    # stops
    disputed = _truth("disputed", "争议未解决", "disputed on grounds that may be valid, and still open")
    uninvestigated = _truth("uninvestigated", "争议结论无日期", "a dispute was closed and no outcome is on file")
    forborne = _truth("forborne", "已提供方案或已复核", "a plan was offered, or a person reviewed the hardship")
    refuses_offer = _truth("refuses_offer", "拒绝还款提议", "refuses an offer of repayment")
    reviewed = _truth("reviewed", "已人工复核", "a person reviewed it and gave reasons")
    adviser_days = _count("adviser_days", "债务顾问介入后天数", "days since a debt adviser came in")
    adviser_more = _truth("adviser_more", "已延长", "the pause for the adviser was extended")
    time_barred = _truth("time_barred", "时效已过", "limitation has run out")
    scotland = _truth("scotland", "苏格兰", "lives in Scotland")
    said_barred = _truth("said_barred", "借款人主张时效", "the borrower said that the debt is barred")
    complaint_open = _truth("complaint_open", "投诉未结", "a complaint is open")
    scheme_binds = _truth("scheme_binds", "英格兰或威尔士", "lives in England or Wales")
    space_days = _count("space_days", "喘息期开始后天数", "days since a breathing space began")
    space_gap = _count("space_gap", "距上次喘息期天数", "days between this breathing space and the last")
    crisis_days = _count("crisis_days", "治疗结束后天数", "days since crisis treatment ended")
    held = _truth("held", "有暂停标记", "a hold is in force")
    plan_kept = _truth("plan_kept", "方案履约中", "a plan is kept")
    settled = _truth("settled", "已结清", "the debt is settled")


rule = rules_over(Facts)
