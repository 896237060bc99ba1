"""`duly limitation`: until when a claim can be enforced, and from which events."""

from __future__ import annotations

from functools import partial

from duly.cli.account import FileArgument, answer_all


def limitation(file: FileArgument = "-") -> None:
    """诉讼时效 Where the limitation period stands, from which events, until when; ended, no legal threat."""
    from duly.law import load
    from duly.rules.account.limitation_answer import answer_limitation

    answer_all(file, partial(answer_limitation, law=load("cn")))
