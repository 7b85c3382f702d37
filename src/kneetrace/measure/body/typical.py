"""A body of average build in a posture given by its joint angles: what drawings are posed by."""

from collections.abc import Mapping

import numpy as np

from kneetrace.measure.body.skeleton import CONSTANTS, DOF, DOFS, BodyPose, pose_body
from kneetrace.terms import InvalidInput, Side


class UnknownJoint(InvalidInput):
    """The body has no joint of this name."""


def pose_typical_body(*, joints_rad: Mapping[str, float], height_m: float) -> BodyPose:
    """Place a body of average build, standing at the origin and facing +x, in a posture.

    Parameters
    ----------
    joints_rad
        Joint -> rad, by the names and signs of OpenSim (``knee_angle_r``, ``lumbar_extension``);
        a name without its side (``knee_angle``) holds for both. What is not named is 0. An ankle
        that is not named keeps its sole level.
    height_m
        Stature.

    Returns
    -------
    BodyPose
        One moment, mid-hip at the origin; x forward, y up, z to the person's right, m.

    Raises
    ------
    UnknownJoint
        For a name that no joint has.
    """
    angles = np.zeros((1, len(DOFS)))
    for name, value in joints_rad.items():
        sides = [name] if name in DOF else [f"{name}_{side.suffix}" for side in Side]
        if not set(sides) <= set(DOF):
            raise UnknownJoint(f'The body has no joint "{name}": take one of {", ".join(DOFS)}.')
        for joint in sides:
            angles[0, DOF[joint]] = value
    for side in Side:
        if not {"ankle_angle", f"ankle_angle_{side.suffix}"} & set(joints_rad):
            angles[0, DOF[f"ankle_angle_{side.suffix}"]] = (
                angles[0, DOF[f"knee_angle_{side.suffix}"]]
                - angles[0, DOF[f"hip_flexion_{side.suffix}"]]
                - angles[0, DOF["tilt"]]
            )
    average = np.array([constant.mean for constant in CONSTANTS])
    return pose_body(dofs=angles, constants=average, height_m=height_m)
