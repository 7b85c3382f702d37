"""One body fitted to the whole clip: joint angles with intervals from 2-D landmarks.

Bones keep their length, planted feet stay where they are, joints stay in their range, and one
camera sees it all. The fit is the most probable motion under those beliefs; its intervals come
from sending every belief's own error through it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import make_interp_spline
from scipy.signal import butter, lfilter, sosfiltfilt
from scipy.spatial.transform import Rotation

from kneetrace.measure.body.bordered import BorderedSolver, NormalEquations
from kneetrace.measure.body.facing import imagined_depths
from kneetrace.measure.body.firstguess import guess_posture
from kneetrace.measure.body.motion import JOINTS, CameraPlacement, Motion
from kneetrace.measure.body.projection import project
from kneetrace.measure.body.residuals import (
    CONTACTS,
    DEPTH_PAIRS,
    MARK,
    PRIOR_MEAN,
    Balance,
    FitSettings,
    Observed,
    Rows,
    acceleration_weight,
    alike_frames,
    all_rows,
    carrying_feet,
    cost,
)
from kneetrace.measure.body.skeleton import (
    CONSTANT,
    CONSTANTS,
    DOF,
    DOFS,
    MARK_NAMES,
    PELVIS_ORIGIN,
    Array,
    pose_body,
)
from kneetrace.measure.body.standing_feet import held_up_feet
from kneetrace.measure.body.stillness import (
    body_height_px,
    fill_gaps,
    planted_points,
    standing_straight,
)
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS, CleanTrack
from kneetrace.terms import (
    COORDINATES,
    LEG_ANGLES,
    TRUNK_ANGLES,
    NotMeasurable,
    Person,
    Side,
)

FOCAL_OF_LONG_SIDE: Final = 0.70
"""Focal length of a phone's main video camera, share of the picture's long side (measured on
calibrated phones: 0.67-0.72 of the height in portrait)."""

_LOW_PASS_HZ: Final = 8.0
_SHORTEST_S: Final = 1.0
_DRAWS_AT_ONCE: Final = 16

Progress = Callable[[float], None]


class BodyNotSeen(NotMeasurable):
    """Too little of the body shows for too short a time to fit a skeleton."""


@dataclass(frozen=True, eq=False)
class _State:
    dofs: Array
    border: Array
    rows: list[Rows]
    cost: float

    @property
    def constants(self) -> Array:
        return self.border[: len(CONSTANTS)]


def fit_body(
    *,
    clip: Clip,
    track: CleanTrack,
    person: Person,
    rng: np.random.Generator,
    level_floor: bool = True,
    settings: FitSettings | None = None,
    progress: Progress | None = None,
) -> Motion:
    """Fit one body of constant bones to every frame of a clip.

    Parameters
    ----------
    clip : its true frame times, picture size and focal length (a phone's usual one if unknown)
    track : cleaned landmarks of the person, px
    person : stature scales the body; angles hardly depend on it
    rng : draws the errors that make the intervals
    level_floor : the feet stand at one height; false on steps, where each stance has its own
    progress : called with the share done, 0 to 1

    Returns
    -------
    Motion
        on a regular grid of at most 30 Hz; values and sd are NaN where the person is not seen

    Raises
    ------
    BodyNotSeen
        when the legs show for less than a second

    Source
    ------
    Geometry: Rajagopal et al. 2016, doi 10.1109/TBME.2016.2586891 (joint places, signs);
    segment lengths Drillis & Contini 1966. We differ: one-axis knee, no patella, no arms.
    Valid for upright adults; children's proportions are not covered.
    """
    s = settings or FitSettings()
    observe = partial(_observe, clip=clip, track=track, person=person, level_floor=level_floor)
    observed, world_m = observe(settings=s)
    if np.isfinite(observed.depth_m).any():
        state = _start(observed, world_m, s)
    else:
        coarse = replace(s, rate_hz=s.search_rate_hz, iterations=s.search_iterations)
        rough, _ = observe(settings=coarse)
        state = _likeliest(rough, observed, s, coarse)
        s = replace(
            s,
            landmark_doubt=s.without_depth * s.landmark_doubt,
            posture_doubt=s.without_depth * s.posture_doubt,
        )
    state = _descend(observed, state, s, _part(progress, 0.0, 0.5))
    observed = replace(observed, balance=_balance(observed, state, s))
    state = _state(observed, state.dofs, state.border, s)
    state = _descend(observed, state, s, _part(progress, 0.5, 1.0))
    draws = _draw_errors(observed, state, s, rng)
    return _motion(observed, state, draws, track)


def _observe(
    *, clip: Clip, track: CleanTrack, person: Person, level_floor: bool, settings: FitSettings
) -> tuple[Observed, Array]:
    """Bring landmarks onto the fit's regular grid; also the network's 3-D guess there."""
    seen = np.isfinite(track.xy_px[:, [INDEX[m] for m in MARK_NAMES], 0]).mean(axis=1) > 0.5
    duration_s = float(clip.time_s[-1] - clip.time_s[0]) if clip.frames > 1 else 0.0
    if seen.sum() * duration_s < _SHORTEST_S * max(clip.frames, 1):
        raise BodyNotSeen(
            "The legs show for less than a second, so no movement can be measured: "
            "record the whole body, head to feet, for at least five seconds."
        )
    rate_hz = min(settings.rate_hz, clip.rate_hz, settings.most_times / duration_s)
    times = np.arange(int(duration_s * rate_hz) + 1) / rate_hz + clip.time_s[0]

    even = np.linspace(clip.time_s[0], clip.time_s[-1], clip.frames)
    cutoff_hz = min(_LOW_PASS_HZ, 0.45 * rate_hz)
    low_pass = butter(2, cutoff_hz, fs=(clip.frames - 1) / duration_s, output="sos")

    def smooth(values: Array) -> Array:
        steady = make_interp_spline(clip.time_s, fill_gaps(values), k=1)(even)
        passed = sosfiltfilt(low_pass, steady, axis=0, padlen=min(30, len(steady) - 1))
        return np.asarray(make_interp_spline(even, passed, k=1)(times))

    marks = [INDEX[m] for m in MARK_NAMES]
    nearest = np.searchsorted(clip.time_s, times).clip(0, clip.frames - 1)
    shown = np.isfinite(track.xy_px[nearest][:, marks, 0])
    trust = np.clip(np.nan_to_num(track.visibility[nearest][:, marks]), 0.05, 1.0) * shown
    deep = bool(np.isfinite(track.world_m).any())
    world = smooth(track.world_m) if deep else np.full((len(times), len(LANDMARKS), 3), np.nan)
    stances = _stances(clip, track, level_floor)
    standing = standing_straight(xy_px=track.xy_px, world_m=track.world_m, rate_hz=clip.rate_hz)
    observed = Observed(
        time_s=times,
        xy_px=smooth(track.xy_px)[:, marks],
        trust=trust,
        depth_m=np.stack(
            [world[:, INDEX[a], 2] - world[:, INDEX[b], 2] for a, b, _ in DEPTH_PAIRS], axis=1
        ),
        stance=_number_stances(
            np.stack([stances[c] for c in CONTACTS], axis=1)[nearest], most=settings.most_stances
        ),
        standing=standing[nearest],
        sd_px=settings.landmark_error * body_height_px(track.xy_px),
        focal_px=clip.focal_px or FOCAL_OF_LONG_SIDE * max(clip.width_px, clip.height_px),
        centre_px=(clip.width_px / 2, clip.height_px / 2),
        height_m=person.height_m,
        level_floor=level_floor,
    )
    return observed, world


def _stances(clip: Clip, track: CleanTrack, level_floor: bool) -> dict[str, NDArray[np.int64]]:
    """Number the stances of heels and toes; a foot held still in the air stands on no floor."""
    stances = planted_points(xy_px=track.xy_px, rate_hz=clip.rate_hz)
    if level_floor:
        held = held_up_feet(xy_px=track.xy_px, world_m=track.world_m, time_s=clip.time_s)
        for name, numbers in stances.items():
            up = held[Side(name.split("_")[0])]
            for number in range(numbers.max(initial=-1) + 1):
                if 2 * up[numbers == number].sum() > np.sum(numbers == number):
                    numbers[numbers == number] = -1
    return stances


def _number_stances(stances: NDArray[np.int64], *, most: int) -> NDArray[np.int64]:
    """Number the stances of all contacts together, the longest first; more than ``most`` lapse."""
    columns = np.arange(stances.shape[1]) * (stances.max(initial=0) + 1)
    keys = np.where(stances >= 0, stances + columns, -1)
    names, lengths = np.unique(keys[keys >= 0], return_counts=True)
    numbers = np.full(keys.max(initial=0) + 1, -1)
    longest = names[np.argsort(-lengths, kind="stable")][:most]
    numbers[longest] = np.arange(len(longest))
    return np.where(keys >= 0, numbers[keys], -1)


def _state(o: Observed, dofs: Array, border: Array, s: FitSettings) -> _State:
    rows = all_rows(observed=o, dofs=dofs, border=border, settings=s)
    value = cost(observed=o, dofs=dofs, border=border, rows=rows, settings=s)
    return _State(dofs, border, rows, value)


def _likeliest(rough: Observed, observed: Observed, s: FitSettings, coarse: FitSettings) -> _State:
    """Start without depth: fit every way of facing roughly, and go on from the likeliest."""
    worlds = imagined_depths(xy_px=_landmarks_px(rough), height_m=rough.height_m)
    fits = [_descend(rough, _start(rough, world, coarse), coarse, None) for world in worlds]
    best = min(fits, key=lambda fit: fit.cost)
    dofs = make_interp_spline(rough.time_s, best.dofs, k=1)(observed.time_s)
    return _placed(observed, np.asarray(dofs), best.constants, s)


def _landmarks_px(o: Observed) -> Array:
    xy_px = np.full((len(o.time_s), len(LANDMARKS), 2), np.nan)
    xy_px[:, [INDEX[m] for m in MARK_NAMES]] = o.xy_px
    return xy_px


def _start(o: Observed, world_m: Array, s: FitSettings) -> _State:
    dofs = guess_posture(
        xy_px=_landmarks_px(o),
        world_m=world_m,
        constants=PRIOR_MEAN,
        height_m=o.height_m,
        focal_px=o.focal_px,
        centre_px=o.centre_px,
    )
    points = pose_body(dofs=dofs, constants=PRIOR_MEAN, height_m=o.height_m).points_m
    feet = points[:, [MARK[c] for c in CONTACTS]]
    planted = o.stance >= 0
    heights = feet[..., 1]
    lift = np.median(heights[planted]) if planted.any() else np.percentile(heights, 10)
    dofs[:, DOF["pelvis_ty"]] -= lift
    constants = PRIOR_MEAN.copy()
    constants[CONSTANT["camera_height_m"]] -= lift
    return _placed(o, dofs, constants, s)


def _placed(o: Observed, dofs: Array, constants: Array, s: FitSettings) -> _State:
    """Stand every planted foot where this posture has it."""
    points = pose_body(dofs=dofs, constants=constants, height_m=o.height_m).points_m
    feet = points[:, [MARK[c] for c in CONTACTS]]
    border = np.zeros(o.border)
    border[: len(CONSTANTS)] = constants
    places = border[len(CONSTANTS) :].reshape(-1, len(o.place_axes))
    for number in range(len(places)):
        places[number] = np.median(feet[o.stance == number], axis=0)[list(o.place_axes)]
    return _state(o, dofs, border, s)


def _balance(o: Observed, state: _State, s: FitSettings) -> Balance:
    body = pose_body(dofs=state.dofs, constants=state.constants, height_m=o.height_m)
    return carrying_feet(observed=o, body=body, settings=s)


def _part(progress: Progress | None, start: float, end: float) -> Progress | None:
    """Tell the progress of one of several stages as progress of the whole."""
    if progress is None:
        return None
    return lambda share: progress(start + share * (end - start))


def _descend(o: Observed, state: _State, s: FitSettings, progress: Progress | None) -> _State:
    """Levenberg-Marquardt with reweighted landmarks until the cost stops falling."""
    damping = 1e-2
    for iteration in range(s.iterations):
        equations = _equations(o, state.rows, s)
        gradient = _pull(o, state.rows, [r.residual for r in state.rows])
        _bend(gradient[0], acceleration_weight(o, s) * np.diff(state.dofs, 2, axis=0))
        away = (state.border - o.prior_mean) / o.prior_sd(s) ** 2
        gradient[1][:] += alike_frames(o, s) * away
        state = replace(state, rows=[])  # the slopes are most of a long clip's memory
        better = None
        while better is None and damping < 1e4:
            step, border_step = BorderedSolver(equations, damping=damping).solve(*gradient)
            tried = _state(o, state.dofs - step.clip(-0.5, 0.5), state.border - border_step, s)
            if tried.cost < state.cost:
                better = tried
            else:
                damping *= 6
        if progress:
            progress((iteration + 1) / s.iterations)
        if better is None:
            break
        gain = 1 - better.cost / state.cost
        state, damping = better, max(damping / 5, 1e-7)
        if gain < 2e-5:
            break
    return _state(o, state.dofs, state.border, s)


def _equations(o: Observed, rows: list[Rows], s: FitSettings) -> NormalEquations:
    blocks = np.zeros((len(o.time_s), len(DOFS), len(DOFS)))
    cross = np.zeros((len(o.time_s), len(DOFS), o.border))
    corner = 1e-6 * np.eye(o.border)
    own = slice(len(CONSTANTS))
    for r in rows:
        turned = r.by_dof.transpose(0, 2, 1)
        blocks += turned @ r.by_dof
        if r.by_constant is None:
            continue
        cross[:, :, own] += turned @ r.by_constant
        flat = r.by_constant.reshape(-1, len(CONSTANTS))
        corner[own, own] += flat.T @ flat
        if r.place is None or r.by_place is None:
            continue
        at, row = np.nonzero(r.place >= 0)
        place, slope = r.place[at, row], r.by_place[at, row]
        cross[at, :, place] += slope[:, None] * r.by_dof[at, row]  # one row a time and place
        meeting = np.zeros((o.border, len(CONSTANTS)))
        np.add.at(meeting, place, slope[:, None] * r.by_constant[at, row])
        corner[:, own] += meeting
        corner[own] += meeting.T
        np.add.at(corner, (place, place), slope**2)
    corner[np.diag_indices(o.border)] += alike_frames(o, s) / o.prior_sd(s) ** 2
    return NormalEquations(blocks, acceleration_weight(o, s), cross, corner)


def _pull(o: Observed, rows: list[Rows], errors: list[Array]) -> tuple[Array, Array]:
    """Slopes' times row errors (time, row[, n]): (time, dof[, n]) and (border[, n])."""
    rest = errors[0].shape[2:]
    trajectory = np.zeros((len(o.time_s), len(DOFS), *rest))
    border = np.zeros((o.border, *rest))
    for r, error in zip(rows, errors, strict=True):
        wide = error.reshape(*error.shape[:2], -1)
        trajectory += (r.by_dof.transpose(0, 2, 1) @ wide).reshape(trajectory.shape)
        if r.by_constant is not None:
            flat = r.by_constant.reshape(-1, len(CONSTANTS)).T @ wide.reshape(-1, wide.shape[-1])
            border[: len(CONSTANTS)] += flat.reshape(len(CONSTANTS), *rest)
        if r.place is not None and r.by_place is not None:
            at, row = np.nonzero(r.place >= 0)
            slope = r.by_place[at, row].reshape(-1, *[1] * len(rest))
            np.add.at(border, r.place[at, row], slope * error[at, row])
    return trajectory, border


def _bend(trajectory: Array, second: Array) -> None:
    """Add the pull of second differences (time - 2, dof[, n]) in place."""
    trajectory[:-2] += second
    trajectory[1:-1] -= 2 * second
    trajectory[2:] += second


def _draw_errors(o: Observed, state: _State, s: FitSettings, rng: np.random.Generator) -> Array:
    """Draw errors of the fit to first order, (time, dof, draw).

    Every row's error is drawn as it is thought to be (landmark errors and habits err slowly)
    and sent through the fit. Treating every frame as new information would make the intervals
    far too narrow.
    """
    solver = BorderedSolver(_equations(o, state.rows, s))
    keep = np.exp(-1 / (s.memory_s * o.rate_hz))

    def slow(rows: int, draws: int) -> Array:
        white = rng.standard_normal((len(o.time_s), rows, draws))
        white[0] /= np.sqrt(1 - keep**2)
        return np.asarray(np.sqrt(1 - keep**2) * lfilter([1.0], [1.0, -keep], white, axis=0))

    parts = []
    stiffness = np.sqrt(acceleration_weight(o, s))
    for draws in [_DRAWS_AT_ONCE] * (s.draws // _DRAWS_AT_ONCE):
        errors = [r.doubt * slow(r.residual.shape[1], draws) for r in state.rows]
        trajectory, border = _pull(o, state.rows, errors)
        jolts = rng.standard_normal((len(o.time_s) - 2, len(DOFS), draws))
        _bend(trajectory, stiffness[:, None] * jolts)
        doubt = rng.standard_normal((o.border, draws)) / o.prior_sd(s)[:, None]
        border += alike_frames(o, s) * doubt
        parts.append(solver.solve(trajectory, border)[0])
    return np.concatenate(parts, axis=2)


def _motion(o: Observed, state: _State, draws: Array, track: CleanTrack) -> Motion:
    dofs, constants = state.dofs, state.constants
    body = pose_body(dofs=dofs, constants=constants, height_m=o.height_m)
    view = project(
        points_m=body.points_m, constants=constants, focal_px=o.focal_px, centre_px=o.centre_px
    )
    ahead = float(np.angle(np.exp(1j * dofs[:, DOF["heading"]]).mean()))
    upright = Rotation.from_euler("y", -ahead)
    values = _coordinates(dofs, upright, body.rotations["pelvis"], o.height_m)
    spread = [
        _coordinates(dofs + draws[..., n], upright, None, o.height_m) for n in range(draws.shape[2])
    ]
    sd = {name: np.std([c[name] for c in spread], axis=0) for name in COORDINATES}
    unseen = o.trust.max(axis=1) == 0
    for series in (*values.values(), *sd.values()):
        series[unseen] = np.nan

    residual = np.full((len(o.time_s), len(LANDMARKS)), np.nan)
    away = np.linalg.norm(view.xy_px - o.xy_px, axis=-1)
    residual[:, [INDEX[m] for m in MARK_NAMES]] = np.where(o.trust > 0, away, np.nan)
    joints = joint_places(body.origins_m, body.points_m)
    joints_px = project(
        points_m=joints, constants=constants, focal_px=o.focal_px, centre_px=o.centre_px
    ).xy_px
    planted = o.stance >= 0
    return Motion(
        time_s=o.time_s,
        values=values,
        sd=sd,
        joints_m=upright.apply(joints.reshape(-1, 3)).reshape(joints.shape),
        joints_px=joints_px,
        planted={"r": planted[:, 0] | planted[:, 1], "l": planted[:, 2] | planted[:, 3]},
        residual_px=residual,
        standing=o.standing,
        camera=_camera(o, state, draws),
    )


def _coordinates(
    dofs: Array, upright: Rotation, pelvis: Array | None, height_m: float
) -> dict[str, Array]:
    """OpenSim coordinates, in a world whose x axis is the person's mean forward direction."""
    turn = (
        Rotation.from_matrix(pelvis)
        if pelvis is not None
        else Rotation.from_euler("YXZ", dofs[:, [DOF["heading"], DOF["list"], DOF["tilt"]]])
    )
    turn = upright * turn
    tilt, listing, rotation = turn.as_euler("ZXY").T
    origin = upright.apply(dofs[:, :3]) + turn.apply(np.array(PELVIS_ORIGIN) * height_m)
    named = {
        "pelvis_tilt": tilt,
        "pelvis_list": listing,
        "pelvis_rotation": rotation,
        **{f"pelvis_t{axis}": origin[:, i].copy() for i, axis in enumerate("xyz")},
    }
    for name in (*(f"{n}_{side}" for side in "rl" for n in LEG_ANGLES), *TRUNK_ANGLES):
        named[name] = dofs[:, DOF[name]].copy()
    return {name: named[name].copy() for name in COORDINATES}


def joint_places(origins_m: dict[str, Array], points_m: Array) -> Array:
    """Points of the drawn skeleton, (time, joint, xyz), in the order of ``JOINTS``."""
    shoulders = [points_m[:, MARK[f"{side}_shoulder"]] for side in ("right", "left")]
    places = {
        "mid_hip": origins_m["pelvis"],
        "neck": 0.5 * (shoulders[0] + shoulders[1]),
        "shoulder_r": shoulders[0],
        "shoulder_l": shoulders[1],
    }
    for side, name in (("r", "right"), ("l", "left")):
        places[f"hip_{side}"] = origins_m[f"femur_{side}"]
        places[f"knee_{side}"] = origins_m[f"tibia_{side}"]
        places[f"ankle_{side}"] = origins_m[f"foot_{side}"]
        places[f"heel_{side}"] = points_m[:, MARK[f"{name}_heel"]]
        places[f"toe_{side}"] = points_m[:, MARK[f"{name}_foot_index"]]
    return np.stack([places[joint] for joint in JOINTS], axis=1)


def _camera(o: Observed, state: _State, draws: Array) -> CameraPlacement:
    """Where the phone stood, seen from the person's own forward direction."""
    heading = state.dofs[:, DOF["heading"]]
    to_camera = np.arctan2(state.dofs[:, 2], -state.dofs[:, 0])  # a heading, too
    middle = float(np.angle(np.exp(1j * (to_camera - heading)).mean()))
    spread = draws[:, DOF["heading"]].std(axis=-1)
    constants = {c.name: float(state.border[i]) for i, c in enumerate(CONSTANTS)}
    return CameraPlacement(
        yaw_rad=middle,
        yaw_sd_rad=float(np.median(spread)),
        pitch_rad=constants["camera_pitch_rad"],
        roll_rad=constants["camera_roll_rad"],
        height_m=constants["camera_height_m"],
        distance_m=float(np.median(np.linalg.norm(state.dofs[:, [0, 2]], axis=1))),
        focal_px=o.focal_px * constants["focal_scale"],
    )
