from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure import Motion
from kneetrace.measure.body.bodyfit import fit_body
from kneetrace.measure.body.fusedfit import NotTogether, fit_body_to_views
from kneetrace.measure.body.observing import View
from kneetrace.measure.body.skeleton import DOF
from kneetrace.measure.body.synchrony import find_synchrony
from kneetrace.terms import Person
from tests.unit.measure.synthetic_recording import squat
from validation.simulated_recording import Errors, Recording, film

PERSON = Person(height_m=1.7, mass_kg=70)
ERRORS = Errors(landmark=0.008, depth=0.04, lean=0.08)


def _filmed(yaw_deg: float, *, seed: int, late_s: float = 0.0, stretch: float = 1.0) -> Recording:
    """Film the same squats again; ``late_s`` after the first film's start, at another pace."""
    dofs = squat(yaw_rad=np.radians(yaw_deg)).dofs
    frames = np.arange(len(dofs))
    begun = [np.interp(stretch * frames + 30 * late_s, frames, column) for column in dofs.T]
    kept = frames + 30 * late_s <= frames[-1]
    return film(np.stack(begun, axis=1)[kept], errors=ERRORS, rng=np.random.default_rng(seed))


def _view(recording: Recording) -> View:
    return recording.clip, recording.track


def _rmse_deg(motion: Motion, recording: Recording, coordinate: str, dof: str) -> float:
    truth = np.interp(motion.time_s, recording.clip.time_s, recording.dofs[:, DOF[dof]])
    return float(np.degrees(np.sqrt(np.mean((motion.values[coordinate] - truth) ** 2))))


@pytest.fixture(scope="module")
def front_and_side() -> tuple[Recording, Recording]:
    return _filmed(0, seed=1), _filmed(80, seed=2, late_s=0.5)


@pytest.fixture(scope="module")
def together(front_and_side: tuple[Recording, Recording]) -> tuple[Motion, ...]:
    return fit_body_to_views(
        views=[_view(each) for each in front_and_side],
        person=PERSON,
        rng=np.random.default_rng(0),
    )


def test_two_views_know_more_than_the_front_alone(
    front_and_side: tuple[Recording, Recording], together: tuple[Motion, ...]
) -> None:
    front = front_and_side[0]
    alone = fit_body(
        clip=front.clip, track=front.track, person=PERSON, rng=np.random.default_rng(0)
    )
    for coordinate in ("knee_angle_r", "knee_angle_l"):
        fused = _rmse_deg(together[0], front, coordinate, coordinate)
        assert fused < 4
        assert fused < _rmse_deg(alone, front, coordinate, coordinate)
        assert together[0].sd[coordinate].mean() < alone.sd[coordinate].mean()


def test_every_recording_keeps_its_own_time_and_camera(
    front_and_side: tuple[Recording, Recording], together: tuple[Motion, ...]
) -> None:
    for recording, motion, yaw_deg in zip(front_and_side, together, (0, 80), strict=True):
        clip = recording.clip
        assert motion.time_s[0] == pytest.approx(clip.time_s[0], abs=0.05)
        assert motion.time_s[-1] == pytest.approx(clip.time_s[-1], abs=0.05)
        assert np.degrees(motion.camera.yaw_rad) == pytest.approx(yaw_deg, abs=8)
        assert _rmse_deg(motion, recording, "knee_angle_r", "knee_angle_r") < 5
        assert np.nanmedian(motion.residual_px) < 25


def test_the_clocks_are_laid_together(front_and_side: tuple[Recording, Recording]) -> None:
    front, side = (_view(each) for each in front_and_side)
    found = find_synchrony(first=front, second=side, rolls_rad=(0.0, 0.0))
    assert found.shift_s == pytest.approx(-0.5, abs=0.05)
    assert found.together


def test_which_view_is_named_first_hardly_matters(
    front_and_side: tuple[Recording, Recording], together: tuple[Motion, ...]
) -> None:
    turned_round = fit_body_to_views(
        views=[_view(each) for each in reversed(front_and_side)],
        person=PERSON,
        rng=np.random.default_rng(0),
    )
    at_s = np.linspace(1, 8, 50)
    for coordinate in ("knee_angle_r", "hip_flexion_l"):
        one, other = (
            np.interp(at_s, motion.time_s, motion.values[coordinate])
            for motion in (together[0], turned_round[1])
        )
        assert np.degrees(np.abs(one - other)).mean() < 2


def test_another_performance_is_not_taken_for_the_same(
    front_and_side: tuple[Recording, Recording],
) -> None:
    again = _filmed(80, seed=3, stretch=0.7)
    with pytest.raises(NotTogether, match="by itself"):
        fit_body_to_views(
            views=[_view(front_and_side[0]), _view(again)],
            person=PERSON,
            rng=np.random.default_rng(0),
        )


def test_recordings_too_short_to_compare_are_not_together() -> None:
    recording = _filmed(0, seed=1)
    few = slice(0, 20)
    track = recording.track
    short = replace(recording.clip, time_s=recording.clip.time_s[few])
    glimpse = replace(track, xy_px=track.xy_px[few], world_m=track.world_m[few])
    found = find_synchrony(first=_view(recording), second=(short, glimpse), rolls_rad=(0.0, 0.0))
    assert not found.together
