"""Are foot strikes and foot off found when they happen, and do the step times follow?

Markers are held against force plates; a video against markers, or against two cameras. What one
number was calibrated on (``GaitSettings.struck``) is also judged on each trial with that trial
left out.
"""

import gzip
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, find_peaks, sosfiltfilt

from kneetrace.exchange import MarkerTrial, UpUnknown, read_c3d, read_trc
from kneetrace.measure import (
    CleanTrack,
    Landmarks,
    Measurement,
    Motion,
    Repetition,
    Sight,
    Source,
    clean,
    fit_body,
    measure_landmarks,
    measure_markers,
)
from kneetrace.measure.body.marker_map import find_marks
from kneetrace.measure.movement.events.gait_events import (
    SETTINGS,
    FootPaths,
    GaitEvent,
    GaitSettings,
    Touch,
    find_gait_events,
    forward_of,
)
from kneetrace.measure.movement.events.gait_picture import time_in_picture
from kneetrace.measure.movement.events.strides import strides_in
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS
from kneetrace.terms import Measure, Person, Side
from validation.force_plates import PlateContact, contacts_in, contacts_of, read_upward_forces
from validation.recordings import data_folder, landmarks_of
from validation.reference_motion import Angles, read_places
from validation.reference_motion import read_mot as read_reference
from validation.row import Row

Floats = NDArray[np.float64]
Timed = list[tuple[Side, float]]

PLATES: Final = "gait-rehazenter-c3d"
MODELS: Final = "gait-run-opensim-models"
FORCES_BESIDE: Final = (
    ("rajagopal_walk", "Rajagopal/ExpData/motion_capture_walk.trc.gz", "grf_walk.mot.gz"),
    ("rajagopal_run", "Rajagopal/ExpData/motion_capture_run.trc.gz", "grf_run.mot.gz"),
    ("hamner_run", "Hamner/subject02_running.trc.gz", "subject02_running_grf.mot"),
)
PERSON: Final = Person(height_m=1.75, mass_kg=72)  # the people's heights are not given
WALKER: Final = Person(height_m=1.72, mass_kg=72)
FAR_S: Final = 0.2
"""An event further off than this was not found. DESIGN"""

SHARES: Final = np.arange(0.0, 1.001, 0.05)
WALKS: Final = (2.3, 4.9)
"""When the person walks towards the two phones, s, in the reference's time; else he stands."""

ZENI_HZ: Final = 6.0  # as is usual in walking
LEAST_SWING_M: Final = 0.1


@dataclass(frozen=True, eq=False, kw_only=True)
class PlateTrial:
    """Markers of one recording of gait, and when its plates felt a foot."""

    name: str
    trial: MarkerTrial
    contacts: list[PlateContact]

    @property
    def strikes(self) -> Timed:
        return [(one.side, one.strike_s) for one in self.contacts if one.strike_s is not None]

    @property
    def offs(self) -> Timed:
        return [(one.side, one.off_s) for one in self.contacts if one.off_s is not None]


def rows() -> Iterator[Row]:
    """Return the figures of gait events, from markers and from video."""
    data = data_folder()
    trials = list(_plate_trials(data))
    yield from _against_plates(trials)
    yield _held_out(trials)
    yield from _two_cameras(data / "video-2cam-calibrated" / "walk")
    yield _walk_of_mocap(data / "video-labval-mocap" / "walk_ts")


def _plate_trials(data: Path) -> Iterator[PlateTrial]:
    for path in sorted([*(data / PLATES).glob("*.c3d"), *(data / MODELS).glob("*.c3d")]):
        try:
            trial = read_c3d(path)
        except UpUnknown:  # somebody standing, not walking
            continue
        contacts = contacts_of(trial)
        if any(one.strike_s is not None for one in contacts):
            yield PlateTrial(name=path.stem.lower(), trial=trial, contacts=contacts)
    for name, markers, forces in FORCES_BESIDE:
        path = data / MODELS / markers
        if not path.exists():
            continue
        trial = _read_packed_trc(path)
        time_s, upward_n = read_upward_forces(path.with_name(forces))
        contacts = contacts_in(trial, time_s=time_s, upward_n=upward_n)
        yield PlateTrial(name=name, trial=trial, contacts=contacts)


def _read_packed_trc(path: Path) -> MarkerTrial:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / path.stem
        plain.write_bytes(gzip.decompress(path.read_bytes()))
        return read_trc(plain)


