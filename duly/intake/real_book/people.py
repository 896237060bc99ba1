"""Who the card holders are said to be: names, numbers and places that belong to nobody, the same in every run.

China sets no telephone numbers aside for examples, so no number is written at all: none can ring.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from duly.core.day import instant_of
from duly.intake.real_book.ledger import BOOK_ID, BUSINESS_DAY, Row, public_id
from duly.intake.real_book.source import Card

NOTICE = (
    "台湾2005年还款行为 · 大陆规则 · 演示。日期整体后移21年；姓名、地区、联系方式、联系记录及各类例外事实均为合成。"
    " Taiwan 2005 behaviour, mainland rules, demonstration: every date moved forward 21 years; names, regions,"
    " addresses, contact history and everything a person said or was told are synthetic."
)

# Seats of the 31 mainland provinces (GB/T 2260 division codes), each as likely as the next.
REGIONS = tuple(
    f"{province}01"
    for province in (
        *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)
    )
)  # fmt: skip

TEAMS = (  # region, title, dialects, agents
    ("11", "北京组", "北京话", 2),
    ("21", "辽宁组", "东北话", 2),
    ("31", "上海组", "吴语", 2),
    ("42", "湖北组", "西南官话", 2),
    ("44", "广东组", "粤语|客家话", 2),
    ("51", "四川组", "四川话", 2),
    ("61", "陕西组", "关中话", 2),
    ("", "中心组", "普通话", 16),
)

AGENCY_ID = "AGENCY-1"

# Of 10,000 card holders: (late ones, the others). The draw looks at no attribute but this.
SHARES = {
    "deceased": (6, 1),
    "limited capacity": (6, 1),
    "facts unknown": (40, 5),
    "no app": (800, 800),
    "number dead": (150, 40),
    "names a contact": (1000, 1000),
    "contact refused": (1500, 300),  # of the contacts named
}


def draw(card: Card, question: str, sides: int) -> int:
    """A number in [0, sides) that depends on the row and the question alone."""
    digest = hashlib.blake2b(f"{question}:{card.row}".encode(), key=b"duly real book", digest_size=8).digest()
    return int.from_bytes(digest) % sides


def is_drawn(card: Card, fact: str, shares: dict[str, tuple[int, int]]) -> bool:
    late, others = shares[fact]
    return draw(card, fact, 10_000) < (late if card.months_late else others)


def book() -> Row:
    return {
        "book_id": BOOK_ID,
        "lender_id": "DEMO-BANK",
        "lender_name": "示例银行（演示）",
        "lender_kind": "bank",
        "currency": "TWD",
        "first_date": BUSINESS_DAY,
        "synthetic": True,
        "notice": NOTICE,
    }


def borrower(card: Card) -> Row:
    known = not is_drawn(card, "facts unknown", SHARES)
    return {
        "borrower_id": public_id("B", card.row),
        "name": f"示例用户{card.row:05d}",
        "region": REGIONS[draw(card, "region", len(REGIONS))],
        "deceased": is_drawn(card, "deceased", SHARES) if known else None,
        "minor": False if known else None,
        "capacity": ("limited" if is_drawn(card, "limited capacity", SHARES) else "full") if known else None,
    }


def addresses(card: Card) -> Iterator[Row]:
    """The borrower's mobile; for most an account in the app; for some a contact they named."""
    borrower_id = public_id("B", card.row)
    dead = is_drawn(card, "number dead", SHARES)
    state = ("not_in_service", "wrong_number")[draw(card, "how dead", 2)] if dead else "valid"
    yield _address(borrower_id, "MOBILE", "mobile", "borrower", "contract", state)
    if not (dead or is_drawn(card, "no app", SHARES)):
        yield _address(borrower_id, "APP", "app_account", "borrower", "contract", "valid")
    if dead or is_drawn(card, "names a contact", SHARES):
        refused = is_drawn(card, "contact refused", SHARES)
        yield _address(borrower_id, "CONTACT", "mobile", "contact", "reserved", "valid") | {
            "refused_at": instant_of(BUSINESS_DAY.replace(month=9, day=20), 10 * 60) if refused else None
        }


def _address(borrower_id: str, which: str, kind: str, owner_role: str, source: str, state: str) -> Row:
    return {
        "address_id": f"{borrower_id}-{which}",
        "borrower_id": borrower_id,
        "kind": kind,
        "owner_role": owner_role,
        "source": source,
        "state": state,
    }


def teams() -> Iterator[Row]:
    for region, title, dialects, agents in TEAMS:
        yield {
            "team_id": f"TEAM-{region or 'CENTRE'}",
            "title": title,
            "region": region or None,
            "opens_minute": 9 * 60,
            "closes_minute": 18 * 60,
            "dialects": dialects,
            "agents": agents,
            "calls_per_agent": 60,
        }


def staff() -> Iterator[Row]:
    for region, _, _, agents in TEAMS:
        for number in range(1, agents + 1):
            team_id = f"TEAM-{region or 'CENTRE'}"
            yield {
                "staff_id": f"{team_id}-{number:02d}",
                "team_id": team_id,
                "certificate_last_date": BUSINESS_DAY.replace(year=2027, month=3, day=31),
                "suspended": False,
            }


def agencies() -> Iterator[Row]:
    yield {
        "agency_id": AGENCY_ID,
        "title": "示例催收机构（演示）",
        "listed": True,
        "published": True,
        "contract_first_date": BUSINESS_DAY.replace(month=1, day=1),
        "contract_last_date": BUSINESS_DAY.replace(year=2027, month=12, day=31),
    }
