"""A statement says the same to the cent on a page, on paper, on a terminal and in JSON, and can be verified."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from duly.law import load
from duly.nightly.statement import demo
from duly.nightly.statement.page import page
from duly.nightly.statement.paper import CannotPrint, paper
from duly.nightly.statement.reading import verify
from duly.nightly.statement.text import both, wrapped
from duly.nightly.statement.view import sealed
from duly.rules.account.asked import Refused
from duly.rules.account.statement_answer import answer_statement, hash_of
from tests.rules.account.test_statement import random_question

from ..report.test_in_browser import AXE, DESK, PHONE, RULES, browser  # noqa: F401  (a fixture)

LAW = load("cn")
TOLD = answer_statement(demo(), LAW)
AMOUNT = re.compile(r"(?<![\d,.])-?\d{1,3}(?:,\d{3})*\.\d\d(?![\d%])(?! %)")
LANGS = ("zh", "en")


def written(minor: int) -> str:
    sign, (whole, part) = "-" * (minor < 0), divmod(abs(minor), 100)
    return f"{sign}{whole:,}.{part:02}"


def amounts(text: str) -> Counter[str]:
    return Counter(AMOUNT.findall(text))


def paper_text(made: bytes) -> str:
    document = pypdfium2.PdfDocument(made)
    return "\n".join(leaf.get_textpage().get_text_range() for leaf in document)


def page_text(browser: Any, made: str) -> str:  # noqa: F811
    tab = browser.new_page(viewport=DESK)
    tab.set_content(made)
    text: str = tab.locator("body").inner_text()
    tab.close()
    return text


@pytest.mark.parametrize("lang", LANGS)
def test_every_form_shows_the_same_amounts(browser: Any, lang: str) -> None:  # noqa: F811
    terminal = amounts(both(TOLD, lang))

    assert amounts(paper_text(paper(TOLD, lang))) == terminal
    assert amounts(page_text(browser, page(TOLD, lang))) == terminal
    assert sum(terminal.values()) > 200


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", ["text", "paper", "page"])
def test_every_form_shows_each_line_of_the_json(browser: Any, form: str, lang: str) -> None:  # noqa: F811
    """Day, what, amount and balance of each line, in this order, then the sums and what is due."""
    shown = {
        "text": lambda: both(TOLD, lang),
        "paper": lambda: paper_text(paper(TOLD, lang)),
        "page": lambda: page_text(browser, page(TOLD, lang)),
    }[form]()

    at = 0
    for debt in TOLD["debts"]:
        for line in debt["lines"]:
            said = [line["on"], line[lang], written(line["amount"]), written(line["total"])]
            found = re.compile(r".{0,400}?".join(map(re.escape, said)), re.DOTALL).search(shown, at)
            assert found, said
            at = found.end()
    for sums in (TOLD, *TOLD["debts"]):
        for name in ("due", "later", "not_demanded", "outstanding"):
            assert not sums[name]["total"] or written(sums[name]["total"]) in shown
    for one in TOLD["what_if"]:
        assert all(written(debt["due"]) in shown and written(debt["outstanding"]) in shown for debt in one["debts"])
    for debt in TOLD["debts"]:
        assert all(debt["cost"]["shown"][rate] in shown for rate in ("simple", "xirr", "cap"))
    assert TOLD["hash"] in re.sub(r"\s", "", shown)


def test_a_debt_that_was_written_off_says_so_and_that_the_claim_is_kept() -> None:
    question = demo()
    question["debts"][0]["account"]["events"].append({"id": "x", "kind": "write_off", "on": "2026-11-20"})
    told = answer_statement(question, LAW)

    assert "2026-11-20 在账上核销，此后不再计息；债权仍在。" in both(told, "zh")
    assert "Written off on" not in both(TOLD, "en")
    assert told["debts"][0]["due"]["penalty"] < TOLD["debts"][0]["due"]["penalty"]


def test_paper_is_the_same_to_the_last_byte_whenever_it_is_made() -> None:
    assert paper(TOLD, "zh") == paper(TOLD, "zh")


def test_paper_is_for_archives_and_for_those_who_listen() -> None:
    """PDF/A-3a and PDF/UA-1 are declared, it is tagged, names its language, and carries its JSON."""
    document = pypdfium2.PdfDocument(made := paper(TOLD, "en"))

    assert b"<pdfaid:part>3</pdfaid:part>" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert document.get_metadata_dict()["Title"] == "Statement of account 2026-11-26"
    assert json.loads(bytes(document.get_attachment(0).get_data())) == TOLD


def test_what_no_font_can_show_is_refused_and_never_left_blank() -> None:
    question = demo() | {"lender": "安禾😀"}

    with pytest.raises(CannotPrint, match="unusual signs"):
        paper(answer_statement(question, LAW), "zh")


def test_what_a_lender_wrote_is_never_read_as_markup() -> None:
    odd = '</script><script>alert(1)</script> #panic("x") *b* {{ 7*7 }} <i> $x$'
    told = answer_statement(demo() | {"lender": odd}, LAW)

    made = page(told)

    assert "<script>alert" not in made
    assert verify(made.encode(), LAW).holds
    assert odd.replace(" ", "") in re.sub(r"\s", "", paper_text(paper(told, "zh")))


def test_the_square_on_paper_says_what_to_verify_and_nothing_of_anybody() -> None:
    document = pypdfium2.PdfDocument(paper(TOLD, "zh"))
    picture = document[len(document) - 1].render(scale=3).to_numpy()

    (found,) = zxingcpp.read_barcodes(picture)

    assert found.text == sealed(TOLD)
    assert TOLD["hash"] in found.text
    assert not any(word in found.text for word in (TOLD["lender"], TOLD["reference"], "http", "://"))


def as_json(told: dict[str, Any], lang: str) -> bytes:
    return json.dumps(told, indent=lang == "zh").encode()


def as_page(told: dict[str, Any], lang: str) -> bytes:
    return page(told, lang).encode()


FORMS: dict[str, Callable[[dict[str, Any], str], bytes]] = {"json": as_json, "html": as_page, "pdf": paper}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", FORMS)
def test_each_form_verifies(form: str, lang: str) -> None:
    found = verify(FORMS[form](TOLD, lang), LAW)

    assert found.holds
    assert found.form == form
    assert "✗" not in found.said()


@pytest.mark.parametrize("form", FORMS)
def test_a_changed_figure_is_found_in_each_form(form: str) -> None:
    forged = json.loads(json.dumps(TOLD))
    forged["due"]["total"] -= 100

    found = verify(FORMS[form](forged, "zh"), LAW)
    assert (found.checked.is_whole, found.checked.agrees) == (False, False)

    forged["hash"] = hash_of(forged)
    found = verify(FORMS[form](forged, "zh"), LAW)
    assert (found.checked.is_whole, found.checked.agrees, found.holds) == (True, False, False)
    assert "due.total" in found.said()


def test_a_page_or_paper_that_shows_something_else_than_it_carries_does_not_hold() -> None:
    other = page(TOLD).replace(written(TOLD["due"]["total"]), "1.00", 1)

    found = verify(other.encode(), LAW)

    assert found.checked.is_whole
    assert found.shows_it is False
    assert not found.holds
    assert verify(paper(TOLD, "zh") + b"%", LAW).shows_it is False


@pytest.mark.parametrize("given", [b"", b"%PDF-1.7", b"\xff\xfe", b"[]", b"{}", b"<html></html>"])
def test_what_is_no_statement_is_refused(given: bytes) -> None:
    with pytest.raises(Refused):
        verify(given, LAW)


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("lang", LANGS)
def test_no_line_on_a_terminal_is_broader_than_it_and_no_amount_is_broken(lang: str, width: int) -> None:
    from rich.cells import cell_len

    lines = both(TOLD, lang, width).splitlines()

    assert [line for line in lines if cell_len(line) > width and TOLD["hash"] not in line] == []
    assert amounts("\n".join(lines)) == amounts(both(TOLD, lang, 200))


def test_chinese_breaks_anywhere_but_never_before_a_full_stop() -> None:
    assert list(wrapped("本金一千元。利息 12,345.67 元", 12)) == ["本金一千元。", "利息", "12,345.67 元"]


@pytest.mark.parametrize(
    ("viewport", "scheme", "query"),
    [(DESK, "light", ""), (DESK, "dark", "?lang=en"), (PHONE, "light", "?lang=en"), (PHONE, "dark", "")],
)
def test_anybody_can_read_it(browser, tmp_path, viewport, scheme, query):  # noqa: F811
    """No finding of axe at WCAG 2.2 AA, nothing to scroll sideways, no complaint, no request."""
    file = tmp_path / "statement.html"
    file.write_text(page(TOLD), "utf-8")
    context = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    tab = context.new_page()
    noise: list[str] = []
    tab.on("console", lambda message: noise.append(message.text))
    tab.on("pageerror", lambda error: noise.append(str(error)))
    tab.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else noise.append(asked.url))
    tab.goto(file.as_uri() + query)
    tab.add_script_tag(path=AXE)

    found = tab.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)

    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    cut = "[...document.querySelectorAll('td')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert tab.evaluate(cut) == 0
    assert noise == []
    context.close()


@pytest.mark.parametrize("lang", LANGS)
def test_it_speaks_the_language_it_was_made_in_first_and_the_other_on_request(browser, tmp_path, lang):  # noqa: F811
    file = tmp_path / "statement.html"
    file.write_text(page(TOLD, lang), "utf-8")
    tab = browser.new_page(viewport=DESK)
    tab.goto(file.as_uri())
    said = {"zh": "应还 3,520.97 元", "en": "CNY 3,520.97 is due"}
    other = "en" if lang == "zh" else "zh"

    assert tab.locator("h1").inner_text() == said[lang]
    tab.locator("#language").click()
    assert tab.locator("h1").inner_text() == said[other]
    tab.close()


def test_printed_from_the_browser_it_is_light_and_its_square_can_be_read(browser, tmp_path):  # noqa: F811
    file = tmp_path / "statement.html"
    file.write_text(page(TOLD), "utf-8")
    context = browser.new_context(viewport=DESK, color_scheme="dark")
    tab = context.new_page()
    tab.goto(file.as_uri())

    document = pypdfium2.PdfDocument(tab.pdf(format="A4"))

    assert amounts("\n".join(leaf.get_textpage().get_text_range() for leaf in document)) == amounts(both(TOLD, "zh"))
    (found,) = zxingcpp.read_barcodes(document[len(document) - 1].render(scale=3).to_numpy())
    assert found.text == sealed(TOLD)
    context.close()


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.sampled_from(LANGS))
def test_whatever_account_is_asked_about_page_and_terminal_agree_to_the_cent(dice: Random, lang: str) -> None:
    try:
        told = answer_statement(random_question(dice), LAW)
    except Refused:
        return  # the dice made an account that contradicts itself

    other = "en" if lang == "zh" else "zh"
    body = page(told, lang).split("<body>")[1].split('<script type="application/json"')[0]
    for hidden in (rf'<span class="{other}"[^>]*>.*?</span>', r"<[^>]+>"):
        body = re.sub(hidden, " ", body, flags=re.DOTALL)

    assert amounts(html.unescape(body)) == amounts(both(told, lang))
    for line in (line for debt in told["debts"] for line in debt["lines"]):
        assert written(line["amount"]) in body
        assert written(line["total"]) in body


@settings(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_whatever_account_is_asked_about_paper_and_terminal_agree_to_the_cent(dice: Random) -> None:
    try:
        told = answer_statement(random_question(dice), LAW)
    except Refused:
        return

    assert amounts(paper_text(paper(told, "zh"))) == amounts(both(told, "zh"))