def _against_plates(trials: list[PlateTrial]) -> Iterator[Row]:
    """Events as the program gives them from markers, and the step rate."""
    strikes_ms, offs_ms, rates_percent = [], [], []
    for each in trials:
        test = "running" if "run" in each.name else "walking"
        measured = measure_markers(each.trial, name=each.name, test=test, person=PERSON)
        strides = measured.repetitions
        found_strikes = [(one.side, one.start_s) for one in strides if one.side]
        found_offs = [(one.side, one.peak_s) for one in strides if one.side and one.complete]
        own = _apart_ms(found_strikes, each.strikes), _apart_ms(found_offs, each.offs)
        strikes_ms.append(own[0])
        offs_ms.append(own[1])
        rates_percent.append(_rate_error_percent(measured, each.strikes))
        for what, apart_ms in zip(("strike", "off"), own, strict=True):
            yield Row(
                f"gait.{each.name}_{what}_to_plates_ms",
                _largest(apart_ms),
                "ms",
                None,
                "<= 10",
                f"{each.name}: largest of {len(apart_ms)}, mean {np.mean(apart_ms):+.0f}",
            )
    where = f"{len(trials)} recordings with force plates"
    for what, all_ms in (("strike", strikes_ms), ("off", offs_ms)):
        pooled = np.concatenate(all_ms)
        data = f"{where}: largest of {len(pooled)}, spread {pooled.std():.0f}"
        yield Row(f"gait.{what}_to_plates_ms", _largest(pooled), "ms", "<= 20", "<= 10", data)
    expected = sum(len(each.strikes) + len(each.offs) for each in trials)
    found = sum(len(each) for each in (*strikes_ms, *offs_ms))
    data = f"{where}: of {expected} events in complete strides or before them"
    yield Row("gait.events_found_percent", 100 * found / expected, "%", None, ">= 95", data)
    data = f"{where}: steps a minute against the plates' strikes, largest"
    yield Row(
        "gait.step_rate_error_percent", float(np.nanmax(rates_percent)), "%", "<= 1", None, data
    )


def _apart_ms(found: Timed, expected: Timed) -> Floats:
    """How much later than expected each event was found; those not found are left out."""
    apart = []
    for side, time_s in expected:
        own = [at_s - time_s for one, at_s in found if one is side]
        nearest = min(own, key=abs, default=np.inf)
        if abs(nearest) < FAR_S:
            apart.append(1000 * nearest)
    return np.array(apart)


def _largest(apart: Floats) -> float:
    return float(np.abs(apart).max()) if len(apart) else float("nan")


def _rate_error_percent(measured: Measurement, strikes: Timed) -> float:
    """Of steps that both saw, from the first strike to the last; NaN where plates felt but one."""
    times_s = sorted(time_s for _, time_s in strikes)
    rates = [a for a in measured.answers if isinstance(a, Measure) and a.name == "step_rate"]
    if len(times_s) < 2 or not rates:
        return float("nan")
    gaps_s = np.diff(times_s)
    if gaps_s.max() > 1.5 * gaps_s.min():  # a step beside the plates lies in between
        return float("nan")
    expected = 60 / float(gaps_s.mean())
    return 100 * abs(rates[0].value / expected - 1)


def _held_out(trials: list[PlateTrial]) -> Row:
    """Judge each trial by the share that the other trials would have set."""
    paths = [_paths_of(each.trial) for each in trials]

    def off_ms(number: int, share: float) -> Floats:
        settings = GaitSettings(struck=share)
        events = find_gait_events(paths=paths[number], settings=settings)
        found = [(event.side, event.time_s) for event in events if event.touch is Touch.STRIKE]
        return _apart_ms(found, trials[number].strikes)

    table = [[off_ms(number, share) for share in SHARES] for number in range(len(trials))]
    worst, shares = 0.0, []
    for held in range(len(trials)):
        others = [row for number, row in enumerate(table) if number != held]
        costs = [sum(float(np.mean(row[at])) ** 2 for row in others) for at in range(len(SHARES))]
        best = int(np.argmin(costs))
        shares.append(SHARES[best])
        worst = max(worst, _largest(table[held][best]))
    told = f"shares {min(shares):.2f} to {max(shares):.2f} where {SETTINGS.struck:.2f} is used"
    return Row(
        "gait.strike_to_plates_held_out_ms",
        worst,
        "ms",
        None,
        "<= 20",
        f"each of {len(trials)} recordings with the share set by the others: {told}",
    )


