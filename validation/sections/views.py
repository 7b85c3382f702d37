"""What one camera tells of sideways tilts, and what two cameras tell together.

Trunk lean and pelvic list of Pose2Sim's single-person demo, each camera alone, against the
landmarks triangulated from all four: their cameras are calibrated. The landmarks are the same
network's in both, so this judges the fit and the cameras' tilts, not the network; how far the
reference itself can be trusted is told beside. Then the walk towards two phones, fitted to both
recordings at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure import (
    INDEX,
    Motion,
    Sight,
    Source,
    Verdict,
    clean,
    fit_body_to_views,
    judge_view,
    movement_test,
)
from kneetrace.measure.movement.events.holds import holds_in
from kneetrace.measure.movement.movements import Held
from kneetrace.measure.movement.scene import trunk_lean_sideways
from kneetrace.measure.movement.views import carried_by
from kneetrace.terms import Person, Side
from validation.recordings import data_folder, landmarks_of
from validation.reference_motion import Angles, read_mot
from validation.row import Row
from validation.sections.bodyfit import CAMERAS, HEIGHT_M, fit_track
from validation.triangulation import read_cameras, triangulate

Floats = NDArray[np.float64]

TEST: Final = "single_leg_balance"
CARRIED: Final = {"trunk_lean": "standing_trunk_lean", "pelvic_list": "standing_pelvic_drop"}
"""Which measure the view gate is asked about, by figure."""

STANDING_LEG: Final = Side.LEFT  # of the 4-camera clip, as every camera's picture shows
POINTS: Final = ("right_hip", "left_hip", "right_shoulder", "left_shoulder")
MOST_DEG: Final = 3.0
WALK_LAGS_S: Final = np.arange(-0.3, 0.301, 1 / 60)  # the reference starts some frames late
_Z90: Final = 1.645


@dataclass(frozen=True, eq=False, kw_only=True)
class Tilts:
    """Trunk lean and pelvic list, degrees, positive to the right and right side lower."""

    time_s: Floats
    trunk_lean: Floats
    pelvic_list: Floats


def rows() -> Iterator[Row]:
    """Return the figures of single cameras' sideways tilts, and of two cameras together."""
    data = data_folder()
    yield from _sideways_tilts(data / "video-pose2sim-demo" / "single")
    yield from _fused_walk(data / "video-2cam-calibrated" / "walk")


def _sideways_tilts(folder: Path) -> Iterator[Row]:
    landmarks = {camera: landmarks_of(folder / f"cam{camera:02d}.mp4") for camera in CAMERAS}
    tracks = {camera: clean(each) for camera, each in landmarks.items()}
    calibrated = read_cameras()
    cameras = [calibrated[f"cam{camera:02d}"] for camera in CAMERAS]
    seen_px = [tracks[camera].xy_px[:, [INDEX[name] for name in POINTS]] for camera in CAMERAS]
    places_m = triangulate(cameras=cameras, xy_px=seen_px)
    off_px = [
        np.linalg.norm(camera.directions(places_m) - camera.straightened(xy_px), axis=-1)
        * camera.focal_px[0]
        for camera, xy_px in zip(cameras, seen_px, strict=True)
    ]
    where = "video-pose2sim-demo/single"
    told = (
        f"{where}: hips and shoulders, triangulated from 4 views, from where each camera saw them"
    )
    yield Row("views.p2s_reference_off_px", float(np.nanmedian(off_px)), "px", None, None, told)

    truth = _tilts_of_points(landmarks[CAMERAS[0]].clip.time_s, places_m)
    told = f"{where}: change of the reference when one of its 4 cameras is left out, RMS, largest"
    for name in CARRIED:
        changes_deg = []
        for left_out in range(len(CAMERAS)):
            three = [number for number in range(len(CAMERAS)) if number != left_out]
            fewer_m = triangulate(
                cameras=[cameras[number] for number in three],
                xy_px=[seen_px[number] for number in three],
            )
            without = _tilts_of_points(truth.time_s, fewer_m)
            changes_deg.append(_rms(getattr(without, name) - getattr(truth, name)))
        row_name = f"views.p2s_reference_{name}_unsure_deg"
        yield Row(row_name, max(changes_deg), "deg", None, None, told)

    off_deg: dict[int, dict[str, Floats]] = {}
    told_deg: dict[int, dict[str, float]] = {}
    for camera, placed in zip(CAMERAS, cameras, strict=True):
        clip, track = landmarks[camera].clip, tracks[camera]
        truth = _tilts_of_points(clip.time_s, places_m)
        motion = fit_track(clip, track)
        roll_off_deg = float(np.degrees(motion.camera.roll_rad - placed.roll_rad))
        told = f"{where}/cam{camera:02d}: as fitted, minus calibrated"
        yield Row(f"views.p2s_cam{camera}_roll_off_deg", roll_off_deg, "deg", None, None, told)
        sight = Sight(source=Source.VIDEO, landmarks=landmarks[camera], track=track, motion=motion)
        view = judge_view(sight=sight, test=movement_test(name=TEST))
        if any(
            carried_by(judged=view, test=TEST, measure=measure, side=STANDING_LEG).verdict
            is Verdict.NO
            for measure in CARRIED.values()
        ):
            continue
        fitted = _tilts_of_body(motion)
        off_deg[camera] = {
            name: getattr(fitted, name)
            - np.interp(fitted.time_s, truth.time_s, getattr(truth, name))
            for name in CARRIED
        }
        for name, errors_deg in off_deg[camera].items():
            told = f"{where}/cam{camera:02d}: against the triangulation of 4 views"
            for how, value in (("rmse", _rms(errors_deg)), ("median", _median(errors_deg))):
                goal = f"<= {MOST_DEG:g}"
                row_name = f"views.p2s_cam{camera}_{name}_{how}_deg"
                yield Row(row_name, value, "deg", None, goal, told)
        told_deg[camera] = _off_through_hold(sight, fitted, truth)
        for name, value in told_deg[camera].items():
            told = f"{where}/cam{camera:02d}: median through the hold, as the test tells it"
            row_name = f"views.p2s_cam{camera}_{name}_told_off_deg"
            yield Row(row_name, value, "deg", None, f"<= {MOST_DEG:g}", told)
    told = f"{where}: views in which trunk lean and pelvic list are both within {MOST_DEG:g} deg"
    for how, must, size in (("", ">= 2", _rms), ("_by_median", None, _median)):
        within = sum(all(size(e) <= MOST_DEG for e in own.values()) for own in off_deg.values())
        told_how = "by RMSE" if size is _rms else "by median"
        told_all = f"{told} {told_how}, of {len(off_deg)} that the view gate allows"
        yield Row(f"views.p2s_views_within_3_deg{how}", within, "views", must, None, told_all)
    within = sum(all(value <= MOST_DEG for value in own.values()) for own in told_deg.values())
    told_all = f"{told} through the hold, of {len(told_deg)} that the view gate allows"
    yield Row("views.p2s_views_told_within_3_deg", within, "views", None, ">= 2", told_all)


