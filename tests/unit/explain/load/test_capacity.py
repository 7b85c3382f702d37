import numpy as np
import pytest

from kneetrace.explain import GroupCapacity, MostUsed


def test_the_greatest_share_is_that_of_frames_that_are_told() -> None:
    share = np.array([0.1, 0.3, 0.9])
    capacity = GroupCapacity(share=share, low=0.8 * share, high=1.5 * share, strength_measured=True)
    most = capacity.most(np.array([True, True, False]))
    assert (most.low, most.share, most.high) == pytest.approx((0.24, 0.3, 0.45))
    assert most.strength_measured


@pytest.mark.parametrize(
    ("low", "high", "told"), [(0.0, 0.0, True), (0.2, 0.6, True), (0.3, 0.9, False)]
)
def test_an_interval_too_wide_tells_nothing(low: float, high: float, told: bool) -> None:
    assert MostUsed(share=low, low=low, high=high, strength_measured=False).told is told
