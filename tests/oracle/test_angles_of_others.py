"""Angles in the picture are those another program reads from the same points."""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from kneetrace.measure.movement.seen import picture_measures as picture
from kneetrace.terms import Side

# Worked out once by Pose2Sim, so that its many dependencies are not ours.
STORED: Final = Path(__file__).with_name("pose2sim_angles.json")
POSES: Final[list[dict[str, Any]]] = json.loads(STORED.read_text("utf-8"))["poses"]
TOLERANCE_DEG: Final = 0.01


@pytest.mark.parametrize("pose", POSES, ids=map(str, range(len(POSES))))
def test_the_picture_angles_are_those_of_pose2sim(pose: dict[str, Any]) -> None:
    def places(*names: str) -> picture.Floats:
        return np.array([pose["points_px"][name] for name in names])

    ours_rad = {
        "right knee": picture.frontal_plane_projection_angle(
            places(*picture.leg_points(side=Side.RIGHT)), side=Side.RIGHT
        ),
        # Theirs turns one way for both legs, ours inward.
        "left knee": -picture.frontal_plane_projection_angle(
            places(*picture.leg_points(side=Side.LEFT)), side=Side.LEFT
        ),
        "pelvis": picture.pelvic_list(places(*picture.LEVEL_POINTS), roll_rad=0.0),
        # Theirs is measured from the horizontal.
        "trunk": np.pi / 2
        + picture.trunk_lean_sideways(places(*picture.TRUNK_POINTS), roll_rad=0.0),
    }
    for name, angle_deg in pose["angles_deg"].items():
        assert np.degrees(ours_rad[name]) == pytest.approx(angle_deg, abs=TOLERANCE_DEG), name
