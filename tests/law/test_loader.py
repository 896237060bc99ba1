"""The law is read strictly: what is wrong is said by file, key and what is accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from duly import law as laws

GOOD = """\
id: CN-TIME-01
title: {zh: 时段, en: Hours}
values:
  2025-02-28: {opens: "08:00", closes: "22:00"}
norm: 不应
force: standard
certainty: seen
reference:
  - GB/T 45251—2025, 5.3 业务管理
checked: 2026-11-20
lawyer_confirmed: false
"""


@pytest.fixture()
def load(tmp_path: Path) -> Callable[..., laws.Law]:
    def of(text: str, name: str = "cn/hours.yaml") -> laws.Law:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        top = name.split("/", 1)[0]
        return laws.load_folders({top: tmp_path / top})

    return of


class TestALimit:
    def test_gives_the_value_of_the_day(self, load: Callable[..., laws.Law]) -> None:
        law = load(GOOD.replace("norm:", '  2026-08-01: {opens: "09:00", closes: "21:00"}\nnorm:'))

        assert law.on(date(2026, 7, 31))["cn.hours"] == {"opens": 480, "closes": 1320}
        assert law.on(date(2026, 8, 1))["cn.hours"] == {"opens": 540, "closes": 1260}

    def test_refuses_a_day_before_its_first_value(self, load: Callable[..., laws.Law]) -> None:
        with pytest.raises(laws.NotYetInForce, match=r"in force from 2025-02-28, not yet on 2025-02-27"):
            load(GOOD).on(date(2025, 2, 27))["cn.hours"]

    def test_refuses_a_day_after_it_ended(self, load: Callable[..., laws.Law]) -> None:
        law = load(GOOD.replace("norm:", "  2026-08-01: null\nnorm:"))

        assert law.on(date(2026, 7, 31))["cn.hours"]
        with pytest.raises(laws.NotYetInForce, match="ended"):
            law.on(date(2026, 8, 1))["cn.hours"]

    def test_that_nobody_wrote_is_named(self, load: Callable[..., laws.Law]) -> None:
        with pytest.raises(laws.NoSuchLimit, match=r"holds no cn.minutes; it holds cn.hours"):
            load(GOOD)["cn.minutes"]


BAD = [
    ("broken YAML", GOOD + "per: [", "not readable as YAML"),
    ("a list instead of keys", "- a\n- b\n", "holds no keys"),
    ("an unknown key", GOOD + "colour: red\n", "unknown key colour; accepted: id, title"),
    ("a key given twice", GOOD + "norm: 应\n", "norm 写了两次 is given twice"),
    ("a first day given twice", GOOD.replace("norm:", '  2025-02-28: {opens: "09:00", closes: "21:00"}\nnorm:'), "twice"),
    ("no reference", GOOD.replace("reference:\n  - GB/T 45251—2025, 5.3 业务管理\n", ""), "reference is missing"),
    ("an empty reference", GOOD.replace("\n  - GB/T 45251—2025, 5.3 业务管理", " []"), "reference is missing"),
    ("a bare time", GOOD.replace('"22:00"', "22:00"), 'a bare 22:00 is not a time in YAML; quote it: "22:00"'),
    ("a bare time with a nought", GOOD.replace('"08:00"', "08:00"), 'quote it: "08:00"'),
    ("an hour that is none", GOOD.replace('"22:00"', '"25:00"'), "'25:00' 不被接受"),
    ("a fraction", GOOD.replace('"22:00"', "22.5"), "'22.5' 不被接受"),
    ("a loose truth", GOOD.replace("lawyer_confirmed: false", "lawyer_confirmed: no"), "'no' 不被接受"),
    ("a negative number", GOOD.replace('"22:00"', "-1"), "-1 不被接受"),
    ("values out of order", GOOD.replace("norm:", '  2024-01-01: {opens: "09:00", closes: "21:00"}\nnorm:'), "order of day"),
    ("values of another shape", GOOD.replace("norm:", '  2026-01-01: {opens: "09:00"}\nnorm:'), "same parts"),
    ("values of another kind", GOOD.replace("norm:", "  2026-01-01: {opens: 9, closes: 21}\nnorm:"), "same kinds"),
    ("values without a day", GOOD.replace("2025-02-28:", "always:"), "by first day"),
    ("a day that does not exist", GOOD.replace("2025-02-28", "2025-02-30"), "2025-02-30"),
    ("an unknown force", GOOD.replace("force: standard", "force: custom"), "none of statute, rule"),
    ("an unknown certainty", GOOD.replace("certainty: seen", "certainty: sure"), "none of quoted, seen"),
    ("a title in one language", GOOD.replace(", en: Hours", ""), "title is"),
    ("a day of checking that is none", GOOD.replace("checked: 2026-11-20", "checked: lately"), "checked is a day"),
    ("a house default passed off as law", GOOD.replace("certainty: seen", "certainty: ours"), "house rule lies in law/house"),
    ("half a counting rule", GOOD + "counts: answered\n", "counts, per and across, all three"),
    ("a counting rule of strange things", GOOD + "counts: sighs\nper: [day]\nacross: [lender]\n", "'sighs' is none of"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), [(text, says) for _, text, says in BAD], ids=[name for name, _, _ in BAD])
def test_is_refused_with_file_and_reason(load: Callable[..., laws.Law], text: str, says: str) -> None:
    with pytest.raises(laws.BadLaw) as refused:
        load(text)

    assert "cn/hours.yaml" in str(refused.value)
    assert says in str(refused.value)


def test_law_may_not_lie_among_the_house_rules(load: Callable[..., laws.Law]) -> None:
    with pytest.raises(laws.BadLaw, match="house"):
        load(GOOD, "house/hours.yaml")


def test_an_id_names_one_limit(load: Callable[..., laws.Law]) -> None:
    load(GOOD)

    with pytest.raises(laws.BadLaw, match=r"already that of cn\.hours"):
        load(GOOD, "cn/more_hours.yaml")


def test_a_law_without_limits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(laws.BadLaw, match="permits nothing"):
        laws.load_folders({"cn": tmp_path})


def test_a_pack_that_is_not_shipped_is_named() -> None:
    with pytest.raises(laws.BadLaw, match="there is: cn"):
        laws.load("xx")


def test_the_version_is_of_what_is_said_and_not_of_how_it_is_laid_out(load: Callable[..., laws.Law]) -> None:
    said = load(GOOD).version

    assert load("# a remark\n" + GOOD).version == said
    assert load(GOOD.replace('"22:00"', '"21:59"')).version != said


def test_the_shipped_pack_says_of_every_limit_where_it_stands() -> None:
    for limit in laws.load("cn"):
        assert limit.reference
        assert limit.lawyer_confirmed is False
        assert limit.is_house == limit.path.startswith("house.")
