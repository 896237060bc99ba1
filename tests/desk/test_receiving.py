"""The example that receives webhooks believes what the house has signed, and nothing else."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from duly.desk import telling

RECEIVE = Path(__file__).parents[2] / "examples" / "webhook" / "receive.py"
SECRET = f"whsec_{b64encode(b'k' * 32).decode()}"
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def receive() -> Any:
    spec = spec_from_file_location("receive", RECEIVE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestASignature:
    def test_of_ours_is_genuine(self, receive: Any) -> None:
        assert receive.is_genuine(telling.signed("m1", NOW, b"{}", SECRET), b"{}", SECRET, NOW.timestamp())

    @pytest.mark.parametrize("changed", [
        {"webhook-id": "m2"}, {"webhook-timestamp": str(int(NOW.timestamp()) + 1)}, {"webhook-signature": ""}, {"webhook-id": ""},
        {"webhook-signature": "v1,"}, {"webhook-signature": "v2,x v1a,y"}, {"webhook-timestamp": "soon"}, {"webhook-timestamp": "²"},
        {"webhook-timestamp": ""}, {"webhook-signature": "é"},
    ])  # fmt: skip
    def test_with_anything_changed_is_not(self, receive: Any, changed: dict[str, str]) -> None:
        headers = telling.signed("m1", NOW, b"{}", SECRET) | changed

        assert not receive.is_genuine(headers, b"{}", SECRET, NOW.timestamp())

    def test_over_another_body_or_by_another_secret_is_not(self, receive: Any) -> None:
        headers = telling.signed("m1", NOW, b"{}", SECRET)
        other = f"whsec_{b64encode(b'x' * 32).decode()}"

        assert not receive.is_genuine(headers, b"{ }", SECRET, NOW.timestamp())
        assert not receive.is_genuine(headers, b"{}", other, NOW.timestamp())

    @pytest.mark.parametrize("seconds", [-301, 301])
    def test_of_long_ago_or_of_the_future_is_not(self, receive: Any, seconds: int) -> None:
        headers = telling.signed("m1", NOW, b"{}", SECRET)

        assert not receive.is_genuine(headers, b"{}", SECRET, NOW.timestamp() + seconds)

    def test_beside_one_of_the_old_secret_is_genuine(self, receive: Any) -> None:
        headers = telling.signed("m1", NOW, b"{}", SECRET)
        both = headers | {"webhook-signature": f"v1,old {headers['webhook-signature']}"}

        assert receive.is_genuine(both, b"{}", SECRET, NOW.timestamp())
