"""Ground reaction without force plates: what the whole body's motion asks of the ground.

On one leg the motion alone gives the ground reaction (Newton and Euler). On two legs it gives only
the sum; the share of each foot is told by where the sum acts between them, with a margin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.inverse_dynamics import GroundReaction, MovingBody
from kneetrace.explain.load.movement import Placed
from kneetrace.explain.load.plates import FOOT_M
from kneetrace.explain.load.skeleton import GROUND
from kneetrace.explain.load.vectors import cross
from kneetrace.terms import NotMeasurable, Side

Array = NDArray[np.float64]

SHARE_MARGIN: Final = 0.10
"""DESIGN: by how much of the whole the share of a foot may be off in double support. A placeholder
until it is measured on more people than one."""

CENTRE_MARGIN_M: Final = 0.08
"""DESIGN: by how much the ground may push further ahead or behind than the motion says, for nobody
knows where a person's mass is. A placeholder: one adult's squats were off by 3.6 cm (root mean
square) on both feet together, and by more on each foot."""

APART: Final = 0.1
APART_MARGIN: Final = 0.1
"""DESIGN: share of a foot's push by which two feet push each other apart, and how far it may be
off. The motion cannot tell it; one adult's squats had 0.11, somebody who does not has 0."""

CARRIED_M: Final = 0.20
"""DESIGN: no foot reaches further from its middle. Where the ground would have to push from beyond
it, something else carries the person: a chair, a rail, a hand."""

LEAST_PUSH: Final = 0.1
"""DESIGN: of body weight; with less, the point where the ground pushes means nothing."""


class NobodyOnTheGround(NotMeasurable):
    """No frame has a foot on the ground, so there is no ground reaction."""


@dataclass(frozen=True, eq=False, kw_only=True)
class GroundFromMotion:
    """What the ground did, as far as the motion tells.

    reactions : one for each foot, in the order of ``Side``
    right_share : (time,), the right foot's share of the push, 0 to 1; NaN in the air
    shared : (time,), both feet stood on the ground, so the share is uncertain by ``SHARE_MARGIN``
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
    apart: float = 0.0,
) -> GroundFromMotion:
    """Find the ground reaction that makes the motion.

    Parameters
    ----------
    body : the person's, and its motion, pelvis places included
    on_ground : side -> (time,), the foot is on the ground
    floor_m : height of the floor in the motion's world
    shift : added to the right foot's share in double support; give +-``SHARE_MARGIN`` for the
        ends of an interval
    ahead_m : how much further before the person the ground pushes; give +-``CENTRE_MARGIN_M``
        likewise
    apart : share of the lesser foot's push by which the feet push each other apart in double
        support

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
        raise NobodyOnTheGround("No foot is ever on the ground: the load cannot be told.")
    skeleton, free = body.skeleton, body.unsupported
    root = next(joint.child for joint in skeleton.joints if joint.parent == GROUND)
    force = free.joint_forces_n[root]
    about_floor = (
        free.joint_moments_nm[root]
        + cross(free.placed.bodies[root].place_m, force)
        - cross(np.array([0.0, floor_m, 0.0]), force)
    )
    point_m, twist_nm = _pressure(force, about_floor, mass_kg=skeleton.mass_kg, floor_m=floor_m)
    middles_m = {side: _middle_m(free.placed, side=side, floor_m=floor_m) for side in Side}
    share = _right_share(point_m, right_m=middles_m[Side.RIGHT], left_m=middles_m[Side.LEFT])
    share = np.clip(share + shift, 0.0, 1.0)
    share = np.where(right & left, share, np.where(right, 1.0, 0.0))
    # Both feet's centres move together, so that their sum acts where the motion wants it.
    weighed_m = share[:, None] * middles_m[Side.RIGHT] + (1 - share)[:, None] * middles_m[Side.LEFT]
    offset_m = point_m - weighed_m
    carried = touching & (np.linalg.norm(offset_m, axis=1) > CARRIED_M)
    offset_m = offset_m + ahead_m * _forward(free.placed.bodies[root].axes)
    across_m = middles_m[Side.RIGHT] - middles_m[Side.LEFT]
    rightward = across_m / np.maximum(np.linalg.norm(across_m, axis=1), 1e-6)[:, None]
    lesser_n = np.where(right & left, np.minimum(share, 1 - share) * force[:, 1], 0.0)
    inward = apart * np.maximum(lesser_n, 0.0)[:, None] * rightward
    reactions = []
    for side, part, own in ((Side.RIGHT, share, -inward), (Side.LEFT, 1 - share, inward)):
        borne = np.where(touching, part, 0.0)[:, None]
        reactions.append(
            GroundReaction(
                body=f"calcn_{side.suffix}",
                force_n=borne * force + own,
                point_m=middles_m[side] + offset_m,
                moment_nm=borne * twist_nm,
            )
        )
    return GroundFromMotion(
        reactions=tuple(reactions),
        right_share=np.where(touching, share, np.nan),
        shared=right & left,
        unheld_n=np.where(touching, 0.0, np.linalg.norm(force, axis=1)),
        carried=carried,
    )


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


def _middle_m(placed: Placed, *, side: Side, floor_m: float) -> Array:
    middle_m = placed.bodies[f"calcn_{side.suffix}"].point_m(FOOT_M).copy()
    middle_m[:, 1] = floor_m
    return middle_m


def _right_share(point_m: Array, *, right_m: Array, left_m: Array) -> Array:
    """How far from the left foot to the right one the sum acts, 0 to 1."""
    across = right_m - left_m
    length = np.maximum(np.einsum("ti,ti->t", across, across), 1e-6)
    return np.asarray(np.clip(np.einsum("ti,ti->t", point_m - left_m, across) / length, 0.0, 1.0))
