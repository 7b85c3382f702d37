"""Markers glued to a made-up body give back the angles they were made from."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.measure import JOINTS, MarkerTrial, Motion
from kneetrace.measure.body.marked_motion import (
    MarkersMissing,
    missing_places,
    motion_of_places,
    said_places,
)
from kneetrace.measure.body.marker_map import find_marks, sd_of
from kneetrace.measure.body.skeleton import DOF
from tests.unit.measure.marked_bodies import HEIGHT_M, RATE_HZ, markers_on, squats

ANGLES = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle")


def motion_of(trial: MarkerTrial) -> Motion:
    found = find_marks(names=trial.names)
    return motion_of_places(
        time_s=trial.time_s,
        places_m={mark: trial.places_m[:, number] for mark, number in found.items()},
        sd_m={mark: sd_of(mark, name=trial.names[number]) for mark, number in found.items()},
        height_m=HEIGHT_M,
        rng=np.random.default_rng(0),
    )


def only(trial: MarkerTrial, *names: str) -> MarkerTrial:
    kept = [name for name in trial.names if name in names]
    return replace(
        trial, names=tuple(kept), places_m=np.stack([trial.place(n) for n in kept], axis=1)
    )


def turned(trial: MarkerTrial, heading_rad: float) -> MarkerTrial:
    c, s = np.cos(heading_rad), np.sin(heading_rad)
    turn = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    return replace(trial, places_m=trial.places_m @ turn.T + (1.0, 0.3, -2.0))


def mirrored(trial: MarkerTrial) -> MarkerTrial:
    names = tuple({"R": "L", "L": "R"}[name[0]] + name[1:] for name in trial.names)
    return replace(trial, names=names, places_m=trial.places_m * (1.0, 1.0, -1.0))


@pytest.mark.parametrize("coordinate", [f"{name}_{side}" for name in ANGLES for side in "rl"])
def test_angles_come_back(coordinate: str) -> None:
    dofs = squats()
    motion = motion_of(markers_on(dofs))
    off = np.degrees(motion.values[coordinate] - dofs[:, DOF[coordinate]])
    assert np.abs(off).max() < 0.5


def test_the_pelvis_comes_back() -> None:
    dofs = squats(heading_rad=0.0)
    motion = motion_of(markers_on(dofs))
    for coordinate, dof in (("pelvis_list", "list"), ("pelvis_tilt", "tilt")):
        assert np.abs(np.degrees(motion.values[coordinate] - dofs[:, DOF[dof]])).max() < 0.5


def test_knees_marked_on_the_outside_alone_come_back_within_their_interval() -> None:
    dofs = squats()
    motion = motion_of(markers_on(dofs, both_sides_of_joints=False))
    off = motion.values["knee_angle_r"] - dofs[:, DOF["knee_angle_r"]]
    assert (np.abs(off) < 1.645 * motion.sd["knee_angle_r"]).mean() > 0.9
    assert np.isnan(motion.values["hip_rotation_r"]).all()


def test_the_heading_of_the_laboratory_does_not_matter() -> None:
    trial = markers_on(squats())
    one, other = motion_of(trial), motion_of(turned(trial, 2.0))
    for name, values in one.values.items():
        if name not in ("pelvis_tx", "pelvis_tz"):
            np.testing.assert_allclose(other.values[name], values, atol=1e-9)
    np.testing.assert_allclose(other.joints_px, one.joints_px, atol=1e-6)


def test_a_mirrored_person_gives_mirrored_angles() -> None:
    trial = markers_on(squats())
    one, other = motion_of(trial), motion_of(mirrored(trial))
    for name in ANGLES:
        np.testing.assert_allclose(other.values[f"{name}_l"], one.values[f"{name}_r"], atol=1e-9)
    np.testing.assert_allclose(other.values["pelvis_list"], -one.values["pelvis_list"], atol=1e-9)


def test_intervals_hold_markers_put_beside_their_places() -> None:
    dofs, rng = squats(), np.random.default_rng(1)
    trial = markers_on(dofs)
    inside = []
    for _ in range(20):
        off = rng.normal(0, 0.010, (1, len(trial.names), 3))
        motion = motion_of(replace(trial, places_m=trial.places_m + off))
        gap = np.abs(motion.values["knee_angle_r"] - dofs[:, DOF["knee_angle_r"]])
        inside.append(np.median(gap / motion.sd["knee_angle_r"]) < 1.645)
    assert np.mean(inside) >= 0.8


def test_a_short_gap_is_bridged_and_a_long_one_stays() -> None:
    trial = markers_on(squats())
    places_m = trial.places_m.copy()
    knee = trial.names.index("RKNE")
    places_m[100:108, knee] = np.nan
    places_m[300:360, knee] = np.nan
    bent = motion_of(replace(trial, places_m=places_m)).values["knee_angle_r"]
    assert np.isfinite(bent[100:108]).all()
    assert np.isnan(bent[305:355]).all()
    assert np.isfinite(bent[400:]).all()


def test_hips_alone_leave_the_tilt_open() -> None:
    trial = markers_on(squats())
    joints = only(trial, *(n for n in trial.names if n[1:] not in ("ASI", "PSI")))
    marked, guessed = motion_of(trial), motion_of(joints)
    assert np.median(guessed.sd["pelvis_tilt"]) > 1.5 * np.median(marked.sd["pelvis_tilt"])
    np.testing.assert_allclose(
        guessed.values["knee_angle_r"], marked.values["knee_angle_r"], atol=np.radians(0.5)
    )


def test_without_knees_the_rest_is_there() -> None:
    trial = markers_on(squats())
    feet = only(trial, "RASI", "LASI", "RPSI", "LPSI", "RHEE", "LHEE", "RTOE", "LTOE")
    motion = motion_of(feet)
    assert np.isnan(motion.values["knee_angle_r"]).all()
    assert np.isfinite(motion.values["pelvis_list"]).all()
    assert np.isfinite(motion.joints_m[:, JOINTS.index("heel_r")]).all()
    missing = missing_places(find_marks(names=feet.names))[:2]
    assert missing == ("right_knee", "right_ankle")
    assert said_places(missing)["en"] == "the right knee, the right ankle"


@pytest.mark.parametrize("names", [("C7",), ("RKNE", "LKNE"), ("RASI", "LASI", "RPSI", "LPSI")])
def test_too_few_markers_are_refused_with_what_is_missing(names: tuple[str, ...]) -> None:
    trial = markers_on(squats())
    few = replace(trial, names=names, places_m=trial.places_m[:, : len(names)])
    with pytest.raises(MarkersMissing, match=r"lack .*: name the markers") as refused:
        motion_of(few)
    assert "porque faltan" in refused.value.words["es"]


def test_feet_are_planted_while_they_stand() -> None:
    dofs = squats()
    dofs[:, DOF["pelvis_tx"]] = np.linspace(0, 4, len(dofs)) ** 2  # pushed along ever faster
    planted = motion_of(markers_on(dofs)).planted["r"]
    assert not planted[-int(RATE_HZ) :].any()


def test_the_floor_is_at_nought_and_the_person_faces_x() -> None:
    motion = motion_of(turned(markers_on(squats()), 1.0))
    heights: NDArray[np.float64] = motion.joints_m[:, [JOINTS.index("heel_r"), 4], 1]
    assert abs(heights.min()) < 0.05
    toe, heel = (motion.joints_m[:, JOINTS.index(f"{name}_r")] for name in ("toe", "heel"))
    assert ((toe - heel)[:, 0] > 0.1).all()
