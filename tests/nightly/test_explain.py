"""An explanation says what the night wrote, works it out again for one case, and cries out where the two differ."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from duly.cli import register
from duly.law.cited import citation_sides
from duly.nightly import business_day, closed
from duly.nightly.closed import NotClosed
from duly.nightly.explain import NoSuchCase, explain, lines
from duly.store.lake import Home, NoBook
from tests.homes import DAY, NOON, lay, schedule, small_book
from tests.nightly.test_oracle import shaken_book

PEOPLE = 110
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"


class Unwatched:
    def starts(self, step, engine):
        pass

    def ends(self, step, ran):
        pass


def close(home, **how):
    business_day.close(home, DAY, watcher=Unwatched(), **how)
    return home


@pytest.fixture(scope="module")
def shaken(tmp_path_factory):
    """A shaken day, open."""
    home = close(lay(tmp_path_factory.mktemp("shaken"), with_wishes(shaken_book(5, PEOPLE))))
    with closed.opened(home, DAY) as opened:
        yield opened


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A small day with a borrower of two loans, open."""
    book = small_book(60)
    book["loans"].append(dict(book["loans"][20], loan_id="L020b"))
    book["schedule"] += schedule("L020b", (DAY - timedelta(days=190), 30_000), (DAY + timedelta(days=9), 30_000))
    book["charges"].append(
        {"charge_id": "G1", "loan_id": "L020b", "kind": "penalty", "charged_date": DAY, "amount_minor": 250}
    )
    home = close(lay(tmp_path_factory.mktemp("small"), book))
    with closed.opened(home, DAY) as opened:
        yield opened


def with_wishes(book):
    """Borrowers who asked for hours of their own, and some who need a guardian."""
    for borrower in book["borrowers"][5::17]:
        borrower["capacity"] = "limited"
    book["preferences"] += [
        {"preference_id": f"W{n}", "borrower_id": f"B{n:03}", "kind": ("contact_window", "quiet_hours")[n % 2],
         "from_minute": 60 * (n % 20), "to_minute": 60 * (n % 20) + 120, "stated_at": NOON}
        for n in range(0, PEOPLE, 7)
    ]  # fmt: skip
    return book


def passage(explanation, code):
    return next(each for each in explanation.passages if each.code == code)


def text(explanation, code, lang="zh"):
    return "\n".join(getattr(line, lang) for line in passage(explanation, code).lines)


def one(opened, query):
    """The id that a query finds first."""
    return opened.reading.engine.execute(f"{query} LIMIT 1").fetchone()[0]


@contextmanager
def rewritten(opened, view, change):
    """The day with one of its tables told otherwise."""
    engine = opened.reading.engine
    (was,) = engine.execute(f"SELECT sql FROM duckdb_views() WHERE view_name = '{view}' AND NOT internal").fetchone()
    engine.execute(f"CREATE OR REPLACE TABLE kept_{view} AS SELECT * REPLACE ({change}) FROM {view}")
    engine.execute(f"CREATE OR REPLACE VIEW {view} AS FROM kept_{view}")
    try:
        yield opened
    finally:
        engine.execute(was.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1))


def _listed(ids):
    return ids.split(",") if ids else []


