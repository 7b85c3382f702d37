"""What pulls on the fitted body: landmarks, depth, planted feet, posture; each with its slope.

Every function returns ``Rows``: residuals in standard deviations and their exact derivatives.
Weights are DESIGN unless a source is named.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.projection import BESIDE, Projection, project, project_beside
from kneetrace.measure.body.skeleton import (
    ANKLE_HEIGHT,
    CONSTANT,
    CONSTANTS,
    DOF,
    DOFS,
    MARK_NAMES,
    Array,
    BodyPose,
    X,
    Y,
    Z,
    pose_body,
)

MARK: Final = {name: i for i, name in enumerate(MARK_NAMES)}
CONTACTS: Final = ("right_heel", "right_foot_index", "left_heel", "left_foot_index")

# The network's depth difference of two landmarks, and its spread as a share of stature.
DEPTH_PAIRS: Final = (
    ("right_knee", "right_ankle", 0.05),
    ("left_knee", "left_ankle", 0.05),
    ("right_hip", "right_knee", 0.05),
    ("left_hip", "left_knee", 0.05),
    ("right_hip", "left_hip", 0.06),
    ("right_shoulder", "left_shoulder", 0.06),
    ("right_shoulder", "right_hip", 0.06),
    ("left_shoulder", "left_hip", 0.06),
)

PRIOR_MEAN: Final = np.array([c.mean for c in CONSTANTS])
PRIOR_SD: Final = np.array([c.sd for c in CONSTANTS])

_DEG: Final = np.pi / 180

_FEET: Final = (CONTACTS[:2], CONTACTS[2:])

# Mass of a segment as a share of the body's, and the share of the way from its first landmark to
# its second at which it balances: Winter 2009, table 4.1; half of head, arms and trunk each side.
_SEGMENTS: Final = (
    ("hip", "knee", 0.100, 0.433),
    ("knee", "ankle", 0.0465, 0.433),
    ("heel", "foot_index", 0.0145, 0.5),
    ("hip", "shoulder", 0.339, 0.626),
)


def _mass_of_marks() -> Array:
    """Shares by which the landmarks' mean is the body's centre of mass, (mark,)."""
    mass = np.zeros(len(MARK_NAMES))
    for side in ("right", "left"):
        for near, far, share, along in _SEGMENTS:
            mass[MARK[f"{side}_{near}"]] += share * (1 - along)
            mass[MARK[f"{side}_{far}"]] += share * along
    return mass


MASS: Final = _mass_of_marks()


@dataclass(frozen=True)
class FitSettings:
    """Weights of the body fit; all DESIGN.

    rate_hz, most_times : the fit runs on a regular grid, coarser for very long clips
    most_stances : places of planted heels and toes kept; the shortest lapse in very long clips
    landmark_error : spread of a landmark about the body, share of apparent stature
    memory_s : landmark errors and habits of posture stay alike for about this long
    step_m : how far apart the heights may be on which the feet stand, where they differ
    without_depth : every error is taken to be so much larger where no depth was given; fits with
        and without it differ by that much more than their first-order intervals say
    search_* : of the rough fits that find which way somebody faces, where no depth tells it
    sway_m : how far the weight may be beside the one foot that carries it
    lifted_m, moving_share : a foot this high carries little; one that moves, this share
    depth_beside : the network's depth is weighed as if it erred so much more where several cameras
        see the body: it errs alike in all of them, and is little needed
    *_doubt : see ``Rows``; the network's depth errs most, and alike for long
    """

    rate_hz: float = 30.0
    most_times: int = 4500
    most_stances: int = 40
    landmark_error: float = 0.014
    robust_dof: float = 4.0
    contact_dof: float = 2.0
    memory_s: float = 0.3
    floor_m: float = 0.010
    plant_m: float = 0.012
    step_m: float = 0.25
    sway_m: float = 0.03
    lifted_m: float = 0.03
    moving_share: float = 0.2
    depth_beside: float = 3.0
    limit_rad: float = 2 * _DEG
    lumbar_rhythm: float = -0.3
    lumbar_rhythm_rad: float = 6 * _DEG
    leg_acceleration_rad_s2: float = 80.0
    trunk_acceleration_rad_s2: float = 40.0
    root_acceleration_m_s2: float = 10.0
    landmark_doubt: float = 0.75
    depth_doubt: float = 1.2
    posture_doubt: float = 1.15
    iterations: int = 60
    draws: int = 64
    without_depth: float = 1.6
    search_rate_hz: float = 8.0
    search_iterations: int = 25


# How closely each stretch of standing straight repeats the person's own standing posture.
_STANDING: Final = {
    f"{joint}_{side}": sd_deg * _DEG
    for joint, sd_deg in (("knee_angle", 4), ("hip_flexion", 5))
    for side in "rl"
}


@dataclass(frozen=True)
class _Habit:
    """What is usual for a joint and what is possible, degrees; no spread means free."""

    mean: float
    sd: float = np.inf
    low: float = -np.inf
    high: float = np.inf


_HABITS: Final = {
    "list": _Habit(0, 20),
    "tilt": _Habit(-8, 25),
    "hip_flexion": _Habit(0, low=-30, high=135),
    "hip_adduction": _Habit(-3, 18, -75, 35),
    "hip_rotation": _Habit(-3, 14, -50, 45),
    "knee_angle": _Habit(0, low=0, high=155),
    "ankle_angle": _Habit(5, 20, -50, 40),
    "subtalar": _Habit(0, 6, -25, 25),
    "lumbar_extension": _Habit(-5, 25, -70, 35),
    "lumbar_bending": _Habit(0, 15, -35, 35),
    "lumbar_rotation": _Habit(0, 12, -50, 50),
}
_FREE: Final = _Habit(0)


def _habit(dof: str) -> _Habit:
    return _HABITS.get(dof.removesuffix("_r").removesuffix("_l"), _FREE)


_MEAN: Final = np.array([_habit(d).mean for d in DOFS]) * _DEG
_WEIGHT: Final = 1 / (np.array([_habit(d).sd for d in DOFS]) * _DEG)
_LOW: Final = np.array([_habit(d).low for d in DOFS]) * _DEG
_HIGH: Final = np.array([_habit(d).high for d in DOFS]) * _DEG
_TRUNK_DOFS: Final = [
    i for i, d in enumerate(DOFS) if _habit(d) is not _FREE and d[-2:] not in ("_r", "_l")
]


@dataclass(frozen=True, eq=False)
class Balance:
    """Which foot carries the body when: what stands on its feet does not fall over.

    carried (time, foot) share of the right and the left foot, both 0 where nothing can be said;
    sway_m (time,) spread of the centre of mass about them from side to side
    """

    carried: Array
    sway_m: Array


@dataclass(frozen=True, eq=False)
class Look:
    """The body as one camera saw it, on the fit's regular time grid.

    xy_px (time, mark, xy); speed_px_s (time, mark, xy); trust (time, mark) 0 unseen to 1;
    depth_m (time, pair), NaN unknown
    """

    xy_px: Array
    speed_px_s: Array
    trust: Array
    depth_m: Array
    sd_px: float
    focal_px: float
    centre_px: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Observed:
    """What the fit has to explain, on its own regular time grid.

    looks: of one camera, or of several at the same time; stance (time, contact) number of the
    stance or -1; standing (time,); level_floor: the feet stand at one height, else each stance
    keeps a height of its own; balance: known once a first body was fitted; expected: means and
    spreads of the person's and the first camera's constants, what is usual where nothing is known
    """

    time_s: Array
    looks: tuple[Look, ...]
    stance: NDArray[np.int64]
    standing: NDArray[np.bool_]
    height_m: float
    level_floor: bool = True
    balance: Balance | None = None
    expected: tuple[Array, Array] = (PRIOR_MEAN, PRIOR_SD)

    @property
    def rate_hz(self) -> float:
        """Rate of the grid."""
        return float((len(self.time_s) - 1) / (self.time_s[-1] - self.time_s[0]))

    @property
    def place_axes(self) -> tuple[int, ...]:
        """Axes of the world along which a stance has a place of its own."""
        return (X, Z) if self.level_floor else (X, Y, Z)

    @property
    def constants(self) -> int:
        """Number of constants of the person and the cameras."""
        return len(CONSTANTS) + len(BESIDE) * (len(self.looks) - 1)

    def of_camera(self, number: int) -> slice:
        """Where in the border the constants of a camera beside the first one are."""
        start = len(CONSTANTS) + len(BESIDE) * (number - 1)
        return slice(start, start + len(BESIDE))

    @property
    def border(self) -> int:
        """Number of unknowns that hold for the whole clip: constants and stance places."""
        stances = int(self.stance.max(initial=-1)) + 1
        return self.constants + len(self.place_axes) * stances

    @property
    def prior_mean(self) -> Array:
        """What is expected of the border's unknowns, (border,)."""
        beside = [constant.mean for constant in BESIDE] * (len(self.looks) - 1)
        return np.concatenate([self.expected[0], beside, np.zeros(self.border - self.constants)])

    def prior_sd(self, settings: FitSettings) -> Array:
        """Spread of the border's unknowns, (border,); infinite for places on the floor."""
        beside = [constant.sd for constant in BESIDE] * (len(self.looks) - 1)
        stances = (self.border - self.constants) // len(self.place_axes)
        place = [settings.step_m if axis == Y else np.inf for axis in self.place_axes]
        return np.concatenate([self.expected[1], beside, np.tile(place, stances)])


