from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure import Motion
from kneetrace.measure.body.bodyfit import fit_body
from kneetrace.measure.body.observing import BodyNotSeen
from kneetrace.measure.body.skeleton import DOF
from kneetrace.measure.pose.landmarks import LANDMARKS
from kneetrace.terms import COORDINATES, Person
from tests.unit.measure.synthetic_recording import squat
from validation.simulated_balance import balance
from validation.simulated_lean import lean_on_one_leg
from validation.simulated_recording import Errors, Recording, film
from validation.simulated_step_down import step_down


def _fit(recording: Recording, *, height_m: float = 1.7, level_floor: bool = True) -> Motion:
    return fit_body(
        clip=recording.clip,
        track=recording.track,
        person=Person(height_m=height_m, mass_kg=70),
        rng=np.random.default_rng(0),
        level_floor=level_floor,
    )


def _error_deg(motion: Motion, recording: Recording, coordinate: str) -> np.ndarray:
    truth = np.interp(motion.time_s, recording.clip.time_s, recording.dofs[:, DOF[coordinate]])
    return np.asarray(np.degrees(motion.values[coordinate] - truth))


@pytest.mark.parametrize("yaw_deg", [0, 40, -40, 80])
def test_recovers_a_squat_from_any_side(yaw_deg: float) -> None:
    recording = squat(yaw_rad=np.radians(yaw_deg))
    motion = _fit(recording)
    assert set(motion.values) == set(COORDINATES)
    for coordinate in ("knee_angle_r", "knee_angle_l"):
        error = _error_deg(motion, recording, coordinate)
        assert np.sqrt(np.mean(error**2)) < 5
        covered = np.abs(error) < 1.645 * np.degrees(motion.sd[coordinate])
        assert covered.mean() > 0.8
    assert np.degrees(motion.camera.yaw_rad) == pytest.approx(yaw_deg, abs=8)
    assert motion.standing[motion.time_s < 1.8].mean() > 0.8


@pytest.mark.parametrize("yaw_deg", [40, 90])
def test_a_foot_held_still_in_the_air_is_not_put_on_the_floor(yaw_deg: float) -> None:
    recording = balance(yaw_rad=np.radians(yaw_deg), lifted_s=(2, 8))
    motion = _fit(recording)
    held = (motion.time_s > 3) & (motion.time_s < 7)
    assert not motion.planted["l"][held].any()
    for coordinate in ("knee_angle_r", "knee_angle_l"):
        assert np.sqrt(np.mean(_error_deg(motion, recording, coordinate)[held] ** 2)) < 8


def test_a_leg_that_hardly_shows_gets_wider_intervals() -> None:
    recording = squat(yaw_rad=np.radians(60))
    visibility = recording.track.visibility.copy()
    visibility[:, [i for i, name in enumerate(LANDMARKS) if name.startswith("right_")]] = 0.1
    motion = _fit(replace(recording, track=replace(recording.track, visibility=visibility)))
    assert motion.sd["knee_angle_r"].mean() > 1.2 * motion.sd["knee_angle_l"].mean()


@pytest.mark.parametrize("yaw_deg", [0, 45, 80])
def test_a_knee_that_cannot_straighten_is_not_told_straight_for_sure(yaw_deg: float) -> None:
    recording = squat(yaw_rad=np.radians(yaw_deg), right_stands_bent_deg=14)
    motion = _fit(recording)
    before = motion.time_s < 1.8
    error = np.abs(_error_deg(motion, recording, "knee_angle_r"))[before]
    assert (error < 1.645 * np.degrees(motion.sd["knee_angle_r"])[before]).mean() > 0.8


def test_stated_height_hardly_matters() -> None:
    recording = squat(yaw_rad=np.radians(40))
    usual, taller = _fit(recording), _fit(recording, height_m=1.8)
    for coordinate in ("knee_angle_r", "hip_flexion_l"):
        change = np.degrees(taller.values[coordinate] - usual.values[coordinate])
        assert np.abs(change).mean() < 1


def test_mirrored_person_gives_mirrored_angles() -> None:
    recording = squat(yaw_rad=np.radians(30))
    order = [
        LANDMARKS.index(n.replace("left", "#").replace("right", "left").replace("#", "right"))
        for n in LANDMARKS
    ]
    track = recording.track
    mirrored = replace(
        recording,
        track=replace(
            track,
            xy_px=(track.xy_px * [-1, 1] + [recording.clip.width_px, 0])[:, order],
            world_m=(track.world_m * [-1, 1, 1])[:, order],
        ),
    )
    plain, swapped = _fit(recording), _fit(mirrored)
    np.testing.assert_allclose(
        plain.values["knee_angle_r"], swapped.values["knee_angle_l"], atol=np.radians(0.5)
    )
    assert plain.camera.yaw_rad == pytest.approx(-swapped.camera.yaw_rad, abs=0.02)


