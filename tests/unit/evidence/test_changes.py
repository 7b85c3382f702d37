import math

import pytest

from kneetrace import evidence
from kneetrace.evidence import Confidence

FPPA = "frontal_plane_projection_angle"


def test_the_smallest_change_follows_from_the_standard_error() -> None:
    change = evidence.smallest_change(measure=FPPA, test="single_leg_squat")
    assert math.degrees(change.low) == pytest.approx(5.5, abs=0.05)
    assert math.degrees(change.high) == pytest.approx(11.1, abs=0.05)
    assert change.confidence is Confidence.DERIVED


def test_repeatability_of_another_test_is_not_lent() -> None:
    with pytest.raises(evidence.NoSmallestChange):
        evidence.smallest_change(measure=FPPA, test="squat")
