"""Angles from marker files against OpenSim's inverse kinematics of the same files."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kneetrace.exchange import read_mot, read_trc
from kneetrace.measure import measure_markers
from kneetrace.terms import Person

PERSON = Person(height_m=1.72, mass_kg=70)


TRIALS = "squat-grf-nimble-subject4"


@pytest.mark.parametrize(("trial", "test"), [("squats1", "squat"), ("STS1", "sit_to_stand")])
def test_knees_and_hips_bend_as_inverse_kinematics_has_them(
    real_data: Callable[[str], Path], trial: str, test: str
) -> None:
    markers = read_trc(real_data(f"{TRIALS}/{trial}.trc"))
    made = measure_markers(markers, name=trial, test=test, person=PERSON).motion
    theirs = read_mot(real_data(f"{TRIALS}/{trial}_ik.mot"))
    assert made is not None
    for name, most_deg in (("knee_angle", 5), ("hip_flexion", 5), ("hip_adduction", 7)):
        for side in "rl":
            reference = np.interp(made.time_s, theirs.time_s, theirs.values[f"{name}_{side}"])
            off_deg = np.degrees(made.values[f"{name}_{side}"] - reference)
            assert np.sqrt(np.mean(off_deg**2)) < most_deg