@dataclass(frozen=True, eq=False)
class Rows:
    """Residuals (time, row) in standard deviations, with slopes.

    by_dof (time, row, dof); by_constant (time, row, constant), the border's entries ``columns``
    (the first ones where not said). A row of a planted foot also meets one stance place, the
    border's entry ``place`` (time, row; -1 for none), with the slope ``by_place`` (time, row).
    ``doubt`` is how large the kind's slow error is against the spread it is weighed with.
    """

    residual: Array
    by_dof: Array
    by_constant: Array | None = None
    doubt: float = 1.0
    place: NDArray[np.int64] | None = None
    by_place: Array | None = None
    columns: NDArray[np.int64] | None = None


def alike_frames(observed: Observed, settings: FitSettings) -> float:
    """How many neighbouring frames carry the information of one."""
    return max(1.0, 2 * settings.memory_s * observed.rate_hz)


def acceleration_weight(observed: Observed, settings: FitSettings) -> Array:
    """Weight of squared second differences, (dof,)."""
    sd = np.full(len(DOFS), settings.leg_acceleration_rad_s2)
    sd[_TRUNK_DOFS] = settings.trunk_acceleration_rad_s2
    sd[:3] = settings.root_acceleration_m_s2
    return np.asarray((observed.rate_hz**2 / sd) ** 2)


