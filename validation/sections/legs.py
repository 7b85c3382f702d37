"""Do the tests on one leg, the lunge and the drop jump tell what is true of made-up recordings?

No recording of these tests with a reference is at hand, so known motions are filmed by a made-up
phone, its errors and the body's proportions drawn anew each time. This checks the way from
landmarks to answers, not the network.
"""

import math
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from kneetrace.measure import (
    Landmarks,
    LandmarkTrack,
    Measurement,
    measure_landmarks,
    movement_test,
)
from kneetrace.measure.body.skeleton import CONSTANT, CONSTANTS, DOF, MARK_NAMES, pose_body
from kneetrace.measure.movement.movements import FrontalMoment
from kneetrace.terms import Measure, Person, Side
from validation.row import Row
from validation.simulated_jump import drop_jump
from validation.simulated_recording import USUAL, Errors, Floats, Recording, film
from validation.simulated_step_down import step_down
from validation.simulated_tests import (
    HEIGHT_M,
    facing,
    hurdle_step,
    lunge,
    mirrored,
    single_leg_squat,
)

SEEDS: Final = range(4)
VIEWS_DEG: Final = {"front": 0.0, "oblique": 40.0}
ERRORS: Final = Errors(landmark=0.008, depth=0.04, lean=0.08)
JUMP_RATES_HZ: Final = (30.0, 60.0, 120.0)
REPETITIONS: Final = 5
Motion = Callable[[np.random.Generator], Floats]

MOTIONS: Final[dict[str, Motion]] = {
    "single_leg_squat": lambda rng: single_leg_squat(
        depth_deg=rng.uniform(45, 80),
        drop_deg=rng.uniform(-2, 12),
        lean_deg=rng.uniform(-2, 15),
        adduction_deg=rng.uniform(2, 15),
        repetitions=REPETITIONS,
    ),
    "lateral_step_down": lambda rng: step_down(
        step_m=rng.uniform(0.15, 0.22), yaw_rad=0.0, repetitions=REPETITIONS
    ),
    "lunge": lambda rng: lunge(
        depth_m=rng.uniform(0.25, 0.36), stride_m=rng.uniform(0.6, 0.85), repetitions=REPETITIONS
    ),
    "hurdle_step": lambda _: hurdle_step(repetitions=REPETITIONS),
}
UNANCHORED: Final = ("lunge",)
"""Motions that say themselves where the feet stand, for a body of average build."""

_Z90: Final = 1.645


def rows() -> Iterator[Row]:
    """Return counts, sides, errors and coverage test by test and view by view."""
    for test, motion in MOTIONS.items():
        for view, yaw_deg in VIEWS_DEG.items():
            yield from _of_one_leg(test, motion, view, yaw_deg)
    yield from _of_jumps()


def _of_one_leg(test: str, motion: Motion, view: str, yaw_deg: float) -> Iterator[Row]:
    exact, seen = [], []
    errors: dict[str, list[tuple[float, bool]]] = {}
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        side = tuple(Side)[seed % 2]
        recording = _filmed(test, motion(rng), side, yaw_deg, rng)
        measured = _measured(recording, test)
        exact.append(sum(each.complete for each in measured.repetitions) == REPETITIONS)
        seen.append(measured.side is side)
        for name, error in _errors(measured, recording, side):
            errors.setdefault(name, []).append(error)
    data = f"{len(SEEDS)} made-up recordings, {view} view"
    name = f"legs.{test}_{view}"
    yield Row(f"{name}_counts_exact_percent", 100 * _share(exact), "%", None, ">= 98", data)
    yield Row(f"{name}_leg_found_percent", 100 * _share(seen), "%", None, ">= 98", data)
    for measure, pairs in errors.items():
        rms, held = _rms_and_held(pairs)
        yield Row(f"{name}_{measure}_error_deg", float(np.degrees(rms)), "deg", None, None, data)
        yield Row(f"{name}_{measure}_coverage_percent", held, "%", None, ">= 85", data)


def _rms_and_held(pairs: list[tuple[float, bool]]) -> tuple[float, float]:
    """RMS of the errors, and percent of the intervals that hold the truth."""
    if not pairs:
        return math.nan, math.nan
    rms = math.sqrt(sum(error**2 for error, _ in pairs) / len(pairs))
    return rms, 100 * _share([inside for _, inside in pairs])


def _share(flags: list[bool]) -> float:
    return float(np.mean(flags))


def _filmed(
    test: str, dofs: Floats, side: Side, yaw_deg: float, rng: np.random.Generator
) -> Recording:
    constants = np.array([rng.normal(each.mean, each.sd) for each in CONSTANTS])
    if test in UNANCHORED:
        constants = np.array([each.mean for each in CONSTANTS])
    constants[CONSTANT["camera_height_m"]] = rng.uniform(0.8, 1.2)
    constants[CONSTANT["camera_pitch_rad"]] = rng.normal(0.05, 0.05)
    constants[CONSTANT["camera_roll_rad"]] = rng.normal(0, 0.02)
    shown = mirrored(dofs) if side is Side.LEFT else dofs
    return film(
        facing(shown, yaw_rad=np.radians(yaw_deg)),
        errors=ERRORS,
        rng=rng,
        constants=constants,
        height_m=HEIGHT_M,
        anchor=None if test in UNANCHORED else f"{side.value}_heel",
    )


