"""What words mean: opt-outs, refusals, disputes, consents, and the times that a sentence names.

A person's own words count, however oddly put. Where words stay unclear the facts built on them block, or ask a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

STOP = re.compile(
    r"^\W*(please )?(stop|unsubscribe|remove|opt.?(me )?out)\b"
    r"|^\W*(please )?(end|quit|cancel)( (it|this|all|these))?\W*$"
    r"|\b(stop|quit|no more|don'?t|do not) (\w+ ){0,2}?"
    r"(text|sms|e-?mail|call|phon|messag|send|contact|writ|letter|mail)"
    r"|\bopt(ing|ed)?.?(me )?out\b|\bunsubscribe\b|take me off",
    re.I,
)
RESUME = re.compile(
    r"^\W*(start|unstop|resume|yes)\b|\b(ok|okay|fine|you (may|can)) (to )?(text|e-?mail|call|write)|opt(ing)?.?in",
    re.I,
)
MEDIA = {
    "phone_call": re.compile(r"\bcall|phon|ring(ing)? me|voice-?mail", re.I),
    "text": re.compile(r"\btext|\bsms\b|messag", re.I),
    "email": re.compile(r"e-?mail", re.I),
    "mail": re.compile(r"letter|(?<![\w-])mail\b|postal|\bpost\b|writ(e|ing) to me", re.I),
}
ELECTRONICALLY = re.compile(r"electronic", re.I)
OFFERED = re.compile(
    r"\b(you (can|may|could)|please|instead,?|just|only|rather|prefer) (?!stop|quit|no|do|remove)(\w+ )?"
    r"(e-?mail|text|call|write|letter|mail)\w*",
    re.I,
)
HERE = re.compile(r"\b(this|that) (number|address|e-?mail|line|phone|account|mobile|cell)|at (this|that|my)\b", re.I)
CEASE = re.compile(
    r"\bcease\b|\b(stop|do not|don'?t|never|quit) (\w+ ){0,3}?(contact|communicat|bother|harass)"
    r"|no (further|more) (contact|communication)|leave me alone"
    r"|\b(refus(e|ing)|will not|won'?t|am not|not going|never|declin(e|ing)) (to |be )?pay"
    r"|\b(discontinue|terminate|end) (\w+ ){0,3}?(contact|communicat)",
    re.I,
)
ONLY_BY = re.compile(
    r"(contact|communicat)\w*( with)?( me)? (by|via|through|at|on|before|after|between|during)\b", re.I
)
DISPUTE = re.compile(
    r"(?<!not )(?<!n't )\bdisput|not my debt|(don'?t|do not|never) ow|\bverif|validat(e|ion) (of|the|this|my)"
    r"|original creditor|wrong amount|(amount|balance) is (wrong|incorrect)|never (had|opened|borrowed|signed)"
    r"|(not|isn'?t|wasn'?t|never) (mine|my)\b|recogni[sz]e|\bprove|proof|(already|been) paid|paid (this|it|that)"
    r"|identity theft|\bfraud|wrong (balance|person)|incorrect",
    re.I,
)
EMPLOYER_FORBIDS = re.compile(
    r"\b(boss|employer|company|job|manager|work(place)?|office)\b.{0,60}"
    r"(doesn'?t|does not|not|won'?t|can'?t|forbid|prohibit|no personal|against)"
    r"|(not allowed|can'?t|cannot|prohibited|forbidden).{0,40}\bat (work|my job|the office)",
    re.I,
)
AT_WORK = re.compile(
    r"\b(i'?m|i am|am|currently|now) (still |already )?(at|in) (work|my job|the office|a meeting at work)", re.I
)
BUSY = re.compile(r"\bbusy\b|can'?(t|not) (talk|speak)|not now|not a good time right now|call (me )?back|driving", re.I)
THIS_TIME = re.compile(r"\b(this (time|hour)|now|at the moment)\b", re.I)
INCONVENIENT = re.compile(r"inconvenien", re.I)
TIMED_WISH = re.compile(
    r"\b(don'?t|do not|never|not|no|stop|only)\b.{0,30}\b(call|text|contact|e-?mail|bother|message|reach|available)",
    re.I,
)
UNWELCOME = re.compile(r"\b(don'?t|do not|never|not|no|stop|rough|hard|bad|tough|difficult|hectic|crazy|worst)\b", re.I)
WELCOME = re.compile(r"\bonly\b|prefer|\bbest\b|\bbetter\b|\b(reach|call|text|contact) me\b|available|\bfree\b", re.I)
FORBIDS = re.compile(r"\b(don'?t|do not|never|not|no|stop)\b", re.I)
CALL_ME = re.compile(r"\b(call|phone|ring|get|reach) (me )?(back|again)|please call|give me a call|call me\b", re.I)

DEBT = re.compile(
    r"\bdebt|collect|\bowe|past.?due|overdue|delinquen|balance|\bpay(ment|ing|able)?\b|\$ ?\d|settle", re.I
)
DEBT_ON_COVER = re.compile(
    r"debt|collect|\bowe|past.?due|overdue|delinquen|marked|final|urgent|immediate|payment|balance|settle|legal"
    r"|time.?sensitive|demand|account (no|num|#)|recovery|law ?suit|important",
    re.I,
)
SHOWS_COLLECTION = re.compile(
    r"collect|debt|recover|credit (service|bureau|control)|receivable|past.?due|delinquen|arrears|repossess", re.I
)
SAYS_COLLECTOR = re.compile(
    r"debt.collector|collection agency|collect(ing)? (a|the|this|your|on a) debt|debt.collection", re.I
)
SUES = re.compile(
    r"\b(sue|suing|lawsuit|legal action|take you to court|file (a )?suit|litigat|garnish|court action|judgment)\b", re.I
)
HURRIES = re.compile(
    r"\b(immediately|at once|right away|within (\d|1\d|2\d|two|three|five|seven|ten|fourteen)\b (business )?days?"
    r"|within (24|48)|today or|last chance|final (notice|demand))",
    re.I,
)
ABUSES = re.compile(
    r"\b(arrest|jail|prison|sheriff|police|warrant|criminal(ly)?|deport|hurt you|kill|beat you|deadbeat|scum"
    r"|loser|idiot|social security office|federal agent|child(ren)? taken|attorney general|district attorney)\b",
    re.I,
)
PITCHES = re.compile(r"\b(call|contact|visit|reach) us\b|resolve|\boffer|arrange", re.I)
CONFIRMS_OPT_OUT = re.compile(r"(opted.?out|unsubscribed|opt.?out (request )?(is |has been )?(confirm|receiv|process)"
                              r"|no (longer|more|further)|will not|won'?t|removed|honou?r|confirm)", re.I)  # fmt: skip
SIMPLE_WAY = re.compile(
    r"\b(reply|respond|replying|responding|click|link|hyperlink|unsubscribe|tap|check ?box)\b|https?:"
    r"|\b(text|send|answer|type) \W*(stop|end|quit|cancel|unsubscribe|no|remove|opt)|^\W*(STOP|END|QUIT|CANCEL)\b",
    re.I,
)
ASKS_MORE = re.compile(
    r"(respond|reply) (by|via|in|through) (mail|phone|telephone|letter|writing|post)"
    r"|social security|\bssn\b|date of birth|account number|full name|driver|log ?in|password"
    r"|(?<!no )\bfee\b|\$ ?\d|(?<!no )(?<!free of )\bcharge[sd]?\b(?! may)",
    re.I,
)
THIRD = re.compile(
    r"\b(sister|brother|sibling|mother|father|mom|dad|parent|son|daughter|friend|neighbou?r|room-?mate|boss|supervisor"
    r"|partner|relative|aunt|uncle|cousin|counsel+or|third|anyone|someone else|accountant|social worker)",
    re.I,
)
DIRECT = re.compile(r"direct|attorney|lawyer|without (my )?counsel", re.I)
CONFIRMATION = re.compile(r"confirm|receipt", re.I)
REMINDER = re.compile(r"remind", re.I)
RIGHT_NOW = re.compile(r"\bnow\b|right back|call.?back|this time|immediately|straight away", re.I)
REQUIRED = re.compile(r"\brequired? (by|under)\b|requires?\b.*\b(CFR|USC|law|act|statute|regulation)", re.I)
LITIGATION = re.compile(r"litigation|discovery|trial|hearing", re.I)
POSTJUDGMENT = re.compile(r"post.?judgment|garnish|\blevy\b|writ of", re.I)
DELETES = re.compile(r"delet|destroy|purge|erase|dispos|shred", re.I)
RECORDINGS = re.compile(r"recording", re.I)


@dataclass(frozen=True)
class Window:
    """A span of the local clock on some days of the week; it may cross midnight and belongs to the day it opens."""

    opens: int = 0
    closes: int = 1440
    days: tuple[str, ...] = DAY_NAMES

    def holds(self, local: datetime) -> bool:
        now = local.hour * 60 + local.minute

        def on(back: int) -> bool:
            return DAY_NAMES[(local.weekday() - back) % 7] in self.days

        if self.closes > self.opens:
            return self.opens <= now < self.closes and on(0)
        return (now >= self.opens and on(0)) or (now < self.closes and on(1))


_TIME = r"(\d{1,2})(?::(\d{2}))? ?([ap])\.?m\.?|(\d{1,2})[:.](\d{2})"
_BETWEEN = re.compile(rf"(?:{_TIME}) *(?:and|to|until|-|–) *(?:{_TIME})", re.I)
_AFTER = re.compile(rf"(?:after|past|from|later than) +(?:{_TIME})", re.I)
_BEFORE = re.compile(rf"(?:before|until|till|up to|by|earlier than) +(?:{_TIME})", re.I)
_AT = re.compile(rf"(?:at|around|about) +(?:{_TIME})", re.I)
_PARTS = {
    "morning": (0, 720), "afternoon": (720, 1080), "evening": (1020, 1440), "night": (1260, 360),
    "tonight": (1080, 1440), "lunch": (660, 840), "late": (1260, 360), "early": (0, 480),
    "office hours": (540, 1020), "business hours": (540, 1020),
    "work hours": (540, 1020),
}  # fmt: skip


def minute_of(hour: str | None, minute: str | None, half: str | None, plain: str | None, after: str | None) -> int:
    if plain is not None:
        return int(plain) * 60 + int(after or 0)
    return (int(hour or 0) % 12 + (12 if (half or "").lower() == "p" else 0)) * 60 + int(minute or 0)


def names_hours(text: str) -> bool:
    """Whether a sentence names a span of the clock, and not days alone."""
    return _span_in(text) is not None


def window_in(text: str) -> Window | None:
    """The span that a sentence names; None where it names none we can read."""
    days = tuple(
        name for name, whole in zip(DAY_NAMES, ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun"), strict=True)
        if re.search(rf"\b{whole}days?\b", text, re.I)
    )  # fmt: skip
    if re.search(r"\bweekends?\b", text, re.I):
        days += ("Sat", "Sun")
    if re.search(r"\bweekdays?\b", text, re.I):
        days += DAY_NAMES[:5]
    span = _span_in(text)
    if span is None and not days:
        return None
    return Window(*(span or (0, 1440)), days or DAY_NAMES)


def _span_in(text: str) -> tuple[int, int] | None:
    if found := _BETWEEN.search(text):
        return minute_of(*found.groups()[:5]), minute_of(*found.groups()[5:])
    if found := _AFTER.search(text):
        return minute_of(*found.groups()), 1440
    if found := _BEFORE.search(text):
        return 0, minute_of(*found.groups())
    if found := _AT.search(text):
        at = minute_of(*found.groups())
        return max(at - 30, 0), min(at + 61, 1440)
    return next((span for name, span in _PARTS.items() if re.search(rf"\b{name}s?\b", text, re.I)), None)


def media_refused(text: str) -> set[str]:
    """The media that a refusal names, leaving out the one it offers instead."""
    return media_named(OFFERED.sub("", text))


def media_named(text: str) -> set[str]:
    """The media that a sentence names."""
    named = {name for name, word in MEDIA.items() if word.search(text)}
    return named | {"email", "text"} if ELECTRONICALLY.search(text) else named