class TestWhatIsWorkedOutAgain:
    def test_is_what_the_night_wrote_for_every_planned_contact(self, shaken):
        planned = shaken.reading.rows("SELECT borrower_id, verdict, refused_by FROM planned ORDER BY contact_id")

        for contact in planned:
            explanation = explain(shaken, contact["borrower_id"])
            gate = passage(explanation, "gate")

            assert explanation.differs == ()
            assert gate.facts["verdict"] == contact["verdict"]
            assert [each.rule for each in gate.findings if each.severity.blocks] == _listed(contact["refused_by"])
        assert len({contact["verdict"] for contact in planned}) > 2

    def test_is_what_the_night_wrote_for_everyone_left_in_peace(self, shaken):
        in_peace = shaken.reading.rows("SELECT borrower_id, reason FROM treatments WHERE reason IS NOT NULL ORDER BY 1")

        for each in in_peace[::3]:
            assert explain(shaken, each["borrower_id"]).differs == ()
        assert len({each["reason"] for each in in_peace}) > 6

    @pytest.mark.parametrize(
        ("table", "change", "said"),
        [
            ("planned", "CASE verdict WHEN 'deny' THEN 'allow' ELSE 'deny' END AS verdict", "Verdict"),
            ("planned", "'CN-NONE' AS refused_by", "Verdict"),
            ("treatments", "'otherwise' AS row_id", "Row of the table"),
            ("treatments", "CASE arm WHEN 'champion' THEN 'holdout' ELSE 'champion' END AS arm", "Arm"),
            ("scores", "score + 1 AS score", "Score"),
            ("aging", "(dpd + 1)::INTEGER AS dpd", "Days past due"),
        ],
    )
    def test_cries_out_where_it_is_not(self, shaken, table, change, said):
        who = one(shaken, "SELECT borrower_id FROM planned WHERE refused_by IS NULL ORDER BY ALL")

        with rewritten(shaken, table, change):
            explanation = explain(shaken, who)

        assert any(two.en.startswith(said) for two in explanation.differs)
        assert list(lines(explanation, "en"))[1].startswith("⚠ WORKED OUT AGAIN")
        assert list(lines(explanation, "zh"))[1].startswith("⚠ 重新计算")
        assert explanation.to_json()["agrees"] is False