def test_frames_without_the_person_are_not_guessed() -> None:
    recording = squat(yaw_rad=0.5)
    xy_px = recording.track.xy_px.copy()
    gone = recording.clip.time_s > 7.5
    xy_px[gone] = np.nan
    motion = _fit(replace(recording, track=replace(recording.track, xy_px=xy_px)))
    assert np.isnan(motion.values["knee_angle_r"][motion.time_s > 7.6]).all()
    assert np.isfinite(motion.values["knee_angle_r"][motion.time_s < 7.4]).all()


def test_a_glimpse_is_refused() -> None:
    recording = squat(yaw_rad=0.5)
    xy_px = np.full_like(recording.track.xy_px, np.nan)
    xy_px[:5] = recording.track.xy_px[:5]
    with pytest.raises(BodyNotSeen, match="whole body"):
        _fit(replace(recording, track=replace(recording.track, xy_px=xy_px)))


@pytest.mark.parametrize("hidden", ["nose", "shoulder", "heel"])
def test_measures_on_with_a_part_out_of_the_picture(hidden: str) -> None:
    recording = squat(yaw_rad=np.radians(40))
    xy_px = recording.track.xy_px.copy()
    xy_px[:, [i for i, name in enumerate(LANDMARKS) if hidden in name]] = np.nan
    partial = replace(recording, track=replace(recording.track, xy_px=xy_px))
    motion = _fit(partial)
    error = _error_deg(motion, partial, "knee_angle_l")
    assert (np.abs(error) < 1.645 * np.degrees(motion.sd["knee_angle_l"])).mean() > 0.8


def flat(recording: Recording, *, feet: bool = True) -> Recording:
    """The recording as keypoints of another program have it: no depth, maybe no feet."""
    track = recording.track
    xy_px, visibility = track.xy_px.copy(), track.visibility.copy()
    if not feet:
        dropped = [i for i, n in enumerate(LANDMARKS) if n.endswith(("heel", "foot_index"))]
        xy_px[:, dropped], visibility[:, dropped] = np.nan, 0.0
    return replace(
        recording,
        track=replace(
            track,
            xy_px=xy_px,
            visibility=visibility,
            world_m=np.full_like(track.world_m, np.nan),
        ),
    )


@pytest.mark.parametrize(
    ("yaw_deg", "feet"), [(0, True), (40, False), (-40, True), (80, True), (-150, False)]
)
def test_landmarks_without_depth_are_fitted(yaw_deg: float, feet: bool) -> None:
    recording = squat(yaw_rad=np.radians(yaw_deg))
    motion = _fit(flat(recording, feet=feet))
    turn = np.angle(np.exp(1j * (motion.camera.yaw_rad - np.radians(yaw_deg))))
    assert abs(np.degrees(turn)) < 20
    for coordinate in ("knee_angle_r", "knee_angle_l"):
        error = np.abs(_error_deg(motion, recording, coordinate))
        assert (error < 1.645 * np.degrees(motion.sd[coordinate])).mean() > 0.8


def test_without_depth_intervals_are_wider() -> None:
    recording = squat(yaw_rad=np.radians(40))
    deep, bare = _fit(recording), _fit(flat(recording))
    assert bare.sd["knee_angle_r"].mean() > 1.2 * deep.sd["knee_angle_r"].mean()


@pytest.mark.parametrize("yaw_deg", [40, 80])
def test_a_step_down_is_fitted_where_the_feet_may_stand_at_different_heights(
    yaw_deg: float,
) -> None:
    dofs = step_down(step_m=0.20, yaw_rad=np.radians(yaw_deg))
    recording = film(dofs, errors=Errors(), rng=np.random.default_rng(0))
    level, steps = (_fit(recording, level_floor=flag) for flag in (True, False))
    for coordinate in ("knee_angle_l", "knee_angle_r"):
        rmse = [np.sqrt(np.mean(_error_deg(m, recording, coordinate) ** 2)) for m in (level, steps)]
        assert rmse[1] < 4
        assert rmse[1] < rmse[0]
        covered = np.abs(_error_deg(steps, recording, coordinate)) < 1.645 * np.degrees(
            steps.sd[coordinate]
        )
        assert covered.mean() > 0.8


@pytest.mark.parametrize("lean_deg", [-20, 20])
def test_a_lean_on_one_leg_is_not_taken_for_a_tilted_phone(lean_deg: float) -> None:
    dofs = lean_on_one_leg(yaw_rad=0.0, lean_deg=lean_deg)
    errors = Errors(landmark=0.006, depth=0.03)
    recording = film(dofs, errors=errors, rng=np.random.default_rng(0))
    motion = _fit(recording)
    assert abs(np.degrees(motion.camera.roll_rad)) < 8
    truth = np.interp(motion.time_s, recording.clip.time_s, dofs[:, DOF["list"]])
    assert np.sqrt(np.mean((motion.values["pelvis_list"] - truth) ** 2)) < np.radians(8)
