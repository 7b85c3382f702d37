from dataclasses import replace

import numpy as np
import pytest

from kneetrace.explain import (
    GapInMotion,
    Load,
    NotAMovingBody,
    NothingTold,
    PlateRecord,
    PlatesElsewhen,
    PlateUnderNoFoot,
    find_load,
)
from kneetrace.explain.load.capacity import GROUPS
from kneetrace.explain.load.contacts import contacts_of
from kneetrace.explain.load.movement import place_bodies
from kneetrace.explain.load.rates import coordinates_of
from kneetrace.explain.load.reference_load import reference_load
from kneetrace.explain.load.skeleton import skeleton_of
from kneetrace.measure import MotionTable
from kneetrace.terms import Person, Side

PERSON = Person(height_m=1.75, mass_kg=72.0)
FRAMES = 40


def squat(*, deep_rad: float = 1.2, lean: float = 0.35) -> MotionTable:
    time_s = np.arange(FRAMES) / 20
    bend = deep_rad * np.sin(np.pi * time_s / time_s[-1]) ** 2
    values = {
        "pelvis_tx": np.zeros(FRAMES),
        "pelvis_ty": 0.95 - 0.25 * bend,
        "pelvis_tilt": -lean * bend,
        "lumbar_extension": -0.15 * bend,
        **{f"knee_angle_{side}": 0.1 + bend for side in "rl"},
        **{f"hip_flexion_{side}": 0.1 + (0.65 + lean) * bend for side in "rl"},
        **{f"ankle_angle_{side}": 0.05 + 0.35 * bend for side in "rl"},
    }
    return MotionTable(time_s=time_s, values=values)


def plates(*, weight: float | np.ndarray = 1.0, aside_m: float = 0.0) -> list[PlateRecord]:
    table = squat()
    motion = coordinates_of(time_s=table.time_s, values=table.values)
    placed = place_bodies(skeleton_of(PERSON), motion=motion)
    half = np.zeros((FRAMES, 3))
    half[:, 1] = weight / 2 * PERSON.mass_kg * 9.80665
    ahead = np.array([0.1, 0.0, aside_m])
    return [
        PlateRecord(
            time_s=table.time_s,
            force_n=half,
            point_m=placed.bodies[f"calcn_{side.suffix}"].place_m + ahead,
            moment_nm=np.zeros((FRAMES, 3)),
        )
        for side in Side
    ]


@pytest.fixture(scope="module")
def alone() -> Load:
    return find_load(squat(), person=PERSON)


def test_a_motion_alone_tells_both_kneecaps_by_both_methods(alone: Load) -> None:
    assert not alone.measured_ground
    for side, leg in alone.legs.items():
        assert alone.told[side].all()
        for low, value, high in (
            (leg.reaction_low_n, leg.kneecap.reaction_n, leg.reaction_high_n),
            (leg.planar_low_n, leg.kneecap.planar_n, leg.planar_high_n),
        ):
            assert (low <= value).all()
            assert (value <= high).all()
            assert high.max() > 1.1 * low.max()


def test_both_legs_of_an_even_squat_bear_the_same(alone: Load) -> None:
    right, left = (alone.legs[side].kneecap.planar_n for side in Side)
    np.testing.assert_allclose(right, left, rtol=0.05, atol=20)


def test_both_kneecaps_are_told_of_over_the_reference_and_what_is_left_out(alone: Load) -> None:
    for side in Side:
        peak, contact = alone.contact_peak(side), alone.contacts[side]
        assert peak is not None
        low, value, high = peak.figures["peak_stress_of_reference"]
        assert low < value < high
        left = int((~contact.told).sum())
        assert 0 < left < FRAMES  # it stands straight at both ends
        assert any(
            f"In {left} of {FRAMES} frames what the {side.value} kneecap's" in note
            for note in alone.notes
        )