def _paths_of(trial: MarkerTrial) -> FootPaths:
    marks = find_marks(names=trial.names)
    sides = {
        side: np.nanmean(
            [
                trial.places_m[:, number]
                for mark, number in marks.items()
                if mark in (f"{side.value}_asis", f"{side.value}_psis")
            ],
            axis=0,
        )
        for side in Side
    }
    return FootPaths(
        time_s=trial.time_s,
        heel_m={side: trial.places_m[:, marks[f"{side.value}_heel"]] for side in Side},
        toe_m={side: trial.places_m[:, marks[f"{side.value}_toe"]] for side in Side},
        mid_hip_m=(sides[Side.RIGHT] + sides[Side.LEFT]) / 2,
        across_m=sides[Side.RIGHT] - sides[Side.LEFT],
    )


def _two_cameras(folder: Path) -> Iterator[Row]:
    """A walk of four steps towards two phones; the reference is itself from video."""
    trial, truth = read_trc(folder / "walk.trc"), read_reference(folder / "walk.mot")
    paths = _paths_of(trial)
    by_turning = find_gait_events(paths=paths)
    by_stopping = time_in_picture(events=by_turning, time_s=trial.time_s, track=_from_beside(paths))
    yield from _reference_unsure(trial, paths, by_stopping, by_turning)
    for camera in (0, 1):
        where = f"video-2cam-calibrated/walk/cam{camera}"
        landmarks, track, motion = _fitted(folder / f"cam{camera}.mov")
        lag_s = _lag_s(motion, truth)
        sight = Sight(source=Source.VIDEO, landmarks=landmarks, track=track, motion=motion)
        strides = strides_in(sight=sight)
        strikes = [(one.side, one.start_s + lag_s) for one in strides if one.side]
        measured = measure_landmarks(landmarks, test="walking", person=WALKER)
        for rule, events in (("stops", by_stopping), ("turns", by_turning)):
            sides_ms, single_ms = _step_times_apart_ms(strikes, _within_walk(_strikes(events)))
            data = f"{where}: against two cameras, whose feet strike where they {rule[:-1]}"
            sides = f"gait.walk_cam{camera}_step_time_ms"
            yield (
                Row(sides, sides_ms, "ms", "<= 40", None, f"{data}; mean of a side, largest")
                if rule == "stops"
                else Row(f"{sides[:-3]}_turning_ms", sides_ms, "ms", None, "<= 40", data)
            )
            single = f"gait.walk_cam{camera}_single_step_time_ms"
            one = f"{data}; one step, largest of three"
            yield (
                Row(single, single_ms, "ms", "<= 40", None, one)
                if rule == "stops"
                else Row(f"{single[:-3]}_turning_ms", single_ms, "ms", None, "<= 40", one)
            )
            told_ms = _told_apart_ms(measured, _within_walk(_strikes(events)), lag_s)
            told = f"gait.walk_cam{camera}_told_step_time_ms"
            each = f"{data}; as the test tells it, largest of {len(told_ms)}"
            yield (
                Row(told, _largest(told_ms), "ms", "<= 40", None, each)
                if rule == "stops"
                else Row(f"{told[:-3]}_turning_ms", _largest(told_ms), "ms", None, "<= 40", each)
            )
        yield from _signs(motion, truth, strides, lag_s, camera)


def _reference_unsure(
    trial: MarkerTrial,
    paths: FootPaths,
    by_stopping: tuple[GaitEvent, ...],
    by_turning: tuple[GaitEvent, ...],
) -> Iterator[Row]:
    """How much a step of the reference changes with the rule, and with the points it is told by."""
    stops = _within_walk(_strikes(by_stopping))
    seen = _paths_of_keypoints(trial)
    seen_stops = time_in_picture(
        events=find_gait_events(paths=seen), time_s=trial.time_s, track=_from_beside(seen)
    )
    for name, told, strikes in (
        ("turning", "where its feet turn", _strikes(by_turning)),
        ("furthest_ahead", "where its feet are furthest ahead", _furthest_ahead(paths)),
        ("keypoints", "by its keypoints, not its markers", _strikes(seen_stops)),
        ("keypoints_furthest_ahead", "by its keypoints, furthest ahead", _furthest_ahead(seen)),
    ):
        yield Row(
            f"gait.walk_reference_{name}_ms",
            _step_times_apart_ms(_within_walk(strikes), stops)[1],
            "ms",
            None,
            None,
            f"video-2cam-calibrated/walk: the reference's own steps, {told}, against where its "
            "feet stop; one step, largest",
        )


