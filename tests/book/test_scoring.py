"""The scorecard for one loan and for the whole book: one card, two readings, the same answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.book import days, scorecard, scoring
from duly.book.features import FEATURES, features_query
from duly.book.scorecard import BadScorecard, Bin, Step, score_one

DAY = date(2026, 10, 1)
CARD = scorecard.load()


@st.composite
def cards(draw):
    """Any card in order: bins that rise, probabilities that fall, losses that often tie."""

    def tops(least, most):
        inner = sorted(draw(st.sets(st.integers(least, most), max_size=4)))
        return [*inner, None]

    attributes = tuple(
        scorecard.Attribute(
            feature=feature,
            reason=f"lost_by_{feature}",
            zh="",
            en="",
            bins=tuple(Bin(top, draw(st.integers(-4, 4))) for top in tops(-100, 100)),
        )
        for feature in draw(st.permutations(list(FEATURES)))
    )
    steps = tops(-20, 20)
    chances = sorted(draw(st.lists(st.integers(0, 10_000), min_size=len(steps), max_size=len(steps))), reverse=True)
    return scorecard.Card(
        id="any",
        base=draw(st.integers(-5, 5)),
        attributes=attributes,
        probabilities=tuple(Step(top, chance) for top, chance in zip(steps, chances, strict=True)),
        bands=(Step(-5, "E"), Step(0, "C"), Step(None, "A")),
    )


features = st.fixed_dictionaries({name: st.none() | st.integers(-120, 120) for name in FEATURES})


def one_row(known):
    """A relation of one loan that has these features, whatever its statements."""
    values = ", ".join(f"{'NULL' if known[name] is None else known[name]}::BIGINT AS {name}" for name in FEATURES)
    return f"SELECT 'L' AS loan_id, 'B' AS borrower_id, {values}"


class TestOneAndAll:
    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(card=cards(), loans=st.lists(features, min_size=1, max_size=8))
    def test_agree_on_every_card_and_every_loan(self, engine, monkeypatch, card, loans):
        monkeypatch.setattr(scoring, "features_query", lambda _: " UNION ALL ".join(map(one_row, loans)))

        found = engine.execute(scoring.scores_query(card, DAY)).fetchall()

        expected = [score_one(card, known) for known in loans]
        assert sorted(found, key=repr) == sorted(
            [("L", "B", s.score, s.pd_bp, s.band, *s.reasons, *(None,) * (3 - len(s.reasons))) for s in expected],
            key=repr,
        )


class TestOne:
    @given(known=features, name=st.sampled_from(list(FEATURES)))
    def test_what_is_unknown_neither_gives_nor_takes_and_is_no_reason(self, known, name):
        attribute = next(attribute for attribute in CARD.attributes if attribute.feature == name)
        unknown = score_one(CARD, known | {name: None})

        assert unknown.score == score_one(CARD, known).score - attribute.points(known[name])
        assert attribute.reason not in unknown.reasons

    @given(known=features, others=features)
    def test_more_points_are_never_a_higher_probability_nor_a_worse_band(self, known, others):
        more, less = sorted((score_one(CARD, known), score_one(CARD, others)), key=lambda s: s.score, reverse=True)

        assert more.pd_bp <= less.pd_bp
        assert more.band <= less.band

    def test_a_longer_delay_never_gives_points(self):
        scores = [score_one(CARD, {"days_past_due": days_late}).score for days_late in range(0, 200)]

        assert scores == sorted(scores, reverse=True)

    def test_a_loan_without_statements_is_scored_by_its_delay_alone(self):
        assert [score_one(CARD, {"days_past_due": days_late}).reasons for days_late in (0, 45)] == [(), ("late_now",)]

    def test_reasons_name_the_largest_losses_first(self):
        known = {"days_past_due": 47, "months_late": 2, "months_unpaid": 0, "use_bp": 500, "growth_bp": 1000}

        assert score_one(CARD, known).reasons == ("late_now", "late_before")


class TestFeatures:
    @pytest.fixture()
    def look(self, engine, fill):
        def at(statements, *, limit=100_000, dpd=0, day=DAY):
            fill(
                {
                    "loans": [{"loan_id": "L", "borrower_id": "B", "limit_minor": limit}],
                    "statements": [
                        {
                            "loan_id": "L",
                            "statement_date": on,
                            "billed_minor": billed,
                            "paid_minor": paid,
                            "months_late": late,
                        }
                        for on, billed, paid, late in statements
                    ],
                }
            )
            engine.execute(f"CREATE TABLE aging AS SELECT 'L' AS loan_id, 'B' AS borrower_id, {dpd} AS dpd")
            row = engine.execute(features_query(day)).fetchone()
            return dict(zip(FEATURES, row[2:], strict=True))

        return at

    def test_count_late_and_unpaid_months_and_use_of_the_limit(self, look):
        seen = look([(date(2026, 8, 25), 30_000, 0, 1), (date(2026, 9, 25), 50_000, 100, 0)], dpd=16)

        assert seen == {
            "days_past_due": 16,
            "months_late": 1,
            "months_unpaid": 1,
            "use_bp": 4_000,
            "growth_bp": 2_000,
        }

    def test_are_unknown_without_statements(self, look):
        assert look([], dpd=3) == dict.fromkeys(FEATURES, None) | {"days_past_due": 3}

    def test_see_no_statement_after_the_day_and_none_older_than_six_months(self, look):
        seen = look([(date(2026, 4, 1), 0, 0, 8), (date(2026, 9, 25), 50_000, 100, 0), (date(2026, 10, 2), 0, 0, 8)])

        assert (seen["months_late"], seen["use_bp"], seen["growth_bp"]) == (0, 5_000, None)

    def test_are_unknown_where_there_is_no_limit(self, look):
        seen = look([(date(2026, 9, 25) - timedelta(days=30 * n), 50_000, 1, 0) for n in range(2)], limit=0)

        assert (seen["use_bp"], seen["growth_bp"], seen["months_late"]) == (None, None, 0)

    def test_take_a_credit_balance_for_none(self, look):
        seen = look([(date(2026, 8, 25), -70_000, 5, 0), (date(2026, 9, 25), 50_000, 5, 0)])

        assert (seen["use_bp"], seen["growth_bp"]) == (2_500, 5_000)


class TestCard:
    def test_the_query_gives_the_columns_of_the_day_in_their_types(self, engine):
        engine.execute("CREATE TABLE aging AS SELECT 'L' AS loan_id, 'B' AS borrower_id, 0 AS dpd")

        made = engine.execute(f"DESCRIBE {scoring.scores_query(CARD, DAY)}").fetchall()

        assert [(row[0], row[1]) for row in made] == [(c.name, c.physical) for c in days.SCORES.columns]

    def test_reasons_have_words_in_both_languages(self):
        assert all(attribute.zh and attribute.en for attribute in CARD.reasons.values())
        assert len(CARD.reasons) == len(CARD.attributes)

    def test_asks_for_no_attribute_of_the_person(self):
        assert {attribute.feature for attribute in CARD.attributes} <= set(FEATURES)
        assert not set(FEATURES) & {"sex", "age", "education", "marriage", "region", "dialect"}

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ("id: x", "cannot be read"),
            ("- just a list", "cannot be read"),
            ("]", "cannot be read"),
        ],
    )
    def test_a_file_that_is_no_card_is_refused(self, wrong, said):
        with pytest.raises(BadScorecard, match=said):
            scorecard.read(wrong)

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            ("feature: use_bp", "feature: age", "asks for age"),
            ("up_to: 60\n", "up_to: 20\n", "must rise"),
            ("  - points: -75", "  - points: -75\n    up_to: 99", "only the last"),
            ("pd_bp: 7334", "pd_bp: 1", "rises with the score"),
        ],
    )
    def test_a_card_in_disorder_is_refused(self, before, after, said):
        from importlib import resources

        text = resources.files("duly.book").joinpath("scorecard.yaml").read_text("utf-8")
        assert before in text

        with pytest.raises(BadScorecard, match=said):
            scorecard.read(text.replace(before, after))
