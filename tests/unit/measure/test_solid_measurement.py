"""Markers and joint angles answer the same questions as a video, without its errors on top."""

from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure import (
    JOINTS,
    MarkerTrial,
    Measurement,
    Source,
    measure_angles,
    measure_markers,
)
from kneetrace.measure.body.upright_lab import TO_Y_UP
from kneetrace.measure.solid_measurement import LengthsImpossible, RecordingUnusable
from kneetrace.terms import CannotTell, Measure, Person, Side
from tests.unit.measure.marked_bodies import HEIGHT_M, markers_on, squats, table_of

PERSON = Person(height_m=HEIGHT_M, mass_kg=70)


def from_markers(trial: MarkerTrial, *, up: str | None = None) -> Measurement:
    return measure_markers(trial, name="made.trc", test="squat", person=PERSON, up=up)


def measured(measurement: Measurement, name: str, side: Side | None = None) -> Measure:
    return next(
        answer
        for answer in measurement.answers
        if isinstance(answer, Measure) and answer.name == name and answer.side is side
    )


def test_both_ways_in_answer_as_the_body_moved() -> None:
    dofs = squats()
    trial, table = markers_on(dofs), table_of(dofs)
    for made in (
        from_markers(trial),
        measure_angles(table, name="made.mot", test="squat", person=PERSON),
    ):
        assert measured(made, "repetition_count").value == 3
        for name, truth_deg in (("knee_flexion_peak", 94), ("hip_flexion_peak", 85)):
            answer = measured(made, name, Side.RIGHT)
            assert np.degrees(answer.value) == pytest.approx(truth_deg, abs=1)
            assert np.degrees(answer.high - answer.value) > 2
        assert np.degrees(measured(made, "hip_adduction", Side.RIGHT).value) == pytest.approx(
            -6, abs=1
        )
        assert measured(made, "frontal_plane_projection_angle_peak", Side.LEFT)
        assert measured(made, "hip_rotation", Side.LEFT)
    assert from_markers(trial).source is Source.MARKERS


def test_a_mirrored_person_gives_mirrored_measures() -> None:
    one = from_markers(markers_on(squats(aside_deg=(-6, -2))))
    other = from_markers(markers_on(squats(aside_deg=(-2, -6))))
    for name in ("hip_adduction", "frontal_plane_projection_angle_peak"):
        right, left = measured(one, name, Side.RIGHT), measured(other, name, Side.LEFT)
        assert right.value == pytest.approx(left.value, abs=np.radians(1.5))


@pytest.mark.parametrize("up", ["+Y", "+Z", "-X"])
def test_a_motion_knows_its_laboratory(up: str) -> None:
    trial = markers_on(squats())
    laboratory = replace(trial, places_m=trial.places_m @ TO_Y_UP[up] + 0.3)
    motion = from_markers(laboratory, up=up).motion
    assert motion is not None
    assert motion.laboratory is not None
    for joint, marker in (("toe_r", "RTOE"), ("hip_l", "LHJC")):
        np.testing.assert_allclose(
            motion.laboratory.places_m(laboratory.place(marker)),
            motion.joints_m[:, JOINTS.index(joint)],
            atol=0.003,
        )


def test_a_file_of_another_axis_up_is_turned_and_it_says_so() -> None:
    trial = markers_on(squats())
    lying = replace(trial, places_m=trial.places_m @ TO_Y_UP["+Z"])
    made = from_markers(lying)
    assert [finding.what for finding in made.findings] == ["up_axis"]
    told = from_markers(lying, up="+Z")
    assert not told.findings
    expected = measured(from_markers(trial), "knee_flexion_peak", Side.RIGHT)
    assert measured(made, "knee_flexion_peak", Side.RIGHT).value == pytest.approx(expected.value)


def test_millimetres_called_metres_are_refused() -> None:
    trial = markers_on(squats())
    with pytest.raises(LengthsImpossible, match="mm or m"):
        from_markers(replace(trial, places_m=1000 * trial.places_m))


def test_legs_that_do_not_fit_the_height_are_remarked_on() -> None:
    trial = markers_on(squats())
    made = from_markers(replace(trial, places_m=1.25 * trial.places_m))
    assert "leg_length" in [finding.what for finding in made.findings]


@pytest.mark.parametrize("frames", [1, 2, 9])
def test_a_posture_is_no_movement(frames: int) -> None:
    trial = markers_on(squats())
    short = replace(trial, time_s=trial.time_s[:frames], places_m=trial.places_m[:frames])
    with pytest.raises(RecordingUnusable, match="no movement"):
        from_markers(short)


