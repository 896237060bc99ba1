"""A template: approved words with named gaps. An approval holds for the very words it was given for, and no others."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from duly.rules.templates.faults import BadTemplate
from duly.rules.templates.held import LANGUAGES, keys, read
from duly.rules.templates.required import PLACE, SPEAKERS, Wording, kinds
from duly.rules.templates.values import Variable, from_json, vocabulary

ROLES = {  # who may approve words; the house's editor is no lawyer
    "compliance": ("合规", "compliance"),
    "legal": ("法务", "legal"),
    "communication": ("沟通", "communication"),
    "editor": ("编审（非律师）", "editor, no lawyer"),
}
_ID = re.compile(r"[a-z][a-z0-9_.]{1,60}")


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody's word, by role, on a day, for the words of this hash."""

    by: str
    on: date
    hash: str


@dataclass(frozen=True, slots=True)
class Template:
    """Words for one kind of message, in one language, by one kind of speaker, from a day on."""

    id: str
    kind: str
    language: str
    speaker: str
    version: int
    text: str
    effective_from: date
    effective_until: date | None = None  # the first day on which it is used no more
    approval: Approval | None = None

    def __post_init__(self) -> None:
        hidden = [one for one in self.text if unicodedata.category(one)[0] == "C" and one != "\n"]
        _refuse_unless(not hidden, self.id, f"text: 含不可见字符 a hidden character: {''.join(hidden)!a}")
        sound = not re.search(r"[{}]", PLACE.sub("", self.text))
        _refuse_unless(sound, self.id, "text: 大括号里只写变量名 a brace holds the name of a variable and nothing else")
        unknown = ", ".join(one for one in self.names if one not in vocabulary())
        accepted = ", ".join(vocabulary())
        _refuse_unless(not unknown, self.id, f"text: 没有变量 there is no variable {unknown}；有 there is: {accepted}")
        theirs = kinds()[self.kind].speakers
        _refuse_unless(self.speaker in theirs, self.id, f"speaker: {self.kind} 由 is said by {', '.join(theirs)}")

    @property
    def names(self) -> tuple[str, ...]:
        """The variables of the text, each once, in order."""
        return tuple(dict.fromkeys(PLACE.findall(self.text)))

    @property
    def variables(self) -> Mapping[str, Variable]:
        """The variables with their types."""
        return {name: vocabulary()[name] for name in self.names}

    @property
    def hash(self) -> str:
        """The hash an approval is given for: every word, and what the words are for."""
        whole = "\0".join((self.id, self.kind, self.language, self.speaker, str(self.version), self.text))
        return hashlib.sha256(whole.encode()).hexdigest()

    @property
    def wording(self) -> Wording:
        """The words as the required-content check reads them, nothing filled in."""
        return Wording(self.kind, self.language, self.speaker, self.text)

    def approved(self, on: date) -> bool:
        """Whether somebody approved these very words by a day."""
        return self.unapproved(on) is None

    def unapproved(self, on: date) -> tuple[str, str] | None:
        """Why nobody's approval holds for these very words on a day, in Chinese and English; None where one does."""
        if self.approval is None:
            return "未经批准", "not approved"
        if self.approval.hash != self.hash:
            return "批准的是别的文字", "approved were other words than these"
        if on < self.approval.on:
            return f"自 {self.approval.on} 起才获准", f"approved from {self.approval.on} on, not yet on {on}"
        return None

    def effective(self, on: date) -> bool:
        """Whether it is in use on a day."""
        return self.effective_from <= on and (self.effective_until is None or on < self.effective_until)

    def example(self) -> dict[str, Any]:
        """An invented value for every variable, of its type."""
        return {name: from_json(one, one.example[self.language]) for name, one in self.variables.items()}


def from_yaml(text: str, name: str) -> Template:
    """Read one template strictly. Raises BadTemplate, naming the file, the key and what is accepted."""
    required = ("id", "kind", "language", "speaker", "version", "effective", "text")
    given = keys(read(text, name), name, required, ("approved",))
    chosen = {"kind": kinds(), "language": LANGUAGES, "speaker": SPEAKERS}
    for key, accepted in chosen.items():
        _refuse_unless(given[key] in accepted, name, f"{key}: {given[key]!r} 不是 is none of {', '.join(accepted)}")
    _refuse_unless(isinstance(given["id"], str) and bool(_ID.fullmatch(given["id"])), name,
                   "id: 小写字母、数字、点 lower-case letters, digits and dots")  # fmt: skip
    version = given["version"]
    _refuse_unless(type(version) is int and version > 0, name, "version: 须为正整数 a whole number from 1")
    effective = keys(given["effective"], f"{name}: effective", ("from",), ("until",))
    words = given["text"]
    _refuse_unless(isinstance(words, str), name, "text: 须为文字 is text")
    first = _day(effective["from"], f"{name}: effective: from")
    last = _day(effective["until"], f"{name}: effective: until") if "until" in effective else None
    approval = _approval(given["approved"], f"{name}: approved") if "approved" in given else None
    try:
        return Template(
            given["id"],
            given["kind"],
            given["language"],
            given["speaker"],
            version,
            words.strip(),
            first,
            last,
            approval,
        )
    except BadTemplate as bad:
        raise BadTemplate(f"{name}: {bad}") from None


def _approval(given: Any, name: str) -> Approval:
    one = keys(given, name, ("by", "on", "hash"))
    _refuse_unless(one["by"] in ROLES, name, f"by: {one['by']!r} 不是 is none of {', '.join(ROLES)}")
    _refuse_unless(isinstance(one["hash"], str), name, "hash: 须加引号 is quoted text")
    return Approval(one["by"], _day(one["on"], f"{name}: on"), one["hash"])


def _day(given: Any, name: str) -> date:
    _refuse_unless(isinstance(given, date), name, "须为日期 is a day, YYYY-MM-DD")
    assert isinstance(given, date)
    return given


def _refuse_unless(accepted: bool, name: str, why: str) -> None:
    if not accepted:
        raise BadTemplate(f"{name}: {why}")
