import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from kneetrace.measure import Measurement, MotionTable, Sight, measure_angles
from kneetrace.measure.body.fitted_motion import coordinates_of
from kneetrace.measure.movement.events.jumps import Jump, find_jumps
from kneetrace.measure.movement.readings.jump import interval_sd_s
from kneetrace.terms import Answer, CannotTell, Measure, Person, Unit
from tests.unit.measure.sights import sight_of
from validation.simulated_jump import DropJump, drop_jump
from validation.simulated_recording import Errors, film
from validation.simulated_tests import HEIGHT_M, facing, single_leg_squat


def filmed(jump: DropJump, *, rate_hz: float, yaw_deg: float = 0, seed: int = 0) -> Sight:
    recording = film(
        facing(jump.dofs, yaw_rad=np.radians(yaw_deg)),
        errors=Errors(landmark=0.004, depth=0.04),
        rng=np.random.default_rng(seed),
        height_m=HEIGHT_M,
        anchor=None,
        rate_hz=rate_hz,
    )
    return sight_of(clip=recording.clip, track=recording.track, motion=None)


def only(jumps: tuple[Jump, ...]) -> Jump:
    (jump,) = jumps
    return jump


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0])
@pytest.mark.parametrize("yaw_deg", [0, 40])
def test_a_drop_jump_is_timed_to_within_its_pictures(rate_hz: float, yaw_deg: float) -> None:
    jump = drop_jump(rate_hz=rate_hz)
    found = only(find_jumps(sight=filmed(jump, rate_hz=rate_hz, yaw_deg=yaw_deg)))
    assert found.contact_s == pytest.approx(jump.contact_s, abs=0.03)
    assert found.deepest_s == pytest.approx(jump.deepest_s, abs=0.06)
    assert found.take_off_s == pytest.approx(jump.take_off_s, abs=0.03)
    assert found.landing_s == pytest.approx(jump.landing_s, abs=0.03)


def test_three_jumps_of_one_recording_are_three() -> None:
    rate_hz = 60.0
    once = drop_jump(rate_hz=rate_hz)
    thrice = DropJump(
        dofs=np.concatenate([once.dofs] * 3),
        contact_s=once.contact_s,
        deepest_s=once.deepest_s,
        take_off_s=once.take_off_s,
        landing_s=once.landing_s,
    )
    found = find_jumps(sight=filmed(thrice, rate_hz=rate_hz))
    assert len([each for each in found if each.contact_s is not None]) == 3


def test_a_jump_from_the_floor_is_no_drop_jump() -> None:
    rate_hz = 60.0
    jump = drop_jump(rate_hz=rate_hz, box_m=0.01)
    assert only(find_jumps(sight=filmed(jump, rate_hz=rate_hz))).contact_s is None


def test_whoever_squats_does_not_jump() -> None:
    recording = film(
        facing(single_leg_squat(), yaw_rad=0.0), errors=Errors(), rng=np.random.default_rng(0)
    )
    sight = sight_of(clip=recording.clip, track=recording.track, motion=None)
    assert find_jumps(sight=sight) == ()


def measured(jump: DropJump, *, until_s: float | None = None, from_s: float = 0.0) -> Measurement:
    """By joint angles at 100 Hz, as a laboratory gives them."""
    time_s = np.arange(len(jump.dofs)) / 100
    kept = (time_s >= from_s) & (time_s <= (until_s or time_s[-1]))
    values = coordinates_of(jump.dofs, Rotation.identity(), None, HEIGHT_M)
    table = MotionTable(
        time_s=time_s[kept], values={name: curve[kept] for name, curve in values.items()}
    )
    return measure_angles(
        table,
        name="jump.mot",
        test="drop_vertical_jump",
        person=Person(height_m=HEIGHT_M, mass_kg=70),
    )


def of(measurement: Measurement, name: str) -> list[Answer]:
    return [each for each in measurement.answers if each.name == name]


def test_a_laboratory_jump_is_measured_from_its_angles() -> None:
    jump = drop_jump(rate_hz=100, jump_m=0.25)
    result = measured(jump)
    height = of(result, "jump_height")[0]
    assert isinstance(height, Measure)
    assert height.unit is Unit.METRE
    assert height.low < 0.25 < height.high
    contact = of(result, "ground_contact_time")[0]
    assert isinstance(contact, Measure)
    assert contact.low < jump.take_off_s - jump.contact_s < contact.high
    assert any(isinstance(one, Measure) for one in of(result, "knee_flexion_peak_difference"))


def test_a_recording_that_ends_in_the_air_still_tells_the_landing() -> None:
    jump = drop_jump(rate_hz=100)
    result = measured(jump, from_s=jump.contact_s - 0.12, until_s=jump.take_off_s + 0.15)
    assert [each.complete for each in result.repetitions] == [True]
    assert isinstance(of(result, "knee_flexion_peak")[0], Measure)
    (refused,) = [each for each in of(result, "jump_height") if isinstance(each, CannotTell)]
    assert "ends in the air" in refused.reason


def test_slow_pictures_tell_times_less_finely() -> None:
    assert interval_sd_s(solid=False, rate_hz=30) > 1.1 * interval_sd_s(solid=False, rate_hz=120)
    assert interval_sd_s(solid=True, rate_hz=100) < interval_sd_s(solid=False, rate_hz=100)
