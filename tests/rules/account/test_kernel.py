"""The whole numbers of the kernel: exact where they are large, and never above 63 bits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duly.core.interest import RATE_ONE, rate_of_bp
from duly.rules.account.asked import AMOUNT_MOST, RATE_MOST_BP
from duly.rules.account.kernel import FITS, LONGEST_DAYS, share

WHOLES = st.sampled_from([1, 365, RATE_ONE * 360, RATE_ONE * 365])
FACTORS = st.integers(1, rate_of_bp(RATE_MOST_BP) * LONGEST_DAYS)


class Counted(int):
    """A whole number that refuses to leave 63 bits."""

    def __new__(cls, value: int) -> Counted:
        assert -FITS - 1 <= value <= FITS
        return super().__new__(cls, value)


def _kept(name: str) -> None:
    def counted(self: int, other: int) -> Counted:
        return Counted(getattr(int, name)(self, other))

    setattr(Counted, name, counted)


for name in (
    "__add__",
    "__radd__",
    "__sub__",
    "__mul__",
    "__rmul__",
    "__floordiv__",
    "__mod__",
    "__rshift__",
    "__and__",
):
    _kept(name)


@given(st.integers(0, 2 * AMOUNT_MOST), FACTORS, WHOLES)
def test_a_share_is_exact_to_the_last_part(amount: int, factor: int, whole: int) -> None:
    assert share(amount, factor, whole) == divmod(amount * factor, whole)


@given(st.integers(0, 2 * AMOUNT_MOST), FACTORS, st.sampled_from([RATE_ONE * 360, RATE_ONE * 365]))
def test_no_step_of_a_share_leaves_63_bits(amount: int, factor: int, whole: int) -> None:
    assert share(Counted(amount), Counted(factor), Counted(whole)) == divmod(amount * factor, whole)
