"""Motion files written by OpenSim itself and by OpenCap are read as they mean."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kneetrace.exchange import read_mot


@pytest.mark.parametrize(
    ("name", "knee_deg"),
    [
        ("kinematics-opencap-labval-mot/squats1_videoAndMocap.mot", (-5, 140)),
        ("squat-grf-nimble-subject4/static1_ik.mot", (-5, 40)),
    ],
)
def test_knee_angles_come_in_radians(
    real_data: Callable[[str], Path], name: str, knee_deg: tuple[float, float]
) -> None:
    table = read_mot(real_data(name))
    knee = np.degrees(table.values["knee_angle_r"])
    assert knee_deg[0] < knee.min() <= knee.max() < knee_deg[1]
    assert 0.5 < abs(table.values["pelvis_ty"].mean()) < 1.5
    assert np.all(np.diff(table.time_s) > 0)
