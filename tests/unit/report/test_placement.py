from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure import Measurement
from kneetrace.report import read_words
from kneetrace.report.placement import describe_placement, draw_placement


@pytest.mark.parametrize(
    ("yaw_deg", "said"),
    [
        (3, "straight in front of you"),
        (-176, "straight behind you"),
        (40, "to your left, 40° off straight ahead"),
        (-90, "to your right, 90° off straight ahead"),
    ],
)
def test_the_placement_is_said_from_the_persons_view(
    squat_measurement: Measurement, yaw_deg: float, said: str
) -> None:
    assert squat_measurement.motion is not None
    camera = replace(squat_measurement.motion.camera, yaw_rad=np.radians(yaw_deg))
    assert describe_placement(camera, words=read_words()) == said
    assert said in draw_placement(camera, words=read_words())
