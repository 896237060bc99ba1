"""Approved wordings: what each message has to say, what it must not, and the texts that do."""

from __future__ import annotations

from duly.rules.templates.faults import BadTemplate, TemplateRefused
from duly.rules.templates.library import Library, load
from duly.rules.templates.render import render
from duly.rules.templates.required import Missing, Wording, missing
from duly.rules.templates.segments import segments
from duly.rules.templates.template import Approval, Template

__all__ = [
    "Approval", "BadTemplate", "Library", "Missing", "Template", "TemplateRefused", "Wording", "load", "missing",
    "render", "segments",
]  # fmt: skip
