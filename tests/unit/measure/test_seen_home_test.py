import numpy as np
import pytest

from kneetrace.measure import Measurement, home_entry_of, measure_landmarks, record_home_test
from kneetrace.terms import Person, Sex, Side
from validation.simulated_floor import RATE_HZ, bridges, side_plank

PERSON = Person(height_m=1.8, mass_kg=80, sex=Sex.MALE)


def bridged() -> Measurement:
    time_s = np.arange(0, 16, 1 / RATE_HZ)
    lift = np.where((time_s > 2) & (time_s < 14), 0.5 - 0.5 * np.cos(np.pi * (time_s - 2)), 0)
    landmarks = bridges(lift=lift, heel_m=0.6)
    return measure_landmarks(landmarks, test="single_leg_bridge", person=PERSON, side=Side.RIGHT)


def test_counted_bridges_are_offered_as_the_home_test_and_compared_where_they_match() -> None:
    conditions = ("heel_on_60_cm_box", "active")
    entry = home_entry_of(measurement=bridged(), conditions=conditions)
    assert entry is not None
    assert (entry.test, entry.value, entry.side) == ("single_leg_bridge", 6, Side.RIGHT)
    assert "27 ± 7" in record_home_test(entry=entry, person=PERSON).sentence


def test_the_time_of_a_side_plank_is_offered_on_the_lower_side() -> None:
    time_s = np.arange(0, 20, 1 / RATE_HZ)
    landmarks = side_plank(lift=((time_s > 3) & (time_s < 16)).astype(float))
    measured = measure_landmarks(landmarks, test="side_plank", person=PERSON)
    entry = home_entry_of(measurement=measured)
    assert entry is not None
    assert entry.side is Side.RIGHT
    assert entry.value == pytest.approx(13, abs=0.5)
    assert record_home_test(entry=entry, person=PERSON).reference is None


def test_nothing_is_offered_of_a_plank_that_was_not_held_to_its_end() -> None:
    landmarks = side_plank(lift=np.clip(np.arange(0, 10, 1 / RATE_HZ) - 3, 0, 1))
    measured = measure_landmarks(landmarks, test="side_plank", person=PERSON)
    assert measured.repetitions
    assert home_entry_of(measurement=measured) is None
