"""The words of which every match holds one: a text without them need not be looked through."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from duly.rules.words.frames import Frame, frames, passage
from duly.rules.words.held import held
from duly.rules.words.lexicon import lexicon, spoken_of
from duly.rules.words.literals import demanded, rarest
from duly.rules.words.normal import normalise
from duly.rules.words.sounds import spelled
from tests.rules.words.test_checker import ALL

SAID = held("frames.yaml")
LOOKED_FOR_FIRST = [name for name, frame in frames()._asdict().items() if isinstance(frame, Frame)]
REAL = st.sampled_from([row["text"] for row in ALL])
TEXTS = st.one_of(REAL, st.lists(REAL, min_size=2, max_size=4).map("。".join), st.text(max_size=60))


@pytest.mark.parametrize("name", LOOKED_FOR_FIRST)
def test_a_frame_that_is_spared_a_text_would_have_found_nothing_in_it(name: str) -> None:
    frame, plain = getattr(frames(), name), re.compile(SAID[name])

    for row in ALL:
        text = normalise(row["text"]).text
        middle = len(text) // 2
        for start, end in ((0, len(text)), (0, middle), (middle, len(text))):
            found, meant = frame.search(text, start, end), plain.search(text, start, end)
            assert (found and found.span()) == (meant and meant.span()), text


@given(TEXTS)
def test_a_shape_that_is_spared_a_text_would_have_found_nothing_in_it(text: str) -> None:
    normal = normalise(text).text

    asked = spoken_of(normal)

    missed = [shape.seen.pattern for shape in lexicon().shapes if shape not in asked and shape.seen.search(normal)]
    assert not missed


def test_shapes_are_asked_in_the_order_of_the_data() -> None:
    place = {id(shape): at for at, shape in enumerate(lexicon().shapes)}

    for row in ALL:
        asked = [place[id(shape)] for shape in spoken_of(normalise(row["text"]).text)]
        assert asked == sorted(asked)


def test_where_case_is_no_matter_no_word_is_certain() -> None:
    assert demanded("(?i:never)") == ()
    assert demanded("(?i:never)上门") == (frozenset({"上门"}),)


def test_a_frame_that_holds_no_word_for_certain_is_refused() -> None:
    with pytest.raises(ValueError, match="没有必含的词 holds no word for certain"):
        Frame(".{0,4}")


def test_the_rarest_group_is_the_one_daily_speech_seldom_holds() -> None:
    assert rarest([frozenset({"您", "你"}), frozenset({"传票", "法院"})]) == frozenset({"传票", "法院"})
    assert rarest([]) is None


def test_the_frames_are_written_in_the_letters_of_the_normal_text() -> None:
    """Letters are small there, so no frame needs to disregard case."""
    assert not re.search(r"\(\?[a-z]*i|[A-Z]", yaml.safe_dump(SAID["denies"], allow_unicode=True))


def test_a_passage_without_an_end_is_the_line() -> None:
    assert passage("第一行\n我们明天上门，您看着办\n第三行", 8, 10) == ("我们明天上门，您看着办", 4)
    assert passage("先说一句。我们明天上门！再说一句。最后", 9, 11) == ("先说一句。我们明天上门！再说一句。", 0)


def test_letters_far_apart_are_each_read_with_the_characters_beside_them() -> None:
    text = "您好，我们明天shangmen，请您在家，然后再说一遍，抖yin上也行"

    assert [(text[start:end], meant) for start, end, meant in spelled(text)] == [
        ("shangmen", "上门"),
        ("抖yin", "抖音"),
    ]
