"""A posture as data, and the frames of every segment of the body that takes it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure import pose_typical_body
from kneetrace.terms import Side

Array = NDArray[np.float64]

HEIGHT_M: Final = 1.72
UPPER_ARM: Final = 0.172  # shares of stature (Drillis and Contini 1966, the hand shortened)
FOREARM: Final = 0.150
NECK_UP: Final = 0.014

X, Y, Z = range(3)


@dataclass(frozen=True, kw_only=True)
class Arm:
    """How an arm is held, seen from the trunk; all rad.

    ``raised`` from hanging down, ``plane`` in which it is raised (0 straight forward, positive
    outward), ``turned`` about its own axis (positive brings a bent forearm inward), ``elbow`` bend.
    """

    raised: float = 0.0
    plane: float = 0.0
    turned: float = 0.0
    elbow: float = 0.0


ARMS: Final[dict[str, Arm]] = {
    name: Arm(**{key: math.radians(value) for key, value in degrees.items()})
    for name, degrees in {
        "down": {"raised": 9, "plane": 60, "elbow": 14},
        "forward": {"raised": 84, "plane": 4, "elbow": 6},
        "crossed": {"raised": 22, "plane": 25, "turned": 62, "elbow": 112},
        "hips": {"raised": 40, "plane": 105, "turned": 58, "elbow": 92},
        "sideways": {"raised": 55, "plane": 90, "elbow": 10},
    }.items()
}
"""Ways to hold both arms, by name. Angles to the eye's measure."""


@dataclass(frozen=True, kw_only=True)
class Posture:
    """One posture.

    joints_rad : as ``pose_typical_body`` takes them
    arms : how each arm is held
    nod_rad : head bent forward against the trunk
    stands_on : the foot that is put above the drawing's origin; both feet's middle when ``None``
    lowest_m : how high that foot's sole is above the floor; the body's lowest point when ``None``
    """

    joints_rad: Mapping[str, float]
    arms: Mapping[Side, Arm]
    nod_rad: float = 0.0
    stands_on: Side | None = None
    lowest_m: float = 0.0


@dataclass(frozen=True, eq=False, kw_only=True)
class Frame:
    """Where a segment begins, ``(xyz), m``, and how it is turned, ``(3, 3)``, segment to world."""

    origin_m: Array
    turn: Array = field(default_factory=lambda: np.eye(3))

    def place(self, offset: tuple[float, float, float]) -> Array:
        """Place in the world of a point fixed in the segment, in shares of stature."""
        return np.asarray(self.origin_m + self.turn @ np.array(offset) * HEIGHT_M)


def read_posture(table: Mapping[str, Any]) -> Posture:
    """Take a posture from a table: joints in degrees, arms by name or by their angles."""
    arms = table.get("arms", "down")
    return Posture(
        joints_rad={name: math.radians(deg) for name, deg in table.get("joints_deg", {}).items()},
        arms={side: _arm(table.get(f"{side}_arm", arms)) for side in Side},
        nod_rad=math.radians(table.get("nod_deg", 0.0)),
        stands_on=Side(table["stands_on"]) if "stands_on" in table else None,
        lowest_m=table.get("lowest_m", 0.0),
    )


def frames_of(posture: Posture) -> dict[str, Frame]:
    """Give the frame of every segment: the skeleton's own, and of head and arms.

    Returns
    -------
    dict
        segment -> frame; mid-hip is at the origin.
    """
    body = pose_typical_body(joints_rad=posture.joints_rad, height_m=HEIGHT_M)
    frames = {
        name: Frame(origin_m=body.origins_m[name][0], turn=body.rotations[name][0])
        for name in body.rotations
    }
    trunk = frames["trunk"].turn
    shoulders = {side: body.point_m(f"{side}_shoulder")[0] for side in Side}
    middle = (shoulders[Side.RIGHT] + shoulders[Side.LEFT]) / 2
    frames["head"] = Frame(
        origin_m=middle + trunk @ np.array([0.0, NECK_UP * HEIGHT_M, 0.0]),
        turn=trunk @ _about(Z, -posture.nod_rad),
    )
    for side, arm in posture.arms.items():
        outward = 1.0 if side is Side.RIGHT else -1.0
        plane = _about(Y, -outward * arm.plane)
        upper = trunk @ plane @ _about(Z, arm.raised) @ plane.T @ _about(Y, outward * arm.turned)
        elbow = shoulders[side] + upper @ np.array([0.0, -UPPER_ARM * HEIGHT_M, 0.0])
        frames[f"upper_arm_{side.suffix}"] = Frame(origin_m=shoulders[side], turn=upper)
        frames[f"forearm_{side.suffix}"] = Frame(origin_m=elbow, turn=upper @ _about(Z, arm.elbow))
    return frames


def _arm(held: str | Mapping[str, float]) -> Arm:
    if isinstance(held, str):
        return ARMS[held]
    return Arm(**{name.removesuffix("_deg"): math.radians(deg) for name, deg in held.items()})


def _about(axis: int, angle: float) -> Array:
    cos, sin = math.cos(angle), math.sin(angle)
    turn = np.eye(3)
    i, j = (axis + 1) % 3, (axis + 2) % 3
    turn[i, i] = turn[j, j] = cos
    turn[i, j], turn[j, i] = -sin, sin
    return turn