def test_without_plates_nothing_is_said_of_muscles_that_turn_the_thigh(alone: Load) -> None:
    shown = set(alone.capacity[Side.LEFT])
    assert "knee_extensors" in shown
    assert not {"hip_external_rotators", "hip_internal_rotators"} & shown


def test_plates_tell_all_muscle_groups_and_leave_no_interval() -> None:
    load = find_load(squat(), person=PERSON, plates=plates())
    assert load.measured_ground
    assert set(load.capacity[Side.RIGHT]) == set(GROUPS)
    leg = load.legs[Side.RIGHT]
    np.testing.assert_array_equal(leg.reaction_low_n, leg.reaction_high_n)


def test_capacity_is_as_unsure_as_strength_and_ground(alone: Load) -> None:
    over_plates = find_load(squat(), person=PERSON, plates=plates())
    for side in Side:
        strength = over_plates.strengths.group(side, "knee_extensors")
        used = over_plates.capacity[side]["knee_extensors"]
        assert not used.strength_measured
        np.testing.assert_allclose(used.high, used.share / strength.low)
        np.testing.assert_allclose(used.low, used.share / strength.high)
        deepest = int(alone.capacity[side]["knee_extensors"].share.argmax())
        free = alone.capacity[side]["knee_extensors"]
        assert free.high[deepest] > free.share[deepest] / strength.low
        assert free.low[deepest] < free.share[deepest] / strength.high


def test_plates_that_carry_somebody_lighter_are_remarked_on() -> None:
    load = find_load(squat(), person=PERSON, plates=plates(weight=0.6))
    assert any("check the mass" in note for note in load.notes)
    assert any("disagree" in note for note in load.notes)


def test_plates_away_from_the_feet_are_refused() -> None:
    with pytest.raises(PlateUnderNoFoot, match="where no foot is"):
        find_load(squat(), person=PERSON, plates=plates(aside_m=1.0))


def test_plates_of_another_time_are_refused() -> None:
    late = [replace(plate, time_s=plate.time_s + 5) for plate in plates()]
    with pytest.raises(PlatesElsewhen, match="cut both"):
        find_load(squat(), person=PERSON, plates=late)


def test_plates_of_another_clock_are_refused() -> None:
    table = squat()
    asked_n = find_load(table, person=PERSON, plates=plates()).moments["pelvis_ty"]
    pushes = [
        replace(plate, force_n=plate.force_n + np.outer(np.roll(asked_n, 4) / 2, [0, 1, 0]))
        for plate in plates()
    ]
    with pytest.raises(PlatesElsewhen, match=r"come 0\.2 s after the motion"):
        find_load(table, person=PERSON, plates=pushes)


def test_plates_of_another_trial_are_refused() -> None:
    jolting = np.where(np.arange(FRAMES) % 4 < 2, 0.7, 1.3)
    with pytest.raises(PlatesElsewhen, match="recorded with this motion"):
        find_load(squat(), person=PERSON, plates=plates(weight=jolting))


def test_frames_in_which_a_chair_carries_too_are_left_out_and_said() -> None:
    seated = np.arange(FRAMES) < 26
    over_plates = plates(weight=np.where(seated, 0.3, np.linspace(0.95, 1.05, FRAMES)))
    over_plates[0].force_n[:5] = 0.0  # a foot that stands where it stood, and hardly presses
    load = find_load(squat(), person=PERSON, plates=over_plates)
    for side in Side:
        np.testing.assert_array_equal(load.told[side], ~seated)
    assert any("In 26 of 40 frames the plates do not carry" in note for note in load.notes)
    assert not any("check the mass" in note or "may stand beside" in note for note in load.notes)


def test_a_foot_beside_the_plates_is_left_out_and_said() -> None:
    load = find_load(squat(), person=PERSON, plates=plates()[:1])
    assert load.told[Side.RIGHT].all()
    assert load.told[Side.LEFT].sum() == 0
    assert any("left foot may stand beside" in note for note in load.notes)


