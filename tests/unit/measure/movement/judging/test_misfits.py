import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.measure import (
    CleanTrack,
    Measurement,
    Motion,
    Sight,
    fit_body,
    measure_landmarks,
)
from kneetrace.measure.body.skeleton import DOF, DOFS
from kneetrace.measure.movement.answering import answer_test
from kneetrace.measure.pose.landmarks import INDEX
from kneetrace.terms import CannotTell, Measure, Person, Side
from tests.unit.measure.sights import sight_of
from validation.simulated_balance import balance
from validation.simulated_floor import bridges
from validation.simulated_recording import RATE_HZ, Errors, Recording, film

Floats = NDArray[np.float64]

PERSON = Person(height_m=1.7, mass_kg=70)
YAW_RAD = math.radians(45)


def smooth(time_s: Floats, start_s: float, end_s: float, took_s: float = 0.8) -> Floats:
    """0 before, 1 between, 0 after, with soft flanks."""
    up = np.clip((time_s - start_s) / took_s, 0, 1) - np.clip((time_s - end_s) / took_s, 0, 1)
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * up))


def recorded(time_s: Floats, *, squats: Floats, sits: Floats, sways: Floats) -> Sight:
    """Squats over the feet, and sitting behind them where the trunk then sways to and fro."""
    dofs = np.zeros((len(time_s), len(DOFS)))
    knee_deg = 4 + 86 * squats + 86 * sits
    # A squatter keeps the trunk over the feet by leaning; a sitter has the shanks upright.
    tilt_deg = -3 - 24 * squats
    hip_deg = 5 + 85 * squats + 80 * sits
    lean_deg = -2 - 24 * squats - 30 * sways * sits
    for side in "rl":
        dofs[:, DOF[f"knee_angle_{side}"]] = np.radians(knee_deg)
        dofs[:, DOF[f"hip_flexion_{side}"]] = np.radians(hip_deg)
        dofs[:, DOF[f"hip_adduction_{side}"]] = np.radians(-5)
        dofs[:, DOF[f"ankle_angle_{side}"]] = np.radians(knee_deg - hip_deg - tilt_deg)
    dofs[:, DOF["tilt"]] = np.radians(tilt_deg)
    dofs[:, DOF["lumbar_extension"]] = np.radians(lean_deg)
    dofs[:, DOF["heading"]] = -np.pi / 2 - YAW_RAD
    return seen(film(dofs, errors=Errors(), rng=np.random.default_rng(0)))


def seen(recording: Recording) -> Sight:
    motion: Motion = fit_body(
        clip=recording.clip,
        track=recording.track,
        person=PERSON,
        rng=np.random.default_rng(0),
    )
    return sight_of(clip=recording.clip, track=recording.track, motion=motion)


@pytest.fixture(scope="module")
def squatted() -> Sight:
    time_s = np.arange(0, 14, 1 / RATE_HZ)
    squats = sum(smooth(time_s, at_s, at_s + 1.2) for at_s in (2.5, 6.0, 9.5))
    nothing = np.zeros(len(time_s))
    return recorded(time_s, squats=np.asarray(squats), sits=nothing, sways=nothing)


@pytest.fixture(scope="module")
def rose() -> Sight:
    time_s = np.arange(0, 18, 1 / RATE_HZ)
    sits = sum(smooth(time_s, at_s, at_s + 2.6) for at_s in (2.5, 7.0, 11.5))
    sways = sum(smooth(time_s, at_s + 1.4, at_s + 3.2, 0.6) for at_s in (2.5, 7.0, 11.5))
    return recorded(
        time_s, squats=np.zeros(len(time_s)), sits=np.asarray(sits), sways=np.asarray(sways)
    )


def findings(measured: Measurement) -> dict[str, str]:
    return {one.what: one.sentence for one in measured.findings}


def counted(measured: Measurement) -> float:
    return next(
        one.value
        for one in measured.answers
        if isinstance(one, Measure) and one.name == "repetition_count"
    )


def test_squats_are_squats(squatted: Sight) -> None:
    measured = answer_test(sight=squatted, test="squat", person=PERSON)
    assert not {"wrong_test", "two_tests", "hidden_feet", "lying"} & set(findings(measured))
    assert counted(measured) == 3


def test_squats_are_no_rises_from_a_seat(squatted: Sight) -> None:
    measured = answer_test(sight=squatted, test="sit_to_stand", person=PERSON)
    assert "squats on both legs" in findings(measured)["wrong_test"]


def test_squats_on_both_legs_are_not_measured_as_such_on_one(squatted: Sight) -> None:
    measured = answer_test(sight=squatted, test="single_leg_squat", person=PERSON, side=Side.RIGHT)
    assert "squats on both legs" in findings(measured)["wrong_test"]
    untold = [one for one in measured.answers if isinstance(one, CannotTell)]
    assert {one.name for one in untold} >= {"knee_flexion_peak"}
    assert counted(measured) == 3  # nothing is lost


def test_rises_from_a_seat_are_no_squats(rose: Sight) -> None:
    measured = answer_test(sight=rose, test="squat", person=PERSON)
    assert "rising from a seat" in findings(measured)["wrong_test"]
    right = answer_test(sight=rose, test="sit_to_stand", person=PERSON)
    assert "wrong_test" not in findings(right)


