"""What the surroundings say, read in one place: where book and desk lie and how much of the machine may be used."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import duckdb

from duly.channels.simulated import SimulatedCallee
from duly.channels.webhooks import Webhooks
from duly.core.carrier import Carrier
from duly.core.mendable import Mendable
from duly.store import engine as engines
from duly.store.keyfile import BadKeys, from_file, from_text
from duly.store.keyring import NO_KEY, Keyring
from duly.store.lake import Home

if TYPE_CHECKING:
    from duly.desk.facts import Systems
    from duly.desk.vault import Vault

DEFAULT_HOME = Path(".duly")


class BadSetting(Mendable, ValueError):
    """A setting in the environment cannot be used; the text names it and what is accepted."""


def home(flag: Path | None, *, otherwise: Path = DEFAULT_HOME, settings: Mapping[str, str] = os.environ) -> Home:
    """The folder named by the flag, else by DULY_HOME, else ./.duly.

    Raises BadSetting where a file lies there.
    """
    place = (flag or Path(settings.get("DULY_HOME") or otherwise)).absolute()
    if place.is_file():
        raise BadSetting(
            f"{place}: 这里是文件，台账需要目录；用 --home 或 DULY_HOME 指明 "
            "is a file; the book needs a folder: name one with --home or DULY_HOME"
        )
    return Home(place)


def engine(*, spill: Path | None = None, settings: Mapping[str, str] = os.environ) -> duckdb.DuckDBPyConnection:
    """The embedded engine, within DULY_MEMORY_LIMIT (for example 4GB) and DULY_THREADS.

    Raises BadSetting.
    """
    threads = settings.get("DULY_THREADS")
    if threads is not None and not (threads.isdecimal() and int(threads) > 0):
        raise BadSetting(f"DULY_THREADS {threads!r}: 须为正整数 is no number of threads; write a whole number from 1")
    limit = settings.get("DULY_MEMORY_LIMIT") or engines.MEMORY_LIMIT
    try:
        return engines.connect(spill=spill, memory_limit=limit, threads=int(threads) if threads else None)
    except duckdb.Error as refused:
        raise BadSetting(
            f"DULY_MEMORY_LIMIT {limit!r}: 须为大小，如 4GB is no size; write one such as 4GB ({refused})"
        ) from refused


def database(*, settings: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The desk's database in Django's words: PostgreSQL by DULY_DATABASE_URL, else desk.sqlite3 in the home.

    Raises BadSetting.
    """
    address = settings.get("DULY_DATABASE_URL")
    if not address:
        place = home(None, settings=settings).path / "desk.sqlite3"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(place),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # a reader that turns writer would fail, or pass a cap, in a race
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0;",
            },
            "TEST": {"NAME": str(place.with_name("test-desk.sqlite3"))},
        }
    url = urlsplit(address)
    if url.scheme not in ("postgresql", "postgres") or not url.path.strip("/"):
        raise BadSetting(
            "DULY_DATABASE_URL: 须为 postgresql://用户:密码@主机:端口/库名 "
            "is no address such as postgresql://user:password@host:5432/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": parse_qs(url.query).get("host", [unquote(url.hostname or "")])[0],  # a folder is a socket's
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        # a statement that comes again is planned once: planning the question to the judge costs ten times its answer
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2},
    }


def is_demo(*, settings: Mapping[str, str] = os.environ) -> bool:
    """Whether this is a demonstration: invented people, a callee who is simulated, and nobody but this machine."""
    return settings.get("DULY_DEMO") == "1"


def serves(*, is_terminal: bool, settings: Mapping[str, str] = os.environ) -> bool:
    """Whether the console follows the report: on a terminal it does, unless DULY_SERVE says otherwise.

    Raises BadSetting.
    """
    said = settings.get("DULY_SERVE", "")
    if said not in ("", "0", "1"):
        raise BadSetting(f"DULY_SERVE {said!r}: 须为 0 或 1 must be 0 or 1")
    return said == "1" or (is_terminal and said != "0")


def wall_clock() -> datetime:
    """What the machine's clock says."""
    return datetime.now(UTC)


