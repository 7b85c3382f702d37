"""What two films of one test tell together: filmed at once by two phones, or one after the other.

Measured squats and rises from a chair (.mot files of six recordings) are filmed by made-up phones
from the front and from the side, the body's proportions and the phones' places drawn anew. Filmed
in turn, the second film is another performance at another pace. What is told is held against the
true motion, film by film: this checks the arithmetic, not the network.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from kneetrace.measure import Landmarks, LandmarkTrack, Measurement, Sight, Source
from kneetrace.measure.body.fusedfit import NotTogether, fit_body_to_views, settle_views
from kneetrace.measure.body.inturnfit import AnotherBody, fit_body_in_turn
from kneetrace.measure.body.motion import Motion
from kneetrace.measure.body.skeleton import CONSTANT, CONSTANTS, DOF
from kneetrace.measure.in_turn_measurement import measure_in_turn
from kneetrace.terms import Measure, Person, Side
from validation.recordings import data_folder
from validation.row import Row
from validation.sections.simulated_views import ERRORS, MOTIONS, dofs_of
from validation.simulated_recording import RATE_HZ, Floats, Recording, film

VIEWS_DEG: Final = {"front": 0, "side": 80}
PACES: Final = (0.8, 1.2)
UNEVEN: Final = 0.1
UNEVEN_S: Final = 7.0
"""How fast the second performance is against the first, and how much and how slowly that changes:
nobody keeps time to a tenth. DESIGN"""

PERSON: Final = Person(height_m=1.7, mass_kg=70)
JOINTS: Final = {"knee": "knee_angle", "hip": "hip_flexion"}
PEAKS: Final = {"knee_flexion_peak": "knee_angle", "hip_flexion_peak": "hip_flexion"}
_Z90: Final = 1.645


@dataclass
class _Errors:
    """Errors and spreads, degrees, piece by piece."""

    off_deg: list[Floats]
    sd_deg: list[Floats]

    def rows(self, name: str, data: str, *, bound: str | None) -> Iterator[Row]:
        off, sd = np.concatenate(self.off_deg), np.concatenate(self.sd_deg)
        covered = 100 * float((np.abs(off) <= _Z90 * sd).mean())
        rmse_deg = float(np.sqrt((off**2).mean()))
        yield Row(f"two_films.{name}_rmse_deg", rmse_deg, "deg", None, None, data)
        yield Row(f"two_films.{name}_coverage_percent", covered, "%", None, bound, data)


def rows() -> Iterator[Row]:
    """Return error and coverage of two films at once and in turn, and which were taken for what."""
    yield from _at_once()
    yield from _in_turn()


def _at_once() -> Iterator[Row]:
    fitted: dict[str, _Errors] = {name: _Errors([], []) for name in JOINTS}
    refused = 0
    for number, motion in enumerate(MOTIONS):
        films = _filmed(motion, np.random.default_rng(number), pace=None)
        try:
            motions = fit_body_to_views(
                views=[(each.clip, each.track) for each in films],
                person=PERSON,
                rng=np.random.default_rng(0),
            )
        except NotTogether:
            refused += 1
            continue
        _add(fitted, motions[0], films[0])
    data = f"{len(MOTIONS)} measured squats and sit-to-stands, simulated front and side at once"
    yield Row("two_films.at_once_not_joined", refused, "of 6", None, "== 0", data)
    for name, errors in fitted.items():
        yield from errors.rows(f"at_once_{name}", data, bound=">= 85")


def _in_turn() -> Iterator[Row]:
    fitted = {view: {name: _Errors([], []) for name in JOINTS} for view in VIEWS_DEG}
    peaks = {name: _Errors([], []) for name in PEAKS}
    joined, mistaken, strangers = 0, 0, 0
    for number, motion in enumerate(MOTIONS):
        rng = np.random.default_rng(number)
        films = _filmed(motion, rng, pace=float(rng.uniform(*PACES)))
        views = [(each.clip, each.track) for each in films]
        alone = settle_views(views=views, person=PERSON)
        try:
            fit_body_to_views(views=views, person=PERSON, rng=np.random.default_rng(0), alone=alone)
            mistaken += 1
        except NotTogether:
            pass
        try:
            motions = fit_body_in_turn(alone=alone, rng=np.random.default_rng(0))
        except AnotherBody:
            strangers += 1
            continue
        for view, body, recording in zip(VIEWS_DEG, motions, films, strict=True):
            _add(fitted[view], body, recording)
        measured = measure_in_turn(
            sights=[_sight(each, view) for each, view in zip(films, VIEWS_DEG, strict=True)],
            motions=motions,
            test="sit_to_stand" if "STS" in motion else "squat",
            person=PERSON,
            side=None,
        )
        if not isinstance(measured, Measurement):
            continue
        joined += 1
        for name, coordinate in PEAKS.items():
            _add_peaks(peaks[name], measured, name, coordinate, films)
    data = f"{len(MOTIONS)} measured squats and sit-to-stands, simulated front, then side"
    yield Row("two_films.in_turn_joined", joined, "of 6", None, "== 6", data)
    yield Row("two_films.in_turn_taken_for_at_once", mistaken, "of 6", None, "== 0", data)
    yield Row("two_films.in_turn_taken_for_strangers", strangers, "of 6", None, "== 0", data)
    for view, by_joint in fitted.items():
        for joint, errors in by_joint.items():
            told_of = f"{data}; the {view} film's curves"
            yield from errors.rows(f"in_turn_{view}_{joint}", told_of, bound=">= 85")
    for measure, errors in peaks.items():
        told = f"{data}; what the measurement tells, repetition by repetition and as a mean"
        yield from errors.rows(f"in_turn_{measure}", told, bound=">= 85")


def _filmed(motion: str, rng: np.random.Generator, *, pace: float | None) -> tuple[Recording, ...]:
    """Film one person from the front and from the side, from there at a pace of its own."""
    body = np.array([rng.normal(each.mean, each.sd) for each in CONSTANTS])
    films = []
    for view, yaw_deg in VIEWS_DEG.items():
        dofs = dofs_of(data_folder() / motion)
        if pace is not None and view == "side":
            dofs = _done_again(dofs, pace, rng)
        dofs[:, DOF["heading"]] = -np.pi / 2 - np.radians(yaw_deg)
        constants = body.copy()
        constants[CONSTANT["camera_height_m"]] = rng.uniform(0.7, 1.4)
        constants[CONSTANT["camera_pitch_rad"]] = rng.normal(0.05, 0.08)
        constants[CONSTANT["camera_roll_rad"]] = rng.normal(0, 0.02)
        constants[CONSTANT["focal_scale"]] = rng.normal(1, 0.06)
        films.append(film(dofs, errors=ERRORS, rng=rng, constants=constants))
    return tuple(films)


def _done_again(dofs: Floats, pace: float, rng: np.random.Generator) -> Floats:
    """Perform a motion once more, faster and slower by turns."""
    frames = np.arange(len(dofs))
    turns = frames / (UNEVEN_S * RATE_HZ) + rng.uniform()
    at = np.cumsum(pace * (1 + UNEVEN * np.sin(2 * np.pi * turns)))
    at = at[at <= frames[-1]]
    return np.stack([np.interp(at, frames, column) for column in dofs.T], axis=1)


def _add(errors: dict[str, _Errors], fitted: Motion, recording: Recording) -> None:
    for joint, coordinate in JOINTS.items():
        for side in Side:
            name = f"{coordinate}_{side.suffix}"
            truth = np.interp(fitted.time_s, recording.clip.time_s, recording.dofs[:, DOF[name]])
            errors[joint].off_deg.append(np.degrees(fitted.values[name] - truth))
            errors[joint].sd_deg.append(np.degrees(fitted.sd[name]))


def _sight(recording: Recording, name: str) -> Sight:
    track = recording.track
    everybody = LandmarkTrack(
        person=0,
        xy_px=track.xy_px,
        visibility=track.visibility,
        world_m=track.world_m,
        score=np.ones(recording.clip.frames),
    )
    clip = replace(recording.clip, name=f"{name}.mp4")
    landmarks = Landmarks(clip=clip, tracks=(everybody,), model="simulated")
    return Sight(source=Source.IN_TURN, landmarks=landmarks, track=track, motion=None)


def _add_peaks(
    errors: _Errors,
    measured: Measurement,
    name: str,
    coordinate: str,
    films: Sequence[Recording],
) -> None:
    """Hold what is told of a measure against the true motion of the film it was told from."""
    for one in measured.answers:
        if not isinstance(one, Measure) or one.name != name or one.side is None:
            continue
        truth = [
            _true_peaks(film, recording, f"{coordinate}_{one.side.suffix}")
            for film, recording in zip(measured.films, films, strict=True)
            if film.clip.name in (one.film or "")
        ]
        numbers = truth[0] if one.repetition is None else {one.repetition: 0.0}
        expected = [each[number] for each in truth for number in numbers if number in each]
        errors.off_deg.append(np.degrees([one.value - np.mean(expected)]))
        errors.sd_deg.append(np.degrees([(one.high - one.value) / _Z90]))


def _true_peaks(film: Measurement, recording: Recording, dof: str) -> dict[int, float]:
    time_s, angle = recording.clip.time_s, recording.dofs[:, DOF[dof]]
    return {
        each.number: float(angle[(time_s >= each.start_s) & (time_s <= each.end_s)].max())
        for each in film.repetitions
        if each.complete
    }