class TestOneCase:
    def test_is_told_from_the_instalment_to_the_worklist(self, small):
        who = one(small, "SELECT borrower_id FROM worklists ORDER BY team_id, position")

        codes = [each.code for each in explain(small, who).passages]

        assert codes == ["who", "due", "late", "score", "stops", "arm", "row", "contact", "window", "gate", "follows",
                         "worklist", "sources"]  # fmt: skip

    def test_counts_days_past_due_as_a_sum(self, small):
        told = text(explain(small, "L005"), "late")

        assert "2026-10-01 − 2026-08-27 = 35 天，减暂停 0 天 = 35 天；宽限期 0 天。" in told
        assert "一个月前是 M1 1–30 天：恶化。" in told
        assert "五级分类至多关注（CN-RISK-01，" in told

    def test_without_statements_reads_the_probability_as_an_order_and_calls_nothing_lost_by_what_is_not_known(
        self, small
    ):
        score = passage(explain(small, "L005"), "score")

        told = score.lines[0].en
        assert "All that is known: how many days the loan is past due now. The card was fitted on 24,000 credit" in told
        assert "in Taiwan of 2005: read the probability as an order, not as a forecast." in told
        assert "只能用来排先后，不能当作预测。" in score.lines[0].zh
        for line, attribute in zip(score.lines[2:], score.facts["attributes"], strict=True):
            known = attribute["value"] is not None
            assert known == ("less than the best" in line.en) == ("counts neutral" not in line.en)
            assert (attribute["loss"] is None) != known
        assert any("counts neutral with 0 points; the best has +18." in line.en for line in score.lines)

    def test_with_every_feature_known_says_nothing_of_an_order(self, shaken):
        told = [passage(explain(shaken, f"B{n:03}"), "score") for n in range(0, PEOPLE, 9)]

        whole = [each for each in told if all(one["value"] is not None for one in each.facts["attributes"])]
        assert whole
        assert not [each for each in whole if "not as a forecast" in each.lines[0].en]

    def test_takes_paused_days_away_and_says_how_many(self, small):
        explanation = explain(small, "B008")  # 56 days since the due date, a hold of ten of them

        assert "2026-10-01 − 2026-08-06 = 56 天，减暂停 10 天 = 46 天" in text(explanation, "late")
        assert passage(explanation, "late").facts["dpd"] == 46

    def test_of_several_loans_shows_each_and_marks_the_one_that_decides(self, small):
        explanation = explain(small, "B020")

        loans = passage(explanation, "who").facts["loans"]
        assert [(loan["loan_id"], loan["decides"]) for loan in loans] == [("L020b", True), ("L020", False)]
        assert "→ L020b" in text(explanation, "who")
        assert [each.name.en for each in explanation.passages if each.code == "late"] == [
            "Past due · L020b",
            "Past due · L020",
        ]

    def test_is_the_same_by_the_loan_as_by_its_borrower(self, small):
        by_loan, by_borrower = explain(small, "L020"), explain(small, "B020")

        assert by_loan.passages[1:] == by_borrower.passages[1:]

    def test_says_what_payments_covered_and_what_is_missing(self, small):
        explanation = explain(small, "L044")  # 308 % 201 = 107 days late, ¥500.00 paid of ¥500.44

        assert "到它为止累计应还 ¥500.44，到2026年10月1日共还款 ¥500.00，这一期还差 ¥0.44。" in text(explanation, "due")
        assert passage(explanation, "due").facts["paid_minor"] == 50_000

    def test_names_the_hardship_that_stopped_it_kindly(self, small):
        explanation = explain(small, "B001")

        assert "有经济困难：重病，自 2026年9月20日 12:00 起" in text(explanation, "stops")
        assert "没有计划联系" in text(explanation, "gate")
        assert "等纾困有了结果再说" in text(explanation, "follows")
        assert [each.code for each in explanation.passages][-3:] == ["gate", "follows", "sources"]

    def test_lists_the_hours_that_the_law_leaves_and_those_the_borrower_asked_for(self, shaken):
        who = one(
            shaken,
            "SELECT borrower_id FROM planned JOIN preferences USING (borrower_id) "
            "WHERE preferences.kind = 'contact_window' AND earliest_minute IS NULL ORDER BY ALL",
        )

        told = text(explain(shaken, who), "window")

        assert re.search(r"CN-TIME-01 .*：08:00–22:00", told)
        assert "只在此时段联系" in told
        assert "两者没有共同的时刻" in told

    def test_gives_every_refusing_rule_with_its_source_and_the_facts_it_lacks(self, shaken):
        who = one(shaken, "SELECT borrower_id FROM planned WHERE unknown_in IS NOT NULL ORDER BY ALL")

        explanation = explain(shaken, who)

        told = "\n".join(lines(explanation, "zh"))
        for finding in passage(explanation, "gate").findings:
            assert f"{finding.rule} " in told
            assert finding.zh in told
            assert citation_sides(finding.citation)[0] in told
        assert "缺少事实" in told

    def test_says_why_a_permitted_call_waits(self, small):
        who = one(
            small,
            "SELECT p.borrower_id FROM planned p ANTI JOIN worklists USING (contact_id) "
            "WHERE channel = 'voice' AND verdict = 'allow' ORDER BY ALL",
        )

        told = explain(small, who)

        assert passage(told, "worklist").facts["position"] is None
        assert "今天等待" in text(told, "worklist")

    def test_holds_no_phone_number_and_no_name(self, small):
        whole = json.dumps([explain(small, f"B{n:03}").to_json() for n in range(0, 60, 6)], ensure_ascii=False)

        assert not re.search(r"(?<![\d.])1[3-9]\d{9}(?!\d)", whole)
        assert "addresses" not in whole

    def test_as_json_is_one_object_of_days_amounts_and_words(self, small):
        value = json.loads(json.dumps(explain(small, "B020").to_json(), ensure_ascii=False))

        assert set(value) == {"asked", "day", "borrower_id", "loan_id", "law_version", "book_version", "agrees",
                              "differs", "passages"}  # fmt: skip
        assert all(set(each) == {"code", "name", "zh", "en", "facts", "findings"} for each in value["passages"])
        assert all(len(each["zh"]) == len(each["en"]) for each in value["passages"])

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_has_no_passage_that_the_how_to_does_not_name(self, small, lang):
        page = (HOW_TO / f"explain-a-case.{lang}.md").read_text("utf-8")
        codes = {each.code for who in ("B001", "B003", "B020", "B044") for each in explain(small, who).passages}

        assert all(f"`{code}`" in page for code in codes)