def _mark_rows(
    look: Look, body: BodyPose, view: Projection, delay_s: float, s: FitSettings
) -> Rows:
    times = len(look.xy_px)
    seen_px = look.xy_px + delay_s * look.speed_px_s
    residual = np.where(np.isfinite(seen_px), (view.xy_px - seen_px) / look.sd_px, 0.0)
    robust = (s.robust_dof + 2) / (s.robust_dof + (residual**2).sum(axis=-1))
    weight = np.sqrt(look.trust * robust)[..., None]
    slope = (weight / look.sd_px)[..., None]
    by_constant = view.by_constant.copy()
    by_constant[..., : len(CONSTANTS)] += view.by_point @ body.by_constant
    if by_constant.shape[-1] > len(CONSTANTS):
        by_constant[..., -1] = -np.nan_to_num(look.speed_px_s)
    return Rows(
        (residual * weight).reshape(times, -1),
        (view.by_point @ body.by_dof * slope).reshape(times, -1, len(DOFS)),
        (by_constant * slope).reshape(times, -1, by_constant.shape[-1]),
        s.landmark_doubt,
    )


def _depth_rows(
    look: Look, unit_m: float, body: BodyPose, view: Projection, s: FitSettings
) -> Rows:
    first = [MARK[a] for a, _, _ in DEPTH_PAIRS]
    second = [MARK[b] for _, b, _ in DEPTH_PAIRS]
    sd_m = np.array([share for *_, share in DEPTH_PAIRS]) * unit_m
    known = np.isfinite(look.depth_m)
    weight = known * np.sqrt(np.minimum(look.trust[:, first], look.trust[:, second])) / sd_m

    def apart(values: Array) -> Array:
        return np.asarray(values[:, first] - values[:, second])

    by_dof = apart(np.einsum("k,tmkd->tmd", view.depth_by_point, body.by_dof))
    by_constant = view.depth_by_constant.copy()
    by_constant[..., : len(CONSTANTS)] += np.einsum(
        "k,tmkc->tmc", view.depth_by_point, body.by_constant
    )
    return Rows(
        weight * (apart(view.depth_m) - np.where(known, look.depth_m, 0.0)),
        weight[..., None] * by_dof,
        weight[..., None] * apart(by_constant),
        s.depth_doubt,
    )