def test_missing_markers_are_named_and_their_measures_refused() -> None:
    trial = markers_on(squats())
    kept = [n for n, name in enumerate(trial.names) if name not in ("LKNE", "LKNM")]
    made = from_markers(
        replace(trial, names=tuple(trial.names[n] for n in kept), places_m=trial.places_m[:, kept])
    )
    assert "the left knee" in made.findings[0].sentence
    assert measured(made, "knee_flexion_peak", Side.RIGHT)
    refused = [one for one in made.answers if isinstance(one, CannotTell)]
    assert {"knee_flexion_peak", "hip_rotation"} <= {
        one.name for one in refused if one.side is Side.LEFT
    }
    assert not any("camera" in one.reason or "phone" in one.advice for one in refused)


def test_missing_angles_are_named() -> None:
    table = table_of(squats())
    values = {n: v for n, v in table.values.items() if n not in ("pelvis_list", "lumbar_bending")}
    made = measure_angles(
        replace(table, values=values), name="made.mot", test="squat", person=PERSON
    )
    assert "pelvis_list" in made.findings[0].sentence
    refused = {one.name for one in made.answers if isinstance(one, CannotTell)}
    assert {"pelvic_list", "trunk_lean_sideways"} <= refused
    assert measured(made, "knee_flexion_peak", Side.RIGHT)


def test_radians_called_degrees_are_remarked_on() -> None:
    table = table_of(squats())
    tiny = {name: np.radians(values) for name, values in table.values.items()}
    made = measure_angles(replace(table, values=tiny), name="a.mot", test="squat", person=PERSON)
    assert "inDegrees" in next(f.advice for f in made.findings if f.what == "no_movement")


def test_nobody_walks_a_squat() -> None:
    trial = markers_on(squats())
    walked = trial.places_m.copy()
    walked[..., 0] += np.linspace(0, 5, len(walked))[:, None]
    assert measured(from_markers(replace(trial, places_m=walked)), "repetition_count").value == 0


def bridging(*, lifts: int, heading_rad: float = 0.7) -> MarkerTrial:
    """Joint centres of somebody on the back who lifts the hips on the right foot, left leg up."""
    time_s = np.arange(0, 2 + 3 * lifts, 0.02)
    lifted = 0.5 - 0.5 * np.cos(2 * np.pi * np.clip((time_s - 1) / 3, 0, lifts))
    up = np.radians(4 + 24 * lifted)
    shoulder = np.array([0.0, 0.08])
    hip = shoulder + 0.5 * np.stack([np.cos(up), np.sin(up)], axis=1)
    ankle = np.array([0.83, 0.08])
    reach = ankle - hip
    far = np.linalg.norm(reach, axis=1)
    # Thigh and shank of 0.42 m: the knee stands above the line from hip to ankle.
    rise = np.sqrt(0.42**2 - (far / 2) ** 2)
    square = np.stack([-reach[:, 1], reach[:, 0]], axis=1) / far[:, None]
    knee = hip + reach / 2 + rise[:, None] * square
    raised = knee + 0.42 * np.array([np.cos(0.5), np.sin(0.5)])
    places = {}
    for s, out in (("R", 1.0), ("L", -1.0)):
        foot = np.broadcast_to(ankle, hip.shape) if s == "R" else raised
        for name, place, aside in (
            ("Shoulder", np.broadcast_to(shoulder, hip.shape), 0.18),
            ("Hip", hip, 0.08),
            ("Knee", knee, 0.08),
            ("Ankle", foot, 0.08),
            ("Heel", foot + np.array([-0.03, -0.05]), 0.08),
            ("BigToe", foot + np.array([0.18, -0.05]), 0.08),
        ):
            c, sin = np.cos(heading_rad), np.sin(heading_rad)
            flat = np.column_stack([place, np.full(len(place), out * aside)])
            places[f"{s}{name}"] = flat @ np.array([[c, 0, sin], [0, 1, 0], [-sin, 0, c]]).T
    return MarkerTrial(
        time_s=time_s,
        names=tuple(places),
        places_m=np.stack(list(places.values()), axis=1),
        rate_hz=50.0,
    )


def test_somebody_who_lies_is_seen_from_the_side() -> None:
    made = measure_markers(
        bridging(lifts=4), name="a.trc", test="single_leg_bridge", person=PERSON, side=Side.RIGHT
    )
    assert measured(made, "repetition_count").value == 4
    assert not made.findings
    assert any(one.name == "hip_bend_lifted" for one in made.answers if isinstance(one, Measure))


def test_a_column_of_nothing_is_a_missing_angle() -> None:
    table = table_of(squats())
    gone = np.full(len(table.time_s), np.nan)
    made = measure_angles(
        replace(table, values={**table.values, "knee_angle_l": gone}),
        name="a.mot",
        test="squat",
        person=PERSON,
    )
    assert measured(made, "knee_flexion_peak", Side.RIGHT)
    assert any(
        one.name == "knee_flexion_peak" and one.side is Side.LEFT
        for one in made.answers
        if isinstance(one, CannotTell)
    )
    assert "knee_angle_l" in made.findings[0].sentence