def _paths_of_keypoints(trial: MarkerTrial) -> FootPaths:
    """What the two cameras saw themselves; the markers are a network's guess from it."""
    place_m = dict(zip(trial.names, np.moveaxis(trial.places_m, 1, 0), strict=True))
    return FootPaths(
        time_s=trial.time_s,
        heel_m={side: place_m[f"{side.suffix.upper()}Heel"] for side in Side},
        toe_m={side: place_m[f"{side.suffix.upper()}BigToe"] for side in Side},
        mid_hip_m=place_m["midHip"],
        across_m=place_m["RHip"] - place_m["LHip"],
    )


def _furthest_ahead(paths: FootPaths) -> Timed:
    """Strikes where a heel is furthest ahead of the hips (Zeni, Richards, Higginson 2008)."""
    rate_hz = 1 / float(np.median(np.diff(paths.time_s)))
    low_pass = butter(2, ZENI_HZ, fs=rate_hz, output="sos")
    walking = (paths.time_s > WALKS[0]) & (paths.time_s < WALKS[1])
    forward = forward_of(across_m=paths.across_m[walking]).mean(axis=0)
    strikes = []
    for side in Side:
        ahead_m = sosfiltfilt(low_pass, (paths.heel_m[side] - paths.mid_hip_m) @ forward)
        peaks, _ = find_peaks(ahead_m, prominence=LEAST_SWING_M)
        slope = np.gradient(ahead_m)
        for peak in peaks:  # where its slope passes zero
            at = float(np.interp(0.0, -slope[peak - 1 : peak + 2], [-1.0, 0.0, 1.0]))
            strikes.append((side, float(paths.time_s[peak]) + at / rate_hz))
    return sorted(strikes, key=lambda strike: strike[1])


def _told_apart_ms(measured: Measurement, expected: Timed, lag_s: float) -> Floats:
    """How much longer than expected each step is told, of those that end in a strike both saw."""
    ends_s = {each.number: each.end_s + lag_s for each in measured.repetitions}
    apart = []
    for one in measured.answers:
        if not isinstance(one, Measure) or one.name != "step_time" or one.repetition is None:
            continue
        for before, after in pairwise(expected):
            if after[0] is one.side and abs(after[1] - ends_s[one.repetition]) < FAR_S:
                apart.append(1000 * (one.value - (after[1] - before[1])))
    return np.array(apart)


def _fitted(path: Path) -> tuple[Landmarks, CleanTrack, Motion]:
    landmarks = landmarks_of(path)
    track = clean(landmarks)
    motion = fit_body(
        clip=landmarks.clip,
        track=track,
        person=WALKER,
        rng=np.random.default_rng(0),
    )
    return landmarks, track, motion


def _lag_s(motion: Motion, truth: Angles) -> float:
    """What to add to the video's time to get the reference's."""

    def apart(lag_s: float) -> float:
        gaps = [
            motion.values[name]
            - np.interp(motion.time_s + lag_s, truth["time_s"], truth[name], np.nan, np.nan)
            for name in ("knee_angle_r", "knee_angle_l")
        ]
        return float(np.nanmean(np.square(gaps)))

    return float(min(np.arange(-0.3, 0.301, 1 / 60), key=apart))


def _from_beside(paths: FootPaths) -> CleanTrack:
    """What a camera far beside the person would see of the feet, a millimetre for each pixel."""
    frames = len(paths.time_s)
    forward = np.nanmean(forward_of(across_m=paths.across_m), axis=0)
    xy_px = np.full((frames, len(LANDMARKS), 2), np.nan)
    for name, path in (("heel", paths.heel_m), ("foot_index", paths.toe_m)):
        for side in Side:
            seen_m = np.stack([path[side] @ forward, -path[side][:, 1]], axis=1)
            xy_px[:, INDEX[f"{side.value}_{name}"]] = 1000 * seen_m
    return CleanTrack(
        person=0,
        xy_px=xy_px,
        visibility=np.ones((frames, len(LANDMARKS))),
        world_m=np.zeros((frames, len(LANDMARKS), 3)),
        noise_px=np.zeros(len(LANDMARKS)),
        swapped=np.zeros(frames, dtype=bool),
        rejected=np.zeros((frames, len(LANDMARKS)), dtype=bool),
    )