def _contact_rows(o: Observed, body: BodyPose, border: Array, s: FitSettings) -> Rows:
    """Planted heels and toes stay at their place and height; on a level floor none sinks in."""
    times, each = len(o.time_s), 3
    residual = np.zeros((times, each * len(CONTACTS)))
    by_dof = np.zeros((*residual.shape, len(DOFS)))
    by_constant = np.zeros((*residual.shape, len(CONSTANTS)))
    place = np.full(residual.shape, -1)
    by_place = np.zeros(residual.shape)
    places = np.zeros((max(int(o.stance.max(initial=-1)) + 1, 1), 3))
    known = border[o.constants :].reshape(-1, len(o.place_axes))
    places[: len(known), o.place_axes] = known
    for k, name in enumerate(CONTACTS):
        m, stance = MARK[name], o.stance[:, k]
        planted = stance >= 0
        away = body.points_m[:, m] - places[stance]
        away[:, Y] -= _clearance_m(name, o.height_m)
        robust = np.sqrt((s.contact_dof + 1) / (s.contact_dof + (away[:, Y] / s.floor_m) ** 2))
        sunk = 0.5 * (o.level_floor & (away[:, Y] < 0))
        weight = np.zeros((times, each))
        weight[:, Y] = np.where(planted, robust, sunk) / s.floor_m
        weight[:, [X, Z]] = planted[:, None] / s.plant_m
        rows = slice(each * k, each * (k + 1))
        residual[:, rows] = weight * away
        by_dof[:, rows] = weight[..., None] * body.by_dof[:, m]
        by_constant[:, rows] = weight[..., None] * body.by_constant[:, m]
        for level, axis in enumerate(o.place_axes):
            row = each * k + axis
            place[planted, row] = o.constants + len(o.place_axes) * stance[planted] + level
            by_place[planted, row] = -weight[planted, axis]
    return Rows(residual, by_dof, by_constant, place=place, by_place=by_place)


def _clearance_m(contact: str, height_m: float) -> float:
    """Height of a heel's or toe's landmark over what the foot stands on."""
    drop = "heel_down" if contact.endswith("heel") else "toe_down"
    return (ANKLE_HEIGHT - float(PRIOR_MEAN[CONSTANT[drop]])) * height_m


def carrying_feet(*, observed: Observed, body: BodyPose, settings: FitSettings) -> Balance:
    """Say of a fitted body which feet carry it, and how far aside its weight may be.

    A foot carries when it is down and still. Lying or in the air, nothing is said.
    """
    o, s = observed, settings
    times = len(o.time_s)
    still = (o.stance.reshape(times, len(_FEET), -1) >= 0).any(axis=2)
    carried = np.where(still, 1.0, s.moving_share)
    if o.level_floor:
        for k, contacts in enumerate(_FEET):
            above = [body.points_m[:, MARK[c], Y] - _clearance_m(c, o.height_m) for c in contacts]
            carried[:, k] *= np.exp(-((np.maximum(np.min(above, axis=0), 0) / s.lifted_m) ** 2))
    total = carried.sum(axis=1, keepdims=True)
    upright = body.rotations["trunk"][:, Y, Y, None] > 0.5
    share = np.where(upright & (total > s.moving_share), carried / np.maximum(total, 1e-9), 0.0)
    right, left = (body.points_m[:, [MARK[c] for c in feet]].mean(axis=1) for feet in _FEET)
    apart_m = np.linalg.norm((right - left)[:, [X, Z]], axis=1)
    return Balance(share, np.hypot(s.sway_m, 0.8 * share.min(axis=1) * apart_m))


def _balance_rows(
    o: Observed, balance: Balance, dofs: Array, body: BodyPose, s: FitSettings
) -> Rows:
    """Nobody falls over: the weight stays above the feet that carry it, from side to side."""
    weighing = np.tile(MASS, (len(o.time_s), 1))
    for k, contacts in enumerate(_FEET):
        for contact in contacts:
            weighing[:, MARK[contact]] -= balance.carried[:, k] / len(contacts)
    heading = dofs[:, DOF["heading"]]
    level = np.zeros_like(heading)
    right = np.stack([np.sin(heading), level, np.cos(heading)], axis=1)
    ahead = np.stack([np.cos(heading), level, -np.sin(heading)], axis=1)
    offset_m = np.einsum("tm,tmk->tk", weighing, body.points_m)
    weight = balance.carried.any(axis=1) / balance.sway_m
    by_dof = np.einsum("tm,tk,tmkd->td", weighing, right, body.by_dof)
    by_dof[:, DOF["heading"]] += (ahead * offset_m).sum(axis=1)
    by_constant = np.einsum("tm,tk,tmkc->tc", weighing, right, body.by_constant)
    return Rows(
        (weight * (right * offset_m).sum(axis=1))[:, None],
        (weight[:, None] * by_dof)[:, None],
        (weight[:, None] * by_constant)[:, None],
        s.posture_doubt,
    )


