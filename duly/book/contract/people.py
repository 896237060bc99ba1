"""Who owes, where they may lawfully be reached, and what they agreed to or asked for."""

from __future__ import annotations

from duly.core.table import Column, Kind, Table

CHANNELS = ("voice", "ai_voice", "sms", "push", "im", "email", "letter", "visit")

ROLES = (
    "borrower",
    "co_borrower",
    "guarantor",
    "guardian",
    "heir",
    "contact",  # a person whom the borrower named as contact
    "related_third_person",
    "unrelated",
)

LAWFUL_SOURCES = (  # CN-PARTY-11
    "contract",
    "reserved",
    "debtor_authorised",
    "public_lawful",
    "reserved_contact",
    "credit_bureau_authorised",
)

UNLAWFUL_SOURCES = (
    ("phone_address_book", "an address taken from a phone's address book has no lawful source (CN-PARTY-11)"),
    ("carrier_records", "an address taken from operator records has no lawful source (CN-PARTY-11)"),
    ("social_graph", "an address taken from a social graph has no lawful source (CN-PARTY-11)"),
    ("purchased", "an address that was bought has no lawful source (CN-PARTY-11)"),
)

BORROWERS = Table(
    "borrowers",
    "借款人",
    "Natural persons who owe.",
    key=("borrower_id",),
    columns=(
        Column("borrower_id", Kind.ID, "借款人编号", "Random public id of the person.", required=True),
        Column("name", Kind.TEXT, "姓名", "Full name; kept apart, never seen by the night.", personal=True),
        Column("id_number", Kind.PERSON_ID, "身份证号", "Resident identity number.", personal=True),
        Column("region", Kind.REGION, "地区", "Administrative division: 2, 4 or 6 digits; unknown where empty."),
        Column("dialect", Kind.TEXT, "方言", "Dialect the borrower asked to be spoken to in, if any."),
        Column("deceased", Kind.BOOL, "已故", "The borrower has died. Empty is unknown, and unknown blocks contact."),
        Column("minor", Kind.BOOL, "未成年", "The borrower is a minor. Empty is unknown, and unknown blocks contact."),
        Column(
            "capacity",
            Kind.ENUM,
            "民事行为能力",
            "Capacity to act. Empty is unknown, and unknown blocks contact.",
            values=("full", "limited", "none"),
        ),
    ),
)

ADDRESSES = Table(
    "addresses",
    "联系方式",
    "Numbers, accounts and places through which somebody may be reached, each with its lawful source.",
    key=("address_id",),
    columns=(
        Column("address_id", Kind.ID, "联系方式编号", "Random public id of the address.", required=True),
        Column(
            "borrower_id",
            Kind.ID,
            "借款人编号",
            "The borrower whose matter it serves.",
            required=True,
            refers="borrowers.borrower_id",
        ),
        Column(
            "kind",
            Kind.ENUM,
            "类型",
            "What it is.",
            required=True,
            values=("mobile", "landline", "switchboard", "home", "workplace", "email", "wechat", "app_account"),
        ),
        Column("owner_role", Kind.ENUM, "所属人", "Whose it is.", required=True, values=ROLES),
        Column(
            "source",
            Kind.ENUM,
            "合法来源",
            "Where it comes from; only lawful sources are taken.",
            required=True,
            values=LAWFUL_SOURCES,
            refused=UNLAWFUL_SOURCES,
        ),
        Column(
            "state",
            Kind.ENUM,
            "状态",
            "Whether it still reaches its owner.",
            required=True,
            values=("valid", "not_in_service", "wrong_number", "reassigned", "blocked"),
        ),
        Column(
            "refused_at",
            Kind.INSTANT,
            "拒绝联系时间",
            "When its owner asked not to be contacted; final for a third person.",
        ),
        Column("value", Kind.ADDRESS, "号码或地址", "The number or address itself; kept apart.", personal=True),
    ),
    sort=("borrower_id", "address_id"),
)

CONSENTS = Table(
    "consents",
    "同意",
    "Specific, informed, recorded, revocable agreements of the borrower.",
    key=("consent_id",),
    columns=(
        Column("consent_id", Kind.ID, "同意编号", "Id of the consent.", required=True),
        Column(
            "borrower_id", Kind.ID, "借款人编号", "Whose matter it is.", required=True, refers="borrowers.borrower_id"
        ),
        Column(
            "kind",
            Kind.ENUM,
            "事项",
            "What was agreed: contact at hours outside the standard window, or more attempts on one number.",
            required=True,
            values=("contact_hours", "more_attempts"),
        ),
        Column(
            "given_by", Kind.ENUM, "同意人", "Who gave it; only the borrower's own counts.", required=True, values=ROLES
        ),
        Column("channel", Kind.ENUM, "渠道", "Channel it covers; every channel where empty.", values=CHANNELS),
        Column("from_minute", Kind.MINUTE, "起始时刻", "First minute of the agreed window, HH:MM, Asia/Shanghai."),
        Column("to_minute", Kind.MINUTE, "结束时刻", "End of the window, excluded; earlier than from = over midnight."),
        Column("given_at", Kind.INSTANT, "同意时间", "When it was given.", required=True),
        Column("withdrawn_at", Kind.INSTANT, "撤回时间", "When it was withdrawn, if it was."),
        Column("evidence_id", Kind.ID, "证据编号", "Proof; a consent without proof does not count."),
    ),
    sort=("borrower_id", "consent_id"),
)

PREFERENCES = Table(
    "preferences",
    "联系偏好",
    "What the borrower asked for: no contact at all, not by this channel, not at this number, not at these hours.",
    key=("preference_id",),
    columns=(
        Column("preference_id", Kind.ID, "偏好编号", "Id of the preference.", required=True),
        Column("borrower_id", Kind.ID, "借款人编号", "Who asked.", required=True, refers="borrowers.borrower_id"),
        Column(
            "kind",
            Kind.ENUM,
            "事项",
            "cease: no contact; channel_opt_out: not by this channel; address_opt_out: not at this number; "
            "quiet_hours: not within the window; contact_window: only within the window.",
            required=True,
            values=("cease", "channel_opt_out", "address_opt_out", "quiet_hours", "contact_window"),
        ),
        Column("channel", Kind.ENUM, "渠道", "Channel meant; every channel where empty.", values=CHANNELS),
        Column(
            "address_id",
            Kind.ID,
            "联系方式编号",
            "Address meant; every address where empty.",
            refers="addresses.address_id",
        ),
        Column("from_minute", Kind.MINUTE, "起始时刻", "First minute of the window, HH:MM, Asia/Shanghai."),
        Column("to_minute", Kind.MINUTE, "结束时刻", "End of the window, excluded."),
        Column("stated_at", Kind.INSTANT, "提出时间", "When it was stated; it has effect from then on.", required=True),
        Column("last_date", Kind.DATE, "最后有效日", "Last day on which it holds; open where empty."),
    ),
    sort=("borrower_id", "preference_id"),
)