def _strikes(events: tuple[GaitEvent, ...]) -> Timed:
    return [(event.side, event.time_s) for event in events if event.touch is Touch.STRIKE]


def _within_walk(strikes: Timed) -> Timed:
    return [(side, time_s) for side, time_s in strikes if WALKS[0] < time_s < WALKS[1]]


def _step_times_apart_ms(found: Timed, expected: Timed) -> tuple[float, float]:
    """Largest difference of a side's mean step time, and of a single step's; of steps both saw."""
    matched: list[tuple[Side, float, float]] = []
    for side, time_s in expected:
        own = [at_s for one, at_s in found if one is side and abs(at_s - time_s) < FAR_S]
        if own:
            matched.append((side, min(own, key=lambda at_s: abs(at_s - time_s)), time_s))
    apart_ms: dict[Side, list[float]] = {side: [] for side in Side}
    for before, after in pairwise(matched):
        apart_ms[after[0]].append(1000 * ((after[1] - before[1]) - (after[2] - before[2])))
    single = [abs(one) for own in apart_ms.values() for one in own]
    sides = [abs(float(np.mean(own))) for own in apart_ms.values() if own]
    return max(sides, default=float("nan")), max(single, default=float("nan"))


def _signs(
    motion: Motion, truth: Angles, strides: tuple[Repetition, ...], lag_s: float, camera: int
) -> Iterator[Row]:
    """Whether list, adduction and flexion go the way they go for two cameras."""
    at_s = motion.time_s + lag_s
    walks = (at_s > WALKS[0]) & (at_s < WALKS[1])
    where = f"video-2cam-calibrated/walk/cam{camera}"
    agree: list[bool] = []
    for stride in strides:
        side, off_s = stride.side, stride.peak_s
        if side is None or off_s == stride.end_s:  # he stands from here on
            continue
        contact = (motion.time_s >= stride.start_s) & (motion.time_s <= off_s)
        drop = -1.0 if side is Side.RIGHT else 1.0
        for name, way in (
            ("pelvis_list", drop),
            (f"hip_adduction_{side.suffix}", 1.0),
            (f"knee_angle_{side.suffix}", 1.0),
        ):
            expected = np.interp(at_s[contact], truth["time_s"], truth[name])
            agree.append(
                bool((way * motion.values[name][contact]).max() * (way * expected).max() > 0)
            )
    yield Row(
        f"gait.walk_cam{camera}_signs_percent",
        100 * float(np.mean(agree)),
        "%",
        ">= 100",
        None,
        f"{where}: sign of the largest pelvic drop, hip adduction and knee flexion of each contact "
        f"as from two cameras, {len(agree)} of them",
    )
    for name in (
        "pelvis_list",
        "hip_adduction_r",
        "hip_adduction_l",
        "knee_angle_r",
        "knee_angle_l",
    ):
        expected = np.interp(at_s[walks], truth["time_s"], truth[name])
        yield Row(
            f"gait.walk_cam{camera}_{name}_correlation",
            float(np.corrcoef(motion.values[name][walks], expected)[0, 1]),
            "1",
            None,
            "> 0",
            f"{where}: with two cameras' curve, from the first step to the last",
        )


def _walk_of_mocap(folder: Path) -> Row:
    """One step against markers: they and the video differ by up to 40 ms in when they began."""
    landmarks, track, motion = _fitted(folder / "video.mp4")
    sight = Sight(source=Source.VIDEO, landmarks=landmarks, track=track, motion=motion)
    found = [(one.side, one.start_s) for one in strides_in(sight=sight) if one.side]
    places_m = read_places(folder / "sample_mocap.json.gz")
    hips_m = {side: places_m[f"femur_{side.suffix}"] for side in Side}
    paths = FootPaths(
        time_s=places_m["time_s"],
        heel_m={side: places_m[f"calcn_{side.suffix}"] for side in Side},
        toe_m={side: places_m[f"toes_{side.suffix}"] for side in Side},
        mid_hip_m=(hips_m[Side.RIGHT] + hips_m[Side.LEFT]) / 2,
        across_m=hips_m[Side.RIGHT] - hips_m[Side.LEFT],
    )
    return Row(
        "gait.walk_ts_step_time_ms",
        _step_times_apart_ms(found, _strikes(find_gait_events(paths=paths)))[0],
        "ms",
        "<= 40",
        None,
        "video-labval-mocap/walk_ts: largest difference of a step's time from markers",
    )
