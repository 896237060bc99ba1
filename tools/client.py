"""Generate the typed Python client from the API as it is served, check its types, and let it ask.

The generator has an environment of its own, .venv-client, since it wants other versions than ours.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from duly.nightly import business_day
from tests.homes import DAY, lay, small_book
from tests.nightly.test_accounts import Unwatched
from tools.served import served

ROOT = Path(__file__).parents[1]
OUT, BIN = ROOT / "build", ROOT / ".venv-client" / "bin"
EXAMPLE = ROOT / "examples" / "typed_client" / "one_clearance.py"
EXPECTED = re.compile(
    r"agent: contact, see_case\n"
    r"on the list: \d+\n"
    r"permitted: False, because of (CN-[A-Z]+-\d\d(, )?)+\n"
    r"the same answer again: True\n"
    r"another request with that key: 422 urn:duly:problem:key-of-another\n"
    r"a case that there is not: 404 urn:duly:problem:not-found\n"
    r"beyond the token: 403 urn:duly:problem:not-allowed scope: lacks the right: approve\n"
)


def generate(document: bytes) -> Path:
    """Write the client into build/; a part of the document that the generator does not understand is a failure."""
    OUT.mkdir(exist_ok=True)
    said, package = OUT / "openapi.json", OUT / "duly_client"
    said.write_bytes(document)
    _run(
        BIN / "openapi-python-client", "generate", "--path", said, "--output-path", package, "--meta", "none",
        "--overwrite", "--fail-on-warning", "--config", ROOT / "tools" / "client.yaml",
    )  # fmt: skip
    return package


def check(package: Path) -> None:
    """Check the types of the client and of the example that uses it."""
    _run(BIN / "mypy", "--strict", "--config-file=", package, EXAMPLE, env={"MYPYPATH": str(OUT)})


def use(address: str, token: str) -> str:
    """What the example says when it asks the API that is served."""
    return _run(BIN / "python", EXAMPLE, address, env={"PYTHONPATH": str(OUT), "DULY_TOKEN": token})


def main() -> None:
    with TemporaryDirectory() as folder:
        home = lay(Path(folder) / "home", small_book())
        business_day.close(home, DAY, watcher=Unwatched())
        with served(home.path) as site:
            with urlopen(f"{site.address}/api/v1/openapi.json", timeout=30) as answer:
                check(generate(answer.read()))
            token = _run(
                sys.executable, "-m", "duly.cli", "desk", "token", "--home", home.path, "--user", "agent",
                "--name", "typed client", "--scope", "contact", "--scope", "see_case",
            ).strip()  # fmt: skip
            told = use(site.address, token)
    if not EXPECTED.fullmatch(told):
        raise SystemExit(f"示例说的不是预期的 the example does not say what it should:\n{told}")
    print(told, end="")


def _run(*words: str | Path, env: dict[str, str] | None = None) -> str:
    """What a program says; where it fails, that it failed and everything that it said."""
    around = {name: value for name, value in os.environ.items() if not name.startswith(("DULY_", "DJANGO_"))}
    ran = subprocess.run(
        [str(word) for word in words], cwd=OUT, env=around | (env or {}), capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(f"{words[0]}: {ran.returncode}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


if __name__ == "__main__":
    main()
