"""One body fitted to several recordings of the same moments, each with a camera of its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from kneetrace.measure.body.bodyfit import Settled, find_body, placed, settle
from kneetrace.measure.body.descent import Progress, State, draw_errors
from kneetrace.measure.body.fitted_motion import motion_of
from kneetrace.measure.body.motion import Motion
from kneetrace.measure.body.observing import View, observe
from kneetrace.measure.body.projection import BESIDE, turn_about_y
from kneetrace.measure.body.residuals import FitSettings, Observed, view_of
from kneetrace.measure.body.skeleton import CONSTANT, DOF, Array, pose_body
from kneetrace.measure.body.synchrony import find_synchrony
from kneetrace.terms import NotMeasurable, Person

_SHARED: Final = [each.name for each in BESIDE if each.name in CONSTANT]


MOST_MISFIT: Final = 1.5
"""A common body may miss the landmarks by so much more than each view's own body does. DESIGN:
true pairs reached 1.1 (level cameras) to 1.6 (steep ones), two performances of equal pace 1.8."""

_NOT_TOGETHER: Final = "The recordings are not of the same moments: measure each of them by itself."


class NotTogether(NotMeasurable):
    """The recordings do not show the same moments, so no one body moves in all of them."""


def fit_body_to_views(
    *,
    views: Sequence[View],
    person: Person,
    rng: np.random.Generator,
    level_floor: bool = True,
    settings: FitSettings | None = None,
    alone: Sequence[Settled] | None = None,
    progress: Progress | None = None,
) -> tuple[Motion, ...]:
    """Fit one body to what several cameras saw of it at the same time.

    Where the other cameras stand, how they are tilted, and how their clocks run against the first
    one's is found with the body.

    Parameters
    ----------
    views : each camera's clip and the person's track in it
    person, rng, level_floor, settings, progress : as in ``fit_body``
    alone : what ``settle_views`` found, where it was asked before

    Returns
    -------
    tuple of Motion
        The same body as each recording tells it: in its own time, picture and camera.

    Raises
    ------
    BodyNotSeen
        when the legs show in a recording for less than a second
    NotTogether
        when the recordings are of different moments
    """
    s = settings or FitSettings()
    alone = alone or settle_views(
        views=views, person=person, level_floor=level_floor, settings=settings
    )
    rolls_rad = [float(state.constants[CONSTANT["camera_roll_rad"]]) for _, state, _ in alone]
    synchronies = [
        find_synchrony(first=views[0], second=view, rolls_rad=(rolls_rad[0], roll_rad))
        for view, roll_rad in zip(views, rolls_rad, strict=True)
    ]
    if not all(each.together for each in synchronies[1:]):
        raise NotTogether(_NOT_TOGETHER)
    shifts_s = [0.0, *(each.shift_s for each in synchronies[1:])]
    observed, _ = observe(
        views=views, person=person, level_floor=level_floor, settings=s, shifts_s=shifts_s
    )
    starts = [
        _start(observed, [each[:2] for each in alone], leader, shifts_s, s)
        for leader in range(len(views))
    ]
    s = max((each[2] for each in alone), key=lambda own: own.landmark_doubt)
    state = min(starts, key=lambda start: start.cost)
    observed, state = find_body(observed, state, s, progress)
    apart = np.mean([_misfit(each, own) for each, own, _ in alone])
    if _misfit(observed, state) > MOST_MISFIT**2 * apart:
        raise NotTogether(_NOT_TOGETHER)
    draws, _ = draw_errors(observed, state, s, rng)
    return tuple(
        _in_own_time(
            motion_of(observed=observed, state=state, draws=draws, number=number),
            view,
            shift_s + (state.border[observed.of_camera(number)][-1] if number else 0.0),
        )
        for number, (view, shift_s) in enumerate(zip(views, shifts_s, strict=True))
    )


def settle_views(
    *,
    views: Sequence[View],
    person: Person,
    level_floor: bool = True,
    settings: FitSettings | None = None,
) -> tuple[Settled, ...]:
    """Find the most probable body of each view by itself."""
    s = settings or FitSettings()
    return tuple(
        settle(view=view, person=person, level_floor=level_floor, settings=s) for view in views
    )


def _misfit(observed: Observed, state: State) -> float:
    """Mean square of how far the landmarks are from the body, in their spreads."""
    points_m = pose_body(
        dofs=state.dofs, constants=state.constants, height_m=observed.height_m
    ).points_m
    squares = []
    for number, look in enumerate(observed.looks):
        view = view_of(observed=observed, number=number, border=state.border, points_m=points_m)
        away = ((view.xy_px - look.xy_px) ** 2).sum(axis=-1) / look.sd_px**2
        squares.append(float(away[look.trust > 0].mean()))
    return float(np.mean(squares))


def _start(
    o: Observed,
    alone: Sequence[tuple[Observed, State]],
    leader: int,
    shifts_s: Sequence[float],
    s: FitSettings,
) -> State:
    """Start from the body that one view found, and stand the cameras about it as the others say."""
    found = [
        _resampled(each, state, o.time_s + shift)
        for (each, state), shift in zip(alone, shifts_s, strict=True)
    ]
    marks = [
        pose_body(dofs=dofs, constants=state.constants, height_m=o.height_m).points_m
        for dofs, (_, state) in zip(found, alone, strict=True)
    ]
    weights = [look.trust.max(axis=1) for look in o.looks]
    into_first = _level_move(marks[leader], marks[0], weights[leader] * weights[0])
    dofs = _moved(found[leader], into_first)
    constants = np.concatenate(
        [alone[leader][1].constants, np.zeros(len(BESIDE) * (len(alone) - 1))]
    )
    for number, (_, state) in enumerate(alone):
        turn_rad, place_m = _level_move(
            marks[number], marks[leader], weights[number] * weights[leader]
        )
        up_m = _moved_up(marks[leader], marks[number], weights[number] * weights[leader])
        camera = {name: state.constants[CONSTANT[name]] for name in _SHARED}
        camera["camera_height_m"] += up_m
        if number == 0:
            for name, value in camera.items():
                constants[CONSTANT[name]] = value
            continue
        first_turn, first_place = into_first
        turned = turn_about_y(first_turn) @ place_m
        camera["yaw_rad"] = turn_rad + first_turn
        camera["x_m"], camera["z_m"] = turned[0] + first_place[0], turned[2] + first_place[2]
        constants[o.of_camera(number)] = [camera.get(each.name, 0.0) for each in BESIDE]
    return placed(o, dofs, constants, s)


def _resampled(observed: Observed, state: State, at_s: Array) -> Array:
    columns = [np.interp(at_s, observed.time_s, column) for column in state.dofs.T]
    return np.stack(columns, axis=1)


def _level_move(these: Array, those: Array, weight: Array) -> tuple[float, Array]:
    """Turn about the vertical and level shift that lay these points (time, point, xyz) on those."""
    share = (weight / max(weight.sum(), 1e-9))[:, None, None] / these.shape[1]
    middles = [(share * points).sum(axis=(0, 1)) for points in (these, those)]
    a, b = these - middles[0], those - middles[1]
    sine = (share[..., 0] * (a[..., 2] * b[..., 0] - a[..., 0] * b[..., 2])).sum()
    cosine = (share[..., 0] * (a[..., 0] * b[..., 0] + a[..., 2] * b[..., 2])).sum()
    turn_rad = float(np.arctan2(sine, cosine))
    place_m = middles[1] - turn_about_y(turn_rad) @ middles[0]
    return turn_rad, np.asarray(place_m * [1.0, 0.0, 1.0])


def _moved_up(these: Array, those: Array, weight: Array) -> float:
    """How much lower those points are than these."""
    return float(np.average((these - those)[..., 1].mean(axis=1), weights=weight + 1e-9))


def _moved(dofs: Array, move: tuple[float, Array]) -> Array:
    turn_rad, place_m = move
    moved = dofs.copy()
    moved[:, :3] = dofs[:, :3] @ turn_about_y(turn_rad).T + place_m
    moved[:, DOF["heading"]] += turn_rad
    return moved


def _in_own_time(motion: Motion, view: View, shift_s: float) -> Motion:
    """Keep what a recording covers, in its own time."""
    time_s = motion.time_s + shift_s
    clip, _ = view
    margin_s = 0.5 * float(np.median(np.diff(time_s)))
    kept = (time_s >= clip.time_s[0] - margin_s) & (time_s <= clip.time_s[-1] + margin_s)
    return replace(
        motion,
        time_s=time_s[kept],
        values={name: series[kept] for name, series in motion.values.items()},
        sd={name: series[kept] for name, series in motion.sd.items()},
        joints_m=motion.joints_m[kept],
        joints_px=motion.joints_px[kept],
        planted={side: flags[kept] for side, flags in motion.planted.items()},
        residual_px=motion.residual_px[kept],
        standing=motion.standing[kept],
    )
