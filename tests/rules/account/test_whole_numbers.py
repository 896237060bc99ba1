"""Money is whole: no float is made or met where an account is worked out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import duly

HOME = Path(duly.__file__).parent
MODULES = sorted(
    [*(HOME / "rules" / "account").rglob("*.py"), HOME / "core" / "interest.py", HOME / "core" / "money.py"]
)


SHOWN_IN_A_REFUSAL = {"asked.py": ["float()"]}  # a fraction that a question brought in


def floats(source: str) -> Iterator[str]:
    """What makes a float: a literal, a true division, float(), round(), and functions of math on reals."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{node.lineno}: {node.value}"
        elif isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div):
            yield f"{node.lineno}: /"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("float", "round"):
            yield f"{node.lineno}: {node.func.id}()"
        elif isinstance(node, ast.ImportFrom) and node.module == "math":
            yield from (f"{node.lineno}: math.{name.name}" for name in node.names if name.name not in WHOLE)


WHOLE = {"gcd", "lcm", "isqrt", "comb", "isfinite"}  # isfinite refuses a float that a question brought in


@pytest.mark.parametrize("module", MODULES, ids=lambda each: each.name)
def test_no_float_is_made(module: Path) -> None:
    made = [what.partition(": ")[2] for what in floats(module.read_text("utf-8"))]

    assert made == SHOWN_IN_A_REFUSAL.get(module.name, [])


@pytest.mark.parametrize(
    "made", ["x = 0.5", "x = 1 / 2", "x /= 2", "x = round(y)", "x = float(y)", "from math import sqrt"]
)
def test_the_check_notices(made: str) -> None:
    assert list(floats(made))