@pytest.mark.parametrize("test", ["squat", "sit_to_stand"])
def test_of_two_tests_in_one_recording_the_one_asked_for_is_measured(test: str) -> None:
    time_s = np.arange(0, 26, 1 / RATE_HZ)
    squats = sum(smooth(time_s, at_s, at_s + 1.2) for at_s in (2.5, 6.0, 9.5))
    sits = sum(smooth(time_s, at_s, at_s + 2.6) for at_s in (13.0, 17.0, 21.0))
    sways = sum(smooth(time_s, at_s + 1.4, at_s + 3.2, 0.6) for at_s in (13.0, 17.0, 21.0))
    sight = recorded(
        time_s, squats=np.asarray(squats), sits=np.asarray(sits), sways=np.asarray(sways)
    )
    measured = answer_test(sight=sight, test=test, person=PERSON)
    left_out = {"squat": "Repetitions 4, 5 and 6", "sit_to_stand": "Repetitions 1, 2 and 3"}
    assert left_out[test] in findings(measured)["two_tests"]
    assert counted(measured) == 3
    assert len(measured.repetitions) == 6


def test_whoever_stays_on_the_spot_has_not_walked(squatted: Sight) -> None:
    measured = answer_test(sight=squatted, test="walking", person=PERSON)
    assert "not_walking" in findings(measured)


def test_a_foot_put_down_within_a_squat_on_one_leg_is_told_and_the_squat_not_counted() -> None:
    sight = seen(one_leg_squats(touch_s=8.1))
    measured = answer_test(sight=sight, test="single_leg_squat", person=PERSON)
    assert measured.side is Side.RIGHT
    assert "touched the floor at 8." in findings(measured)["other_foot_down"]
    assert counted(measured) == 2
    clean = answer_test(
        sight=seen(one_leg_squats(touch_s=None)), test="single_leg_squat", person=PERSON
    )
    assert "other_foot_down" not in findings(clean)
    assert counted(clean) == 3


def one_leg_squats(*, touch_s: float | None) -> Recording:
    """Three squats on the right leg after standing on both; the left foot is held up behind."""
    time_s = np.arange(0, 16, 1 / RATE_HZ)
    squats = np.asarray(sum(smooth(time_s, at_s, at_s + 1.2) for at_s in (4.0, 7.5, 11.0)))
    up = smooth(time_s, 2.0, 14.0)
    if touch_s is not None:
        up = up * (1 - smooth(time_s, touch_s - 0.3, touch_s + 0.4, 0.3))
    dofs = np.zeros((len(time_s), len(DOFS)))
    knee_deg, hip_deg, tilt_deg = 4 + 50 * squats, 5 + 40 * squats, -3 - 15 * squats
    dofs[:, DOF["tilt"]] = np.radians(tilt_deg)
    dofs[:, DOF["lumbar_extension"]] = np.radians(-2 - 10 * squats)
    for side, lift in (("r", 0.0), ("l", 1.0)):
        dofs[:, DOF[f"knee_angle_{side}"]] = np.radians(knee_deg + 75 * lift * up)
        dofs[:, DOF[f"hip_flexion_{side}"]] = np.radians(hip_deg)
        ankle_deg = knee_deg - hip_deg - tilt_deg
        dofs[:, DOF[f"ankle_angle_{side}"]] = np.radians(ankle_deg)
    dofs[:, DOF["heading"]] = -np.pi / 2 - YAW_RAD
    return film(dofs, errors=Errors(), rng=np.random.default_rng(0))


def with_wrist(sight: Sight, *, follows: str) -> Sight:
    """Put the right wrist on the knee, at a fixed place, or below the shoulder."""
    xy_px = sight.track.xy_px.copy()
    on = xy_px[:, INDEX[f"right_{follows}"]] if follows != "room" else xy_px[:1, INDEX["right_hip"]]
    xy_px[:, INDEX["right_wrist"]] = on + np.array([3.0, -10.0])
    track: CleanTrack = replace(sight.track, xy_px=xy_px)
    return replace(sight, track=track)


@pytest.mark.parametrize(
    ("follows", "what"),
    [("knee", "hand_on_thigh"), ("room", "hand_on_support"), ("shoulder", None)],
)
def test_a_hand_that_keeps_its_place_may_help(
    squatted: Sight, follows: str, what: str | None
) -> None:
    sight = with_wrist(squatted, follows=follows)
    measured = answer_test(sight=sight, test="squat", person=PERSON)
    hands = {one for one in findings(measured) if one.startswith("hand")}
    assert hands == ({what} if what else set())
    assert all("may" in findings(measured)[one] for one in hands)
    assert counted(measured) == 3


def test_feet_that_do_not_show_are_told(squatted: Sight) -> None:
    visibility = squatted.track.visibility.copy()
    visibility[:, [INDEX[f"{s}_{p}"] for s in Side for p in ("heel", "foot_index")]] = 0.2
    sight = replace(squatted, track=replace(squatted.track, visibility=visibility))
    assert "hidden_feet" in findings(answer_test(sight=sight, test="squat", person=PERSON))


def test_whoever_stands_does_not_bridge_and_whoever_bridges_does_not_stand(squatted: Sight) -> None:
    standing = replace(squatted, motion=None)
    measured = answer_test(sight=standing, test="single_leg_bridge", person=PERSON)
    assert "upright" in findings(measured)
    lift = np.clip(np.sin(np.arange(0, 12, 1 / RATE_HZ)), 0, 1)
    lying = measure_landmarks(bridges(lift=lift), test="single_leg_balance", person=PERSON)
    assert "lying" in findings(lying)


def test_a_balance_is_no_misfit() -> None:
    recording = balance(yaw_rad=0.0, lifted_s=(2.0, 7.0))
    sight = sight_of(clip=recording.clip, track=recording.track, motion=None)
    measured = answer_test(sight=sight, test="single_leg_balance", person=PERSON)
    assert not [one for one in measured.findings if one.blocking]
