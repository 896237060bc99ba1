"""Forty of the gate's conditions as a decision table of zen-engine, written by hand; every matching row is returned."""

from __future__ import annotations

from typing import Any

_CALLS = '"voice", "ai_voice"'
_ROWS: tuple[dict[str, str], ...] = (
    {"product": '"credit_card"', "plan_kept": "true", "purpose": 'not in ["service", "remind"]'},
    {"product": 'not in ["credit_card"]', "plan_kept": "true", "purpose": 'not in ["service", "remind"]'},
    {"loan_state": '"settled"', "purpose": 'not in ["service"]'},
    {"product": '"credit_card"', "objection_open": "true"},
    {"objection_open": "true", "purpose": 'not in ["service"]'},
    {"identity_theft": "true", "purpose": 'not in ["service"]'},
    {"legal_hold": "true"},
    {"house_hold": "true"},
    {"hardship_open": "true", "purpose": 'not in ["service"]'},
    {"ceased": "true", "purpose": 'not in ["service"]'},
    {"channel_left": "true"},
    {"number_left": "true"},
    {"party_role": '"contact"', "purpose": '"collect", "remind"'},
    {"party_role": '"guarantor"', "guarantee_in_force": "false"},
    {"party_role": '"contact"', "deceased": "false", "reached_in_week": ">= 1"},
    {"party_role": '"contact"', "valid_numbers": ">= 1", "failures_in_a_row": "< 3"},
    {"party_role": '"contact"', "valid_numbers": ">= 1", "failed_a_day_least": "< 3"},
    {"party_role": '"contact"', "purpose": 'not in ["ask_contact", "relay"]'},
    {"party_role": 'not in ["borrower"]', "owner_refused": "true"},
    {"party_role": '"related_third_person"', "determination_on_file": "false"},
    {"party_role": '"unrelated"'},
    {"address_source": '"phone_address_book", "carrier_records", "social_graph", "purchased"'},
    {"address_kind": '"switchboard", "workplace"', "address_source": 'not in ["reserved"]'},
    {"party_role": '"borrower"', "deceased": "true"},
    {"party_role": '"heir"', "estate_procedure": "false"},
    {"party_role": '"borrower"', "capacity": 'not in ["full"]'},
    {"address_state": '"wrong_number", "reassigned"'},
    {"address_state": '"not_in_service"'},
    {"party_role": '"borrower"', "minor": "true"},
    {"overdue": "true", "agreed_hours": "false", "local_minute": "< 480"},
    {"overdue": "true", "agreed_hours": "false", "local_minute": ">= 1320"},
    {"channel": '"sms", "push", "im", "email"', "agreed_hours": "false", "local_minute": ">= 1305"},
    {"channel": _CALLS, "agreed_hours": "false", "local_minute": ">= 1315"},
    {"channel": '"visit"', "local_minute": "< 540"},
    {"overdue": "false", "agreed_hours": "false", "local_minute": ">= 1320"},
    {"in_quiet_hours": "true"},
    {"channel": _CALLS, "mode": '"informational"', "notices_answered_today": ">= 3"},
    {"channel": _CALLS, "mode": '"interactive"', "conversations_today": ">= 3"},
    {"channel": _CALLS, "agreed_attempts": "false", "attempts_on_number": ">= 6"},
    {"channel": _CALLS, "answered_today": ">= 3"},
)

FIELDS: tuple[str, ...] = tuple(dict.fromkeys(field for row in _ROWS for field in row))


def _table() -> dict[str, Any]:
    rules = [
        {"_id": f"r{no}", **{field: row.get(field, "") for field in FIELDS}, "rule": f'"R{no}"'}
        for no, row in enumerate(_ROWS)
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": field, "name": field, "field": field} for field in FIELDS],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": rules,
    }
    return {
        "nodes": [
            {"id": "in", "name": "request", "type": "inputNode"},
            {"id": "table", "name": "gate", "type": "decisionTableNode", "content": content},
            {"id": "out", "name": "response", "type": "outputNode"},
        ],
        "edges": [
            {"id": "e1", "type": "edge", "sourceId": "in", "targetId": "table"},
            {"id": "e2", "type": "edge", "sourceId": "table", "targetId": "out"},
        ],
    }


TABLE: dict[str, Any] = _table()