def _measured(recording: Recording, test: str) -> Measurement:
    clip, track = recording.clip, recording.track
    everybody = LandmarkTrack(
        person=0,
        xy_px=track.xy_px,
        visibility=track.visibility,
        world_m=track.world_m,
        score=np.ones(clip.frames),
    )
    return measure_landmarks(
        Landmarks(clip=clip, tracks=(everybody,), model="made-up"),
        test=test,
        person=Person(height_m=HEIGHT_M, mass_kg=70),
    )


def _errors(
    measured: Measurement, recording: Recording, side: Side
) -> Iterator[tuple[str, tuple[float, bool]]]:
    """Error of every angle that is known, rad, and whether its interval holds the truth."""
    time_s, dofs = recording.clip.time_s, recording.dofs
    when = {each.number: each for each in measured.repetitions}
    largest = {
        "knee_flexion_peak": f"knee_angle_{side.suffix}",
        "hip_flexion_peak": f"hip_flexion_{side.suffix}",
        "free_knee_flexion_peak": f"knee_angle_{side.other.suffix}",
        "free_hip_flexion_peak": f"hip_flexion_{side.other.suffix}",
    }
    half_way = movement_test(name=measured.test).frontal_moment is FrontalMoment.HALF_WAY
    adduction = dofs[:, DOF[f"hip_adduction_{side.suffix}"]]
    sinks = -1.0 if side is Side.RIGHT else 1.0
    drop = sinks * np.arcsin(np.sin(dofs[:, DOF["list"]]) * np.cos(dofs[:, DOF["tilt"]]))
    for one in measured.answers:
        if not isinstance(one, Measure) or one.repetition is None or one.side is not side:
            continue
        repetition = when[one.repetition]
        inside = (time_s >= repetition.start_s) & (time_s <= repetition.end_s)
        if one.name in largest:
            truth = float(dofs[inside, DOF[largest[one.name]]].max())
        elif one.name == "hip_adduction":
            begin_s = repetition.start_s if half_way else repetition.peak_s
            moment_s = (begin_s + repetition.peak_s) / 2
            truth = float(np.interp(moment_s, time_s, adduction))
        elif one.name == "standing_pelvic_drop":
            truth = float(np.interp(repetition.peak_s, time_s, drop))
        elif one.name == "standing_trunk_lean":
            truth = float(np.interp(repetition.peak_s, time_s, _lean(recording, side)))
        else:
            continue
        yield one.name, (one.value - truth, one.low <= truth <= one.high)


def _lean(recording: Recording, side: Side) -> Floats:
    """Lean of the trunk over the tested leg along the line between the hips, (frame,) rad."""
    body = pose_body(dofs=recording.dofs, constants=USUAL, height_m=HEIGHT_M)
    across = body.origins_m["femur_r"] - body.origins_m["femur_l"]
    across[:, 1] = 0.0
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    shoulders = [MARK_NAMES.index(f"{each.value}_shoulder") for each in Side]
    up = body.points_m[:, shoulders].mean(axis=1) - body.origins_m["pelvis"]
    right = np.arctan2((up * across).sum(axis=1), up[:, 1])
    return np.asarray(right if side is Side.RIGHT else -right)


def _of_jumps() -> Iterator[Row]:
    for rate_hz in JUMP_RATES_HZ:
        for view, yaw_deg in VIEWS_DEG.items():
            counts: list[bool] = []
            errors: dict[str, list[tuple[float, bool]]] = {}
            for seed in SEEDS:
                rng = np.random.default_rng(seed)
                jump = drop_jump(
                    rate_hz=rate_hz,
                    box_m=rng.uniform(0.25, 0.35),
                    jump_m=rng.uniform(0.12, 0.35),
                    bend_m=rng.uniform(0.18, 0.32),
                )
                constants = np.array([each.mean for each in CONSTANTS])
                constants[CONSTANT["camera_height_m"]] = rng.uniform(0.8, 1.2)
                recording = film(
                    facing(jump.dofs, yaw_rad=np.radians(yaw_deg)),
                    errors=ERRORS,
                    rng=rng,
                    constants=constants,
                    height_m=HEIGHT_M,
                    anchor=None,
                    rate_hz=rate_hz,
                )
                measured = _measured(recording, "drop_vertical_jump")
                counts.append(sum(each.complete for each in measured.repetitions) == 1)
                for name, truth in (
                    ("jump_flight_time", jump.flight_s),
                    ("ground_contact_time", jump.take_off_s - jump.contact_s),
                ):
                    errors.setdefault(name, []).extend(_off(measured, name, truth))
            data = f"{len(SEEDS)} made-up jumps, {rate_hz:.0f} pictures a second, {view} view"
            name = f"legs.jump_{rate_hz:.0f}hz_{view}"
            yield Row(
                f"{name}_counts_exact_percent", 100 * _share(counts), "%", None, ">= 98", data
            )
            for measure, pairs in errors.items():
                rms, held = _rms_and_held(pairs)
                yield Row(f"{name}_{measure}_error_s", rms, "s", None, None, data)
                yield Row(f"{name}_{measure}_coverage_percent", held, "%", None, ">= 85", data)


def _off(measured: Measurement, name: str, truth: float) -> Iterator[tuple[float, bool]]:
    for one in measured.answers:
        if isinstance(one, Measure) and one.name == name and one.repetition is not None:
            yield one.value - truth, one.low <= truth <= one.high