class TestWhatCannotBeExplained:
    def test_an_unknown_id_is_named_with_the_book_it_is_not_in(self, small):
        with pytest.raises(
            NoSuchCase, match=r"X9: .* is neither a borrower nor a loan of the book of 2026-10-01 \(version 1\)"
        ):
            explain(small, "X9")

    def test_an_id_that_came_later_says_how_to_take_it_in(self, tmp_path):
        home = close(lay(tmp_path, small_book(4)))
        version = home.version()
        home.commit(type(version)(2, version.tables, version.batches, {}))

        with closed.opened(home, DAY) as opened, pytest.raises(NoSuchCase, match="version 2 now: duly night --day"):
            explain(opened, "X9")

    def test_the_book_of_the_close_is_explained_and_the_newer_one_named(self, tmp_path):
        home = close(lay(tmp_path, small_book(4)))
        version = home.version()
        home.commit(type(version)(2, version.tables, version.batches, {}))

        with closed.opened(home, DAY) as opened:
            told = text(explain(opened, "B003"), "sources", "en")

        assert "book version 1." in told
        assert "The book is at version 2 now" in told

    def test_an_id_of_a_borrower_and_of_anothers_loan_asks_which(self, tmp_path):
        book = small_book(4)
        book["loans"].append(dict(book["loans"][2], loan_id="B001"))

        with (
            closed.opened(close(lay(tmp_path, book)), DAY) as opened,
            pytest.raises(NoSuchCase, match=r"B001 is a borrower and also a loan of borrower B002; .*: L001"),
        ):
            explain(opened, "B001")

    def test_a_borrower_without_a_loan_has_nothing_decided(self, tmp_path):
        book = small_book(4)
        book["borrowers"].append({"borrower_id": "B999"})

        with (
            closed.opened(close(lay(tmp_path, book)), DAY) as opened,
            pytest.raises(NoSuchCase, match="borrower B999 has no loan"),
        ):
            explain(opened, "B999")


class TestADay:
    def test_that_is_not_closed_says_how_to_close_it_and_which_are(self, tmp_path):
        home = close(lay(tmp_path, small_book(3)))

        with (
            pytest.raises(NotClosed, match=r"run: duly night --day 2026-10-02 .*\(closed: 2026-10-01\)"),
            closed.opened(home, DAY + timedelta(days=1)),
        ):
            pass

    def test_in_a_home_without_a_book_says_how_to_take_one_in(self, tmp_path):
        with pytest.raises(NoBook, match="duly intake"), closed.opened(Home(tmp_path), DAY):
            pass

    def test_whose_night_was_begun_again_and_cut_off_is_not_explained(self, tmp_path):
        home = close(lay(tmp_path, small_book(3)))
        (home.day(DAY) / ".steps" / "judge.json").unlink()

        with pytest.raises(NotClosed, match="begun again and has not ended"), closed.opened(home, DAY):
            pass


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A home whose day is closed."""
    return close(lay(tmp_path_factory.mktemp("plain"), small_book(30)))


@pytest.fixture(scope="module")
def run(plain):
    app = register.application()
    return lambda *words: CliRunner().invoke(app, ["explain", *words, "--day", str(DAY), "--home", str(plain.path)])


class TestTheCommand:
    def test_speaks_chinese_first_and_then_english(self, run):
        told = run("B003").output

        assert told.index("如约 · 2026年10月1日 · B003") < told.index("Duly · 1 Oct 2026 · B003")

    def test_speaks_one_language_when_asked(self, run):
        assert "Duly ·" not in run("B003", "--lang", "zh").output
        assert "如约" not in run("B003", "--lang", "en").output

    def test_prints_one_object(self, run):
        assert json.loads(run("L003", "--json").output)["borrower_id"] == "B003"

    def test_ends_with_1_where_the_night_wrote_something_else(self, run, plain):
        table = plain.day(DAY) / "treatments.parquet"
        kept = table.read_bytes()
        duckdb.sql(f"COPY (SELECT * REPLACE ('otherwise' AS row_id) FROM '{table}') TO '{table}.new' (FORMAT parquet)")
        table.with_name("treatments.parquet.new").replace(table)

        ended = run("B003")

        table.write_bytes(kept)
        assert ended.exit_code == 1
        assert "⚠" in ended.output