def _off_through_hold(sight: Sight, fitted: Tilts, truth: Tilts) -> dict[str, float]:
    """Difference of the medians through the longest hold: what the test tells, by figure."""
    holds = holds_in(sight=sight, held=Held.ONE_FOOT)
    hold = max(holds, key=lambda one: one.end_s - one.start_s)

    def told(tilts: Tilts, name: str) -> float:
        inside = (tilts.time_s >= hold.start_s) & (tilts.time_s <= hold.end_s)
        return float(np.median(getattr(tilts, name)[inside]))

    return {name: abs(told(fitted, name) - told(truth, name)) for name in CARRIED}


def _tilts_of_points(time_s: Floats, places_m: Floats) -> Tilts:
    """Tilts of ``POINTS``, ``(time, point, xyz)``, z up."""
    right_hip, left_hip, right_shoulder, left_shoulder = np.moveaxis(places_m, 1, 0)
    across = right_hip - left_hip
    level = across * [1, 1, 0]
    level /= np.linalg.norm(level, axis=1, keepdims=True)
    trunk = (right_shoulder + left_shoulder - right_hip - left_hip) / 2
    return Tilts(
        time_s=time_s,
        trunk_lean=np.degrees(np.arctan2(np.sum(trunk * level, axis=1), trunk[:, 2])),
        pelvic_list=-np.degrees(np.arctan2(across[:, 2], np.linalg.norm(across[:, :2], axis=1))),
    )


def _tilts_of_body(motion: Motion) -> Tilts:
    return Tilts(
        time_s=motion.time_s,
        trunk_lean=np.degrees(trunk_lean_sideways(motion=motion)[0]),
        pelvic_list=np.degrees(motion.values["pelvis_list"]),
    )


def _rms(errors_deg: Floats) -> float:
    return float(np.sqrt(np.nanmean(errors_deg**2)))


def _median(errors_deg: Floats) -> float:
    return float(np.nanmedian(np.abs(errors_deg)))


def _fused_walk(folder: Path) -> Iterator[Row]:
    """A walk towards two phones; the reference is itself from these two videos, calibrated."""
    truth = read_mot(folder / "walk.mot")
    landmarks = [landmarks_of(folder / f"cam{camera}.mov") for camera in (0, 1)]
    views = [(each.clip, clean(each)) for each in landmarks]
    fused, _ = fit_body_to_views(
        views=views, person=Person(height_m=HEIGHT_M, mass_kg=72), rng=np.random.default_rng(0)
    )
    motions = {"": fused}
    for camera, (clip, track) in enumerate(views):
        motions[f"cam{camera}_alone_"] = fit_track(clip, track)
    where = "video-2cam-calibrated/walk: front views, against two calibrated cameras"
    for which, motion in motions.items():
        for joint, (errors_deg, sd_deg) in _off_walk(motion, truth).items():
            told = f"{where}; {which[:4]} alone" if which else f"{where}; one fit to both videos"
            name = f"views.fused_walk_{which}{joint}"
            yield Row(f"{name}_rmse_deg", _rms(errors_deg), "deg", None, None, told)
            if not which:
                there = np.isfinite(errors_deg)
                inside = 100 * float((np.abs(errors_deg) <= _Z90 * sd_deg)[there].mean())
                yield Row(f"{name}_coverage_percent", inside, "%", None, ">= 85", told)


def _off_walk(motion: Motion, truth: Angles) -> Mapping[str, tuple[Floats, Floats]]:
    """Errors and spreads of knee and hip flexion, degrees, after the lag that suits knees best."""
    lag_s = min(WALK_LAGS_S, key=lambda lag: _rms(_off_deg(motion, truth, "knee_angle", lag)))
    return {
        joint: (
            _off_deg(motion, truth, coordinate, lag_s),
            np.degrees([motion.sd[f"{coordinate}_{side.suffix}"] for side in Side]),
        )
        for joint, coordinate in (("knee", "knee_angle"), ("hip", "hip_flexion"))
    }


def _off_deg(motion: Motion, truth: Angles, coordinate: str, lag_s: float) -> Floats:
    """Difference from the reference, (side, time), NaN outside the reference's time."""
    at_s = motion.time_s + lag_s
    names = [f"{coordinate}_{side.suffix}" for side in Side]
    expected = [np.interp(at_s, truth["time_s"], truth[n], np.nan, np.nan) for n in names]
    fitted = [motion.values[n] for n in names]
    return np.asarray(np.degrees(np.array(fitted) - np.array(expected)))
