"""The fitted body's joints as markers, for files that hold markers."""

from types import MappingProxyType
from typing import Final

import numpy as np

from kneetrace.measure import JOINTS, MarkerTrial, Motion

NAMES: Final = MappingProxyType(
    {
        "mid_hip": "Hip",
        "neck": "Neck",
        **{
            f"{joint}_{side.lower()}": f"{side}{name}"
            for side in "RL"
            for joint, name in (
                ("hip", "Hip"),
                ("knee", "Knee"),
                ("ankle", "Ankle"),
                ("heel", "Heel"),
                ("toe", "BigToe"),
                ("shoulder", "Shoulder"),
            )
        },
    }
)
"""Joint -> marker, called as Pose2Sim and OpenCap call the joint centres of their keypoints."""


def joint_trial(motion: Motion) -> MarkerTrial:
    """Give the places of the fitted body's joints as a marker trial.

    Parameters
    ----------
    motion
        The fitted body; NaN where it was not seen stays NaN.

    Returns
    -------
    MarkerTrial
        Metres, y up, the person's mean forward direction along x, ground at y = 0.
    """
    frames = len(motion.time_s)
    places_m = motion.joints_m.copy()
    unseen = ~np.isfinite(np.stack(list(motion.values.values()))).any(axis=0)
    places_m[unseen] = np.nan
    return MarkerTrial(
        time_s=motion.time_s,
        names=tuple(NAMES[joint] for joint in JOINTS),
        places_m=places_m,
        rate_hz=float((frames - 1) / np.ptp(motion.time_s)) if frames > 1 else 0.0,
    )