def test_plates_that_nobody_stands_on_leave_the_motion_alone(alone: Load) -> None:
    idle = [replace(plate, force_n=0 * plate.force_n) for plate in plates()]
    load = find_load(squat(), person=PERSON, plates=idle)
    assert not load.measured_ground
    assert "Nobody stood on a force plate" in load.notes[0]
    for side in Side:
        np.testing.assert_allclose(
            load.legs[side].kneecap.planar_n, alone.legs[side].kneecap.planar_n
        )


def test_frames_bent_beyond_the_tables_are_left_out_and_said() -> None:
    load = find_load(squat(deep_rad=2.3), person=PERSON)
    for side in Side:
        told = load.told[side]
        deep = load.motion.values[f"knee_angle_{side.suffix}"] > np.radians(125)
        assert deep.any()
        assert not told[deep].any()
        assert told[~deep].any()
    assert any("bent further" in note for note in load.notes)


def test_somebody_who_sits_is_carried_by_something_else() -> None:
    time_s = np.arange(FRAMES) / 20
    held = {"pelvis_ty": 0.5, "pelvis_tilt": 0.0}
    held |= {f"{name}_{side}": 1.57 for name in ("hip_flexion", "knee_angle") for side in "rl"}
    sitting = MotionTable(
        time_s=time_s, values={name: np.full(FRAMES, value) for name, value in held.items()}
    )
    with pytest.raises(NothingTold, match="something else carries"):
        find_load(sitting, person=PERSON)


def test_a_gap_is_refused() -> None:
    table = squat()
    table.values["knee_angle_r"][10:14] = np.nan
    with pytest.raises(GapInMotion, match="knee_angle_r is missing in 4"):
        find_load(table, person=PERSON)


def test_ends_where_nobody_is_seen_whole_are_cut_and_said() -> None:
    table = squat()
    table.values["knee_angle_r"][:6] = np.nan
    table.values["pelvis_tilt"][-4:] = np.nan
    load = find_load(table, person=PERSON)
    assert len(load.time_s) == FRAMES - 10
    assert load.time_s[0] == table.time_s[6]
    assert "seen whole from 0.3 to" in load.notes[0]


@pytest.mark.parametrize("name", ["pelvis_ty", "knee_angle_l"])
def test_a_motion_without_what_loads_need_is_refused(name: str) -> None:
    table = squat()
    del table.values[name]
    with pytest.raises(NotAMovingBody, match=name):
        find_load(table, person=PERSON)


def test_the_floor_is_found_wherever_the_motion_puts_it() -> None:
    table = squat()
    table.values["pelvis_ty"] += 3.0
    raised = find_load(table, person=PERSON).legs[Side.RIGHT].kneecap.planar_n
    np.testing.assert_allclose(
        raised, find_load(squat(), person=PERSON).legs[Side.RIGHT].kneecap.planar_n
    )


def test_a_lifted_foot_is_off_the_ground() -> None:
    table = squat(deep_rad=0.3)
    table.values["knee_angle_l"] = np.full(FRAMES, 1.2)
    motion = coordinates_of(time_s=table.time_s, values=table.values)
    placed = place_bodies(skeleton_of(PERSON), motion=motion)
    on_ground = contacts_of(placed, time_s=motion.time_s).on_ground
    assert on_ground[Side.RIGHT].all()
    assert not on_ground[Side.LEFT].any()


def test_the_reference_bears_what_a_held_squat_bears() -> None:
    # Published peaks of body-weight squats lie between 2 and 8 body weights.
    found = reference_load()
    assert 2.0 < found.planar_bw < 8.0
    assert 2.0 < found.reaction_bw < 8.0


def test_what_turns_the_shanks_is_told_over_plates_alone(alone: Load) -> None:
    over_plates = find_load(squat(), person=PERSON, plates=plates())
    for side in Side:
        name = f"knee_rotation_{side.suffix}"
        assert np.abs(over_plates.moments[name]).max() < 30
        assert name not in alone.moments
