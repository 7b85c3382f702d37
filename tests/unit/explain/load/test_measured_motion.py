import numpy as np
import pytest

from kneetrace.explain.load.measured_motion import coordinates_of_measured
from kneetrace.explain.load.rates import GapInMotion
from kneetrace.measure import MotionTable

FRAMES = 90


def table(**columns: np.ndarray) -> MotionTable:
    jitter = np.random.default_rng(0).uniform(-0.004, 0.004, FRAMES)
    return MotionTable(time_s=np.arange(FRAMES) / 30 + jitter, values=columns)


def test_uneven_frames_become_even_ones() -> None:
    motion = table(knee_angle_r=np.zeros(FRAMES))
    motion.values["knee_angle_r"] = np.sin(2 * motion.time_s)
    found = coordinates_of_measured(motion).coordinates
    assert np.ptp(np.diff(found.time_s)) < 1e-9
    np.testing.assert_allclose(
        found.speeds["knee_angle_r"][10:-10], 2 * np.cos(2 * found.time_s)[10:-10], atol=0.05
    )


def test_what_was_never_seen_is_named_and_left_out() -> None:
    motion = table(knee_angle_r=np.zeros(FRAMES), hip_rotation_r=np.full(FRAMES, np.nan))
    found = coordinates_of_measured(motion)
    assert found.unseen == ("hip_rotation_r",)
    assert "hip_rotation_r" not in found.coordinates.values


@pytest.mark.parametrize("missing", [np.nan, np.inf])
def test_what_was_seen_now_and_then_is_refused(missing: float) -> None:
    broken = np.zeros(FRAMES)
    broken[40:45] = missing
    with pytest.raises(GapInMotion, match="knee_angle_l"):
        coordinates_of_measured(table(knee_angle_l=broken))
