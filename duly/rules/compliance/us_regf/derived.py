"""The facts of one act, from what the other modules find in the records."""

from __future__ import annotations

from typing import Any

from duly.rules.compliance.us_regf.agreed import agreed_of
from duly.rules.compliance.us_regf.asked import Asked
from duly.rules.compliance.us_regf.clock import clock_of
from duly.rules.compliance.us_regf.counted import calls_of
from duly.rules.compliance.us_regf.media import media_of
from duly.rules.compliance.us_regf.persons import persons_of
from duly.rules.compliance.us_regf.stops import stops_of
from duly.rules.compliance.us_regf.validation import disclosure_of


def facts_of(asked: Asked) -> dict[str, Any]:
    """Every fact of the vocabulary."""
    return {
        "day": asked.today,
        "direction": asked.action.get("direction", "outbound"),
        "channel": asked.channel,
        **clock_of(asked),
        **agreed_of(asked),
        **persons_of(asked),
        **calls_of(asked),
        **media_of(asked),
        **disclosure_of(asked),
        **stops_of(asked),
    }
