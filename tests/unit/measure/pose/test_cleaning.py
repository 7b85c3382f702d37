import dataclasses

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.measure.pose.cleaning import NoSuchPerson, clean
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, Landmarks, LandmarkTrack
from tests.unit.measure.sightings import body_px

Pixels = NDArray[np.float64]

RATE_HZ = 60.0
FRAMES = 240
TIME_S = np.arange(FRAMES) / RATE_HZ
LEGS = [INDEX[f"{side}_{part}"] for part in ("hip", "knee", "ankle") for side in ("left", "right")]


def squatting(*, x_px: float = 360.0, height_px: float = 800.0, noise_px: float = 1.0) -> Pixels:
    """Hips, knees and trunk go down and up; feet stay."""
    rng = np.random.default_rng(3)
    xy = np.repeat(body_px(x_px, 600.0, height_px=height_px)[None], FRAMES, axis=0)
    depth = height_px * 0.12 * (1 - np.cos(2 * np.pi * TIME_S / 2))
    xy[:, :25, 1] += depth[:, None]
    xy[:, 25:27, 1] += depth[:, None] / 3
    return np.asarray(xy + noise_px * rng.standard_normal(xy.shape))


def track(xy: Pixels, *, person: int = 0) -> LandmarkTrack:
    return LandmarkTrack(
        person=person,
        xy_px=xy,
        visibility=np.ones(xy.shape[:2]),
        world_m=np.concatenate([xy, np.zeros((*xy.shape[:2], 1))], axis=2) / 500,
        score=np.where(np.isfinite(xy[:, 0, 0]), 1.0, np.nan),
    )


def seen(*tracks: LandmarkTrack) -> Landmarks:
    clip = Clip(
        name="made.mp4",
        width_px=720,
        height_px=1280,
        time_s=TIME_S,
        brightness=np.full(FRAMES, 0.5),
    )
    return Landmarks(clip=clip, tracks=tracks, model="made")


def legs_exchanged(xy: Pixels, frames: slice) -> Pixels:
    result = xy.copy()
    for part in ("hip", "knee", "ankle", "heel", "foot_index"):
        left, right = INDEX[f"left_{part}"], INDEX[f"right_{part}"]
        result[frames, left], result[frames, right] = xy[frames, right], xy[frames, left]
    return result


def test_good_landmarks_pass_untouched() -> None:
    xy = squatting()
    result = clean(seen(track(xy)))
    assert not result.swapped.any()
    assert result.rejected.mean() < 0.002
    assert np.array_equal(result.xy_px[~result.rejected], xy[~result.rejected])


@pytest.mark.parametrize("frames", [slice(50, 51), slice(100, 140), slice(0, 70), slice(200, 240)])
def test_exchanged_legs_are_put_back(frames: slice) -> None:
    xy = squatting()
    result = clean(seen(track(legs_exchanged(xy, frames))))
    assert np.array_equal(np.flatnonzero(result.swapped), np.arange(FRAMES)[frames])
    assert np.nanmax(np.abs(result.xy_px[:, LEGS] - xy[:, LEGS])) == 0
    assert np.allclose(result.world_m[:, LEGS, :2] * 500, xy[:, LEGS])


def test_legs_that_cross_keep_their_names() -> None:
    """Walking seen from the side: the ankles pass one another at speed, again and again."""
    xy = squatting()
    swing = 120 * np.sin(2 * np.pi * 0.9 * TIME_S)
    for side, sign in (("left", 1), ("right", -1)):
        for part, share in (("hip", 0.05), ("knee", 0.6), ("ankle", 1), ("heel", 1)):
            xy[:, INDEX[f"{side}_{part}"], 0] = 360 + sign * share * swing
        xy[:, INDEX[f"{side}_foot_index"], 0] = 400 + sign * swing
    assert not clean(seen(track(xy))).swapped.any()


def test_outliers_are_taken_out_and_nothing_else() -> None:
    xy = squatting()
    knee, ankle = INDEX["left_knee"], INDEX["right_ankle"]
    xy[80, knee] += (90, -40)
    xy[150:160, ankle] += (-150, 0)
    result = clean(seen(track(xy)))
    assert result.rejected[80, knee]
    assert result.rejected[150:160, ankle].all()
    assert np.isnan(result.xy_px[result.rejected]).all()
    assert result.rejected.sum() < 11 + 0.002 * result.rejected.size


def test_noise_is_told_from_movement() -> None:
    for noise_px in (0.5, 2.0):
        above = np.sqrt((RATE_HZ / 2 - 6) / (RATE_HZ / 2)) * noise_px
        measured = clean(seen(track(squatting(noise_px=noise_px)))).noise_px
        assert np.median(measured) == pytest.approx(above, rel=0.1)
        assert np.all(measured < 1.5 * above)


def test_frames_without_the_person_stay_empty() -> None:
    xy = squatting()
    xy[60:90] = np.nan
    result = clean(seen(track(xy)))
    assert np.isnan(result.xy_px[60:90]).all()
    assert not result.rejected[60:90].any()
    assert np.isfinite(result.noise_px).all()


def test_the_one_who_moves_in_the_middle_is_measured() -> None:
    still = np.repeat(body_px(80.0, 600.0, height_px=820.0)[None], FRAMES, axis=0)
    both = seen(track(still), track(squatting(), person=1))
    assert clean(both).person == 1
    assert clean(both, person=0).person == 0
    with pytest.raises(NoSuchPerson, match="choose 0, 1"):
        clean(both, person=7)


def test_a_slow_clip_still_tells_its_noise() -> None:
    landmarks = seen(track(squatting(noise_px=1.0)))
    slow = dataclasses.replace(landmarks.clip, time_s=TIME_S * 6)
    measured = clean(dataclasses.replace(landmarks, clip=slow)).noise_px
    assert np.median(measured) == pytest.approx(1.0, rel=0.25)
