"""Are holds timed, lying lifts counted and the standing leg found, whatever the camera sees?

No recording of these tests with a reference is at hand: stick figures and a posed body are filmed
by a made-up phone. Real is the 4-camera clip of somebody who steps along a line and carries
the body on the left leg meanwhile: the four cameras must agree.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure import (
    Landmarks,
    LandmarkTrack,
    Measurement,
    Repetition,
    Sight,
    Source,
    clean,
    fit_body,
    measure_landmarks,
)
from kneetrace.measure.movement.events.holds import holds_in
from kneetrace.measure.movement.movements import Held
from kneetrace.measure.movement.seen.lying import hip_bend, hip_points
from kneetrace.measure.pose.landmarks import INDEX
from kneetrace.terms import Measure, Person, Side
from validation.recordings import data_folder, landmarks_of
from validation.row import Row
from validation.simulated_balance import balance
from validation.simulated_floor import RATE_HZ, FloorErrors, bridges, side_plank
from validation.simulated_recording import Errors, Recording

Floats = NDArray[np.float64]

PERSON: Final = Person(height_m=1.72, mass_kg=70)
CAMERAS: Final = (1, 2, 3, 4)
STANDING_LEG: Final = Side.LEFT  # of the 4-camera clip, as every camera's picture shows
VIEWS_DEG: Final = (0, 40, 90, -90, 180)
SEEDS: Final = range(4)


def rows() -> Iterator[Row]:
    """Return the figures of holds and of lying tests."""
    seen = [_longest(_four_cameras(camera)) for camera in CAMERAS]
    where = "video-pose2sim-demo/single: 4 cameras, each alone"
    legs = sum(one is not None and one.side is STANDING_LEG for one in seen)
    times_s = [one.end_s - one.start_s for one in seen if one is not None]
    spread_s = float(np.ptp(times_s)) if len(times_s) == len(CAMERAS) else float("nan")
    yield Row("holds.four_views_standing_leg", legs, "views of 4", ">= 4", None, where)
    yield Row("holds.four_views_time_spread_s", spread_s, "s", "<= 0.2", None, where)

    where = f"a posed body lifts a foot, {len(VIEWS_DEG)} simulated views"
    off_s = [_balance_off_s(yaw_deg, seed) for yaw_deg in VIEWS_DEG for seed in SEEDS]
    yield Row("holds.simulated_balance_off_s", max(off_s), "s", None, None, where)

    where = "stick figures on the floor, simulated side view"
    planks = [_plank(seed) for seed in range(20)]
    yield Row("holds.simulated_plank_off_s", max(p[0] for p in planks), "s", None, None, where)
    inside = 100 * float(np.mean([p[1] for p in planks]))
    yield Row("holds.simulated_plank_sag_coverage_percent", inside, "%", None, ">= 85", where)
    counted, told = zip(*map(_bridge, range(20)), strict=True)
    exact = float(np.mean(counted))
    yield Row("holds.simulated_bridge_counts_exact", exact, "share", ">= 1.0", None, where)
    inside = 100 * float(np.mean(np.concatenate(told)))
    yield Row("holds.simulated_bridge_hip_coverage_percent", inside, "%", None, ">= 85", where)


def _four_cameras(camera: int) -> tuple[Repetition, ...]:
    path = data_folder() / "video-pose2sim-demo" / "single" / f"cam{camera:02d}.mp4"
    landmarks = landmarks_of(path)
    track = clean(landmarks)
    motion = fit_body(clip=landmarks.clip, track=track, person=PERSON, rng=np.random.default_rng(0))
    sight = Sight(source=Source.VIDEO, landmarks=landmarks, track=track, motion=motion)
    return holds_in(sight=sight, held=Held.ONE_FOOT)


def _longest(holds: tuple[Repetition, ...]) -> Repetition | None:
    return max(holds, key=lambda one: one.end_s - one.start_s, default=None)


def _balance_off_s(yaw_deg: float, seed: int) -> float:
    """Error of the time from a foot's first movement to its last; lifting takes 0.6 s."""
    recording = balance(
        yaw_rad=np.radians(yaw_deg),
        lifted_s=(2.0, 12.0),
        end_s=14.0,
        errors=Errors(landmark=0.004, depth=0.04, lean=0.08),
        seed=seed,
    )
    hold = _longest(holds_in(sight=_sight(recording), held=Held.ONE_FOOT))
    return abs(hold.end_s - hold.start_s - 10.0) if hold is not None else float("inf")


def _sight(recording: Recording) -> Sight:
    track = LandmarkTrack(
        person=0,
        xy_px=recording.track.xy_px,
        visibility=recording.track.visibility,
        world_m=recording.track.world_m,
        score=np.ones(recording.clip.frames),
    )
    landmarks = Landmarks(clip=recording.clip, tracks=(track,), model="simulated")
    return Sight(source=Source.VIDEO, landmarks=landmarks, track=recording.track, motion=None)


def _plank(seed: int) -> tuple[float, bool]:
    """Error of the time held, and whether the interval holds the sag."""
    rng = np.random.default_rng(seed)
    start_s, held_s, sag_rad = rng.uniform(2, 4), rng.uniform(8, 40), rng.normal(0.05, 0.12)
    time_s = np.arange(0, start_s + held_s + 4, 1 / RATE_HZ)
    lift = np.clip((time_s - start_s) / 0.6 + 0.5, 0, 1)
    lift -= np.clip((time_s - start_s - held_s) / 0.6 + 0.5, 0, 1)
    landmarks = side_plank(lift=lift, sag_rad=sag_rad, mirrored=seed % 2 == 1, seed=seed)
    measured = measure_landmarks(landmarks, test="side_plank", person=PERSON)
    (time,), (sag,) = (_told(measured, name) for name in ("hold_time", "hip_line_sag"))
    return abs(time.value - held_s), sag.low <= sag_rad <= sag.high


def _bridge(seed: int) -> tuple[bool, list[bool]]:
    """Whether the lifts were counted right, and which intervals hold the hip's bend at the top."""
    rng = np.random.default_rng(seed)
    count, heel_m = int(rng.integers(5, 20)), float(rng.choice([0.08, 0.4, 0.6]))
    heights = rng.uniform(0.8, 1.0, count)
    pieces = [np.zeros(75)]
    for height in heights:
        frames = int(rng.uniform(1.2, 3.0) * RATE_HZ)
        pieces.append(height * (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(frames) / frames)))
    lift = np.concatenate([*pieces, np.zeros(45)])
    landmarks = bridges(lift=lift, heel_m=heel_m, mirrored=seed % 2 == 1, seed=seed)
    side = Side.LEFT if seed % 2 else Side.RIGHT
    measured = measure_landmarks(landmarks, test="single_leg_bridge", person=PERSON, side=side)
    tops = [one for one in _told(measured, "hip_bend_lifted") if one.repetition is not None]
    if len(tops) != count:
        return False, []
    exact = FloorErrors(trembling_px=0, landmark_m=0)
    true_px = bridges(lift=heights, heel_m=heel_m, errors=exact).tracks[0].xy_px
    true_rad = hip_bend(true_px[:, [INDEX[name] for name in hip_points(side=Side.RIGHT)]])
    return True, [one.low <= rad <= one.high for one, rad in zip(tops, true_rad, strict=True)]


def _told(measured: Measurement, name: str) -> list[Measure]:
    return [one for one in measured.answers if isinstance(one, Measure) and one.name == name]