def clock(*, settings: Mapping[str, str] = os.environ) -> Callable[[], datetime]:
    """The clock of the desk: the machine's; in a demonstration one that began at DULY_DEMO_BEGAN=then@seconds.

    A command beside a demonstration finds that in the file the demonstration left. Raises BadSetting.
    """
    began = settings.get("DULY_DEMO_BEGAN", "")
    if began and not is_demo(settings=settings):
        raise BadSetting("DULY_DEMO_BEGAN: 只在演示里可用 is for a demonstration alone; unset it")
    kept = demo_clock(home(None, settings=settings).path)
    if not began and is_demo(settings=settings) and kept.exists():
        began = kept.read_text("utf-8")
    if not began:
        return wall_clock
    then, _, seconds = began.partition("@")
    ahead = datetime.fromisoformat(then) - datetime.fromtimestamp(float(seconds), UTC)
    return lambda: wall_clock() + ahead


def demo_clock(home: Path) -> Path:
    """Where a demonstration leaves when it began: beside its home, as its key is."""
    return home.with_name(f"{home.name}.demo-clock")


def hosts(*, settings: Mapping[str, str] = os.environ) -> list[str]:
    """Names under which the console answers: this machine, and those in DULY_HOSTS, by commas."""
    named = [] if is_demo(settings=settings) else settings.get("DULY_HOSTS", "").split(",")
    return ["127.0.0.1", "localhost", "[::1]", *filter(None, (one.strip() for one in named))]


def public_address(*, settings: Mapping[str, str] = os.environ) -> str:
    """Where the public reads the list of agencies and verifies a mandate: DULY_PUBLIC_URL, without a slash at its end.

    Raises BadSetting.
    """
    address = settings.get("DULY_PUBLIC_URL", "https://www.bank.example" if is_demo(settings=settings) else "")
    if not re.fullmatch(r"https://[a-z0-9.-]+", address):
        raise BadSetting(
            "DULY_PUBLIC_URL: 须为贷款人官网，如 https://www.bank.example "
            "must be the lender's own site, such as https://www.bank.example"
        )
    return address


def carrier(channel: str) -> Carrier:
    """Who carries a contact of this channel: a simulated callee, until live ones are unlocked."""
    return SimulatedCallee()


def webhooks(*, settings: Mapping[str, str] = os.environ) -> Webhooks:
    """Who takes messages to other programs; in a demonstration to this machine alone."""
    return Webhooks(here=is_demo(settings=settings))


def systems(*, settings: Mapping[str, str] = os.environ) -> Systems:
    """What stands and what does not: the counter is the database itself; nothing records but in a demonstration."""
    from duly.desk.facts import Systems  # knows Django's models, whose settings are made of this module

    return Systems(contact_counter="up", recording="up" if is_demo(settings=settings) else "down")


def vault_keys(place: Home, *, settings: Mapping[str, str] = os.environ) -> Keyring:
    """The vault's keys, of DULY_VAULT_KEY or of the file that DULY_VAULT_KEY_FILE names; without either a closed ring.

    Raises BadSetting for anything that is not strictly a key, for a file that others may read and for one in the home.
    """
    told, named = settings.get("DULY_VAULT_KEY"), settings.get("DULY_VAULT_KEY_FILE")
    if told and named:
        raise BadSetting("DULY_VAULT_KEY, DULY_VAULT_KEY_FILE: 两者只设一个 both are set; set one and unset the other")
    try:
        if told:
            return Keyring(from_text(told))
        if named:
            return Keyring(from_file(Path(named), home=place.path))
    except BadKeys as bad:
        raise BadSetting(f"{'DULY_VAULT_KEY' if told else 'DULY_VAULT_KEY_FILE'}: {bad}") from None
    return Keyring(why=f"{NO_KEY} (DULY_VAULT_KEY, DULY_VAULT_KEY_FILE)")


def vault() -> Vault:
    """The house's vault, behind the keys that the surroundings name; closed without one. Raises BadSetting."""
    from duly.desk.vault import Vault  # knows Django's models

    return Vault(vault_keys(home(None)))
