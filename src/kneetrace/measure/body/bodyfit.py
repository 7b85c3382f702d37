"""One body fitted to the whole clip: joint angles with intervals from 2-D landmarks.

Bones keep their length, planted feet stay where they are, joints stay in their range, and one
camera sees it all. The fit is the most probable motion under those beliefs; its intervals come
from sending every belief's own error through it.
"""

from dataclasses import replace
from functools import partial

import numpy as np
from scipy.interpolate import make_interp_spline

from kneetrace.measure.body.descent import Progress, State, descend, draw_errors, state_at
from kneetrace.measure.body.facing import imagined_depths
from kneetrace.measure.body.firstguess import guess_posture
from kneetrace.measure.body.fitted_motion import motion_of
from kneetrace.measure.body.motion import Motion
from kneetrace.measure.body.observing import View, observe
from kneetrace.measure.body.residuals import (
    CONTACTS,
    MARK,
    PRIOR_MEAN,
    FitSettings,
    Observed,
    carrying_feet,
)
from kneetrace.measure.body.skeleton import (
    CONSTANT,
    CONSTANTS,
    DOF,
    MARK_NAMES,
    Array,
    pose_body,
)
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS, CleanTrack
from kneetrace.terms import Person

Settled = tuple[Observed, State, FitSettings]
"""The most probable body of one view, and the settings it was found with."""


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
    observed, state, s = settle(
        view=(clip, track), person=person, level_floor=level_floor, settings=s, progress=progress
    )
    draws, _ = draw_errors(observed, state, s, rng)
    return motion_of(observed=observed, state=state, draws=draws)


def settle(
    *,
    view: View,
    person: Person,
    level_floor: bool,
    settings: FitSettings,
    progress: Progress | None = None,
) -> Settled:
    """Find the most probable body of one view, and the settings that suit what it came with."""
    s = settings
    look = partial(observe, views=[view], person=person, level_floor=level_floor)
    observed, (world_m,) = look(settings=s)
    if np.isfinite(observed.looks[0].depth_m).any():
        state = _start(observed, world_m, s)
    else:
        coarse = replace(s, rate_hz=s.search_rate_hz, iterations=s.search_iterations)
        rough, _ = look(settings=coarse)
        state = _likeliest(rough, observed, s, coarse)
        s = replace(
            s,
            landmark_doubt=s.without_depth * s.landmark_doubt,
            posture_doubt=s.without_depth * s.posture_doubt,
        )
    observed, state = find_body(observed, state, s, progress)
    return observed, state, s


def find_body(
    observed: Observed, state: State, s: FitSettings, progress: Progress | None
) -> tuple[Observed, State]:
    """Descend from a start, see which feet carry the body, and descend once more knowing it."""
    state = descend(observed, state, s, _part(progress, 0.0, 0.5))
    body = pose_body(dofs=state.dofs, constants=state.constants, height_m=observed.height_m)
    balance = carrying_feet(observed=observed, body=body, settings=s)
    observed = replace(observed, balance=balance)
    state = state_at(observed, state.dofs, state.border, s)
    return observed, descend(observed, state, s, _part(progress, 0.5, 1.0))


def _likeliest(rough: Observed, observed: Observed, s: FitSettings, coarse: FitSettings) -> State:
    """Start without depth: fit every way of facing roughly, and go on from the likeliest."""
    worlds = imagined_depths(xy_px=_landmarks_px(rough), height_m=rough.height_m)
    fits = [descend(rough, _start(rough, world, coarse), coarse, None) for world in worlds]
    best = min(fits, key=lambda fit: fit.cost)
    dofs = make_interp_spline(rough.time_s, best.dofs, k=1)(observed.time_s)
    return placed(observed, np.asarray(dofs), best.constants, s)


def _landmarks_px(o: Observed) -> Array:
    xy_px = np.full((len(o.time_s), len(LANDMARKS), 2), np.nan)
    xy_px[:, [INDEX[m] for m in MARK_NAMES]] = o.looks[0].xy_px
    return xy_px


def _start(o: Observed, world_m: Array, s: FitSettings) -> State:
    dofs = guess_posture(
        xy_px=_landmarks_px(o),
        world_m=world_m,
        constants=PRIOR_MEAN,
        height_m=o.height_m,
        focal_px=o.looks[0].focal_px,
        centre_px=o.looks[0].centre_px,
    )
    points = pose_body(dofs=dofs, constants=PRIOR_MEAN, height_m=o.height_m).points_m
    feet = points[:, [MARK[c] for c in CONTACTS]]
    planted = o.stance >= 0
    heights = feet[..., 1]
    lift = np.median(heights[planted]) if planted.any() else np.percentile(heights, 10)
    dofs[:, DOF["pelvis_ty"]] -= lift
    constants = PRIOR_MEAN.copy()
    constants[CONSTANT["camera_height_m"]] -= lift
    return placed(o, dofs, constants, s)


def placed(o: Observed, dofs: Array, constants: Array, s: FitSettings) -> State:
    """Stand every planted foot where this posture has it; constants of the person and cameras."""
    points = pose_body(
        dofs=dofs, constants=constants[: len(CONSTANTS)], height_m=o.height_m
    ).points_m
    feet = points[:, [MARK[c] for c in CONTACTS]]
    border = np.zeros(o.border)
    border[: o.constants] = constants
    places = border[o.constants :].reshape(-1, len(o.place_axes))
    for number in range(len(places)):
        places[number] = np.median(feet[o.stance == number], axis=0)[list(o.place_axes)]
    return state_at(o, dofs, border, s)


def _part(progress: Progress | None, start: float, end: float) -> Progress | None:
    """Tell the progress of one of several stages as progress of the whole."""
    if progress is None:
        return None
    return lambda share: progress(start + share * (end - start))