def _habit_rows(dofs: Array, s: FitSettings) -> Rows:
    """What is usual and what is possible for each joint; a lumbar spine that follows the hips."""
    times, size = dofs.shape
    beyond = np.minimum(dofs - _LOW, 0) + np.maximum(dofs - _HIGH, 0)
    rhythm = np.zeros((1, size))
    rhythm[0, DOF["lumbar_extension"]] = 1.0
    rhythm[0, [DOF["hip_flexion_r"], DOF["hip_flexion_l"]]] = -0.5 * s.lumbar_rhythm
    rhythm /= s.lumbar_rhythm_rad

    def every_time(slope: Array) -> Array:
        return np.broadcast_to(slope, (times, *slope.shape))

    return Rows(
        np.concatenate([(dofs - _MEAN) * _WEIGHT, beyond / s.limit_rad, dofs @ rhythm.T], axis=1),
        np.concatenate(
            [
                every_time(np.diag(_WEIGHT)),
                (beyond != 0)[..., None] * np.eye(size) / s.limit_rad,
                every_time(rhythm),
            ],
            axis=1,
        ),
        doubt=s.posture_doubt,
    )


def _standing_rows(o: Observed, dofs: Array, constants: Array, s: FitSettings) -> Rows:
    """Whenever the person stands straight, the legs are as straight as this person's are."""
    joints = [DOF[joint] for joint in _STANDING]
    own = [CONSTANT[f"standing_{joint}_rad"] for joint in _STANDING]
    weight = o.standing[:, None] / np.array(list(_STANDING.values()))
    rows = np.arange(len(joints))
    by_dof = np.zeros((*weight.shape, len(DOFS)))
    by_dof[:, rows, joints] = weight
    by_constant = np.zeros((*weight.shape, len(CONSTANTS)))
    by_constant[:, rows, own] = -weight
    residual = weight * (dofs[:, joints] - constants[own])
    return Rows(residual, by_dof, by_constant, s.posture_doubt)


def view_of(*, observed: Observed, number: int, border: Array, points_m: Array) -> Projection:
    """Project points of the body as camera ``number`` sees them, 0 for the first."""
    look = observed.looks[number]
    if number == 0:
        return project(
            points_m=points_m,
            constants=border[: len(CONSTANTS)],
            focal_px=look.focal_px,
            centre_px=look.centre_px,
        )
    return project_beside(
        points_m=points_m,
        camera=border[observed.of_camera(number)],
        focal_px=look.focal_px,
        centre_px=look.centre_px,
    )


def all_rows(
    *, observed: Observed, dofs: Array, border: Array, settings: FitSettings
) -> list[Rows]:
    """Every residual at one state; the landmark rows come first, one for each look."""
    constants = border[: len(CONSTANTS)]
    body = pose_body(dofs=dofs, constants=constants, height_m=observed.height_m)
    marks, depths = [], []
    depth_m = observed.height_m * (settings.depth_beside if len(observed.looks) > 1 else 1.0)
    for number, look in enumerate(observed.looks):
        view = view_of(observed=observed, number=number, border=border, points_m=body.points_m)
        columns, delay_s = np.arange(len(CONSTANTS)), 0.0
        if number > 0:
            own = observed.of_camera(number)
            columns = np.concatenate([columns, np.arange(own.start, own.stop)])
            delay_s = border[own][-1]
        mark_rows = _mark_rows(look, body, view, delay_s, settings)
        depth_rows = _depth_rows(look, depth_m, body, view, settings)
        marks.append(replace(mark_rows, columns=columns))
        depths.append(replace(depth_rows, columns=columns))
    rows = [
        *marks,
        *depths,
        _contact_rows(observed, body, border, settings),
        _habit_rows(dofs, settings),
        _standing_rows(observed, dofs, constants, settings),
    ]
    if observed.balance is not None:
        rows.append(_balance_rows(observed, observed.balance, dofs, body, settings))
    return rows


def cost(
    *, observed: Observed, dofs: Array, border: Array, rows: list[Rows], settings: FitSettings
) -> float:
    """Twice the negative log posterior, up to a constant (Student-t landmarks, Gaussian rest)."""
    v = settings.robust_dof
    total = 0.0
    for look, row in zip(observed.looks, rows, strict=False):
        weighted = (row.residual.reshape(len(dofs), -1, 2) ** 2).sum(axis=-1)
        share = weighted / np.maximum(look.trust, 1e-9)
        squared = v * share / np.maximum(v + 2 - share, 1e-9)
        total += (look.trust * (v + 2) * np.log1p(squared / v)).sum()
    total += sum((r.residual**2).sum() for r in rows[len(observed.looks) :])
    bend = np.diff(dofs, 2, axis=0)
    total += (acceleration_weight(observed, settings) * bend**2).sum()
    away = (border - observed.prior_mean) / observed.prior_sd(settings)
    total += alike_frames(observed, settings) * (away**2).sum()
    return float(total)
