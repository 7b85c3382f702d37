"""Ground reaction without force plates: what the whole body's motion asks of the ground.

On one leg the motion alone gives the ground reaction (Newton and Euler). On two legs it gives only
the sum; the share of each foot is told by where the sum acts between them, with a margin. Where
double support begins or ends in single support, each foot is pressed where it was pressed alone,
so that load goes over from foot to foot without a jump.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.inverse_dynamics import GroundReaction, MovingBody
from kneetrace.explain.load.movement import Placed
from kneetrace.explain.load.notes import load_note
from kneetrace.explain.load.plates import FOOT_M
from kneetrace.explain.load.skeleton import GROUND, Skeleton
from kneetrace.explain.load.vectors import cross
from kneetrace.terms import STANDARD_GRAVITY_M_S2, NotMeasurable, Side

Array = NDArray[np.float64]

APART: Final = 0.55
"""How far two feet push each other apart, which the motion cannot tell. At 1 both pushes point at
the centre of mass, at 0 they are parallel; they meet above it in walking (Maus 2010,
doi:10.1038/ncomms1073), and over force plates people who squat, rise and walk had medians from
0.46 to 0.67."""

SOLE_REACH_M: Final = 0.13
"""DESIGN: no foot is pressed further from its middle than this."""

CARRIED_M: Final = 0.20
"""DESIGN: where the ground would have to push from further than this beside the feet, something
else carries the person: a chair, a rail, a hand."""

UNHELD: Final = 0.5
"""DESIGN: of body weight. A motion that asks so much of the ground while no foot is on it is no
flight: a contact was missed, or something else carries."""

LEAST_PUSH: Final = 0.1
"""DESIGN: of body weight; with less, the point where the ground pushes means nothing."""


@dataclass(frozen=True, kw_only=True)
class GroundDoubt:
    """How far the ground's push may be off: nine tenths of frames over force plates keep within.

    Mean of the people in ``validation/sections/ground.py``, which judges each by the others.

    share : of a foot in double support
    ahead_m : of the place where the ground pushes, ahead or behind
    apart : see ``APART``
    push : of its size, over body weight
    """

    share: float = 0.07
    ahead_m: float = 0.065
    apart: float = 0.40
    push: float = 0.13


class NobodyOnTheGround(NotMeasurable):
    """No frame has a foot on the ground, so there is no ground reaction."""


@dataclass(frozen=True, eq=False, kw_only=True)
class GroundFromMotion:
    """What the ground did, as far as the motion tells.

    reactions : one for each foot, in the order of ``Side``
    right_share : (time,), the right foot's share of the push, 0 to 1; NaN in the air
    shared : (time,), both feet stood on the ground, so the share is uncertain
    unheld_n : (time,), N, what the motion asks of the ground while no foot is on it
    carried : (time,), the ground would have to push from where no foot is: something else carries
    """

    reactions: tuple[GroundReaction, ...]
    right_share: Array
    shared: NDArray[np.bool_]
    unheld_n: Array
    carried: NDArray[np.bool_]


def ground_from_motion(
    body: MovingBody,
    *,
    on_ground: Mapping[Side, NDArray[np.bool_]],
    floor_m: float = 0.0,
    shift: float = 0.0,
    ahead_m: float = 0.0,
    apart: float = APART,
    push: float = 1.0,
) -> GroundFromMotion:
    """Find the ground reaction that makes the motion.

    Parameters
    ----------
    body : the person's, and its motion, pelvis places included
    on_ground : side -> (time,), the foot is on the ground
    floor_m : height of the floor in the motion's world
    shift : added to the right foot's share in double support
    ahead_m : how much further before the person the ground pushes
    apart : how far two feet push each other apart, see ``APART``
    push : over what the motion asks for

    Returns
    -------
    GroundFromMotion

    Raises
    ------
    NobodyOnTheGround
        When neither foot ever touches the ground.
    """
    right, left = on_ground[Side.RIGHT], on_ground[Side.LEFT]
    touching = right | left
    if not touching.any():
        raise NobodyOnTheGround(load_note("in_the_air"))
    skeleton, free = body.skeleton, body.unsupported
    root = next(joint.child for joint in skeleton.joints if joint.parent == GROUND)
    force = push * free.joint_forces_n[root]
    about_floor = (
        push * free.joint_moments_nm[root]
        + cross(free.placed.bodies[root].place_m, force)
        - cross(np.array([0.0, floor_m, 0.0]), force)
    )
    point_m, twist_nm = _pressure(force, about_floor, mass_kg=skeleton.mass_kg, floor_m=floor_m)
    pressed_m = {
        side: _pressed_m(free.placed, on_ground, point_m, side=side, floor_m=floor_m)
        for side in Side
    }
    across_m = pressed_m[Side.RIGHT] - pressed_m[Side.LEFT]
    wide_m = np.maximum(np.linalg.norm(across_m, axis=1), 1e-3)
    rightward = across_m / wide_m[:, None]
    told = np.einsum("ti,ti->t", point_m - pressed_m[Side.LEFT], rightward) / wide_m
    share = np.where(right & left, np.clip(told + shift, 0.0, 1.0), np.where(right, 1.0, 0.0))
    # Both feet's centres move together, so that their sum acts where the motion wants it.
    offset_m = point_m - (
        share[:, None] * pressed_m[Side.RIGHT] + (1 - share)[:, None] * pressed_m[Side.LEFT]
    )
    unheld_n = np.where(touching, 0.0, np.linalg.norm(force, axis=1))
    carried = touching & (np.linalg.norm(offset_m, axis=1) > CARRIED_M)
    carried |= unheld_n > UNHELD * skeleton.mass_kg * STANDARD_GRAVITY_M_S2
    offset_m = offset_m + ahead_m * _forward(free.placed.bodies[root].axes)
    slope = apart * wide_m / (centre_height_m(skeleton, free.placed) - floor_m)
    borne_by_both = np.where(right & left, share * (1 - share) * np.maximum(force[:, 1], 0.0), 0.0)
    inward = (slope * borne_by_both)[:, None] * rightward
    reactions = []
    for side, part, own in ((Side.RIGHT, share, -inward), (Side.LEFT, 1 - share, inward)):
        borne = np.where(touching, part, 0.0)[:, None]
        reactions.append(
            GroundReaction(
                body=f"calcn_{side.suffix}",
                force_n=borne * force + own,
                point_m=pressed_m[side] + offset_m,
                moment_nm=borne * twist_nm,
            )
        )
    return GroundFromMotion(
        reactions=tuple(reactions),
        right_share=np.where(touching, share, np.nan),
        shared=right & left,
        unheld_n=unheld_n,
        carried=carried,
    )


def _pressed_m(
    placed: Placed,
    on_ground: Mapping[Side, NDArray[np.bool_]],
    point_m: Array,
    *,
    side: Side,
    floor_m: float,
) -> Array:
    """Where a foot is pressed: (time, xyz), m, on the floor.

    In double support it is pressed where it was pressed alone just before or will be just after,
    from the one to the other where there are both; else in its middle.
    """
    foot = placed.bodies[f"calcn_{side.suffix}"]
    pressed_m = foot.point_m(FOOT_M).copy()
    pressed_m[:, 1] = floor_m
    away_m = point_m - pressed_m
    reach_m = np.linalg.norm(away_m, axis=1)
    shorter = np.minimum(1.0, SOLE_REACH_M / np.maximum(reach_m, 1e-9))
    alone_m = np.einsum(
        "tji,tj->ti", foot.axes, pressed_m + shorter[:, None] * away_m - foot.place_m
    )
    alone = on_ground[side] & ~on_ground[side.other] & (reach_m < CARRIED_M)
    both = on_ground[Side.RIGHT] & on_ground[Side.LEFT]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], both.astype(int), [0]])))
    for start, stop in edges.reshape(-1, 2):
        ends = [at for at in (start - 1, stop) if 0 <= at < len(alone) and alone[at]]
        if not ends:
            continue
        during = np.arange(start, stop)
        local_m = [np.interp(during, ends, column) for column in alone_m[ends].T]
        pressed_m[during] = foot.place_m[during] + np.einsum(
            "tij,jt->ti", foot.axes[during], local_m
        )
        pressed_m[during, 1] = floor_m
    return pressed_m


def centre_height_m(skeleton: Skeleton, placed: Placed) -> Array:
    """Find the height of the centre of mass in the motion's world: (time,), m."""
    parts = [
        body.mass_kg * placed.bodies[name].point_m(body.centre_m)[:, 1]
        for name, body in skeleton.bodies.items()
    ]
    return np.asarray(np.sum(parts, axis=0) / skeleton.mass_kg)


def _forward(axes: Array) -> Array:
    """Unit vectors along the floor the way a body looks: (time, xyz)."""
    ahead = axes[:, :, 0] * np.array([1.0, 0.0, 1.0])
    return np.asarray(ahead / np.maximum(np.linalg.norm(ahead, axis=1), 1e-6)[:, None])


def _pressure(
    force: Array, about_floor: Array, *, mass_kg: float, floor_m: float
) -> tuple[Array, Array]:
    """Where on the floor the sum of all forces acts, and its moment about the vertical there."""
    push = np.maximum(force[:, 1], LEAST_PUSH * mass_kg * 9.81)
    forward, rightward = about_floor[:, 2] / push, -about_floor[:, 0] / push
    twist = np.zeros_like(force)
    twist[:, 1] = about_floor[:, 1] - (rightward * force[:, 0] - forward * force[:, 2])
    return np.column_stack([forward, np.full(len(push), floor_m), rightward]), twist
