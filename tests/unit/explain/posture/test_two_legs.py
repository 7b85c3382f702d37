"""Standing on both legs: what has to hold there beside what holds on one."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from kneetrace.explain.attribution.posture_shares import posture_shares
from kneetrace.explain.posture.answers import answer, what_if
from kneetrace.explain.posture.deficits import PLAYERS, Deficits, ImpossibleDeficit
from kneetrace.explain.posture.effort import effort, new_work
from kneetrace.explain.posture.solver import FLOOR
from kneetrace.explain.posture.stance import COORDINATES, HELD, MUSCLE_AXES
from kneetrace.explain.posture.standing_person import StandingPerson, case_of, respond, stand
from kneetrace.explain.posture.uncertainty import PostureErrors, drawn_person
from kneetrace.explain.posture.weight import COUNT, LEVEL, level, standing
from validation.two_leg_squat import two_leg_squat

Array = NDArray[np.float64]
STILL = np.zeros(COUNT)
SOME = Deficits(
    strengths={
        "hip_abduction": (0.6, 1.0),
        "hip_external_rotation": (0.6, 1.0),
        "hip_extension": (0.6, 1.0),
        "quadriceps": (0.7, 1.0),
        "trunk": (0.8, 1.0),
    },
    dorsiflexion_rad=(np.radians(30.0), np.radians(40.0)),
    pronation_rad=np.radians(4.0),
    healthy_posture={"hip_flexion": np.radians(88.0), "hip_adduction": np.radians(20.0)},
)


def off_level(person: StandingPerson, moved: Array) -> Array:
    off, slopes = np.empty(LEVEL), np.empty((LEVEL, COUNT))
    level(standing(person.stance), moved, off, slopes)
    return off


@pytest.fixture(scope="module")
def person() -> StandingPerson:
    return stand(two_leg_squat(), deficits=SOME)


def test_measured_strengths_give_the_measured_posture(person: StandingPerson) -> None:
    found = respond(person, [case_of(person, lacking=PLAYERS)])
    assert found.found.all()
    np.testing.assert_allclose(found.moved_rad, 0.0, atol=1e-8)


def test_whatever_is_lacking_the_pelvis_stays_level_unturned_and_in_the_middle(
    person: StandingPerson,
) -> None:
    cases = [case_of(person, lacking=lacking) for lacking in (PLAYERS, (), *zip(PLAYERS))]
    found, told = respond(person, cases), answer(person, cases)
    assert found.found.all()
    for case, moved in zip(cases, found.moved_rad, strict=True):
        np.testing.assert_allclose(off_level(person, moved + case.tilt), 0.0, atol=1e-8)
    assert (np.ptp(told.points_m["other_ankle"], axis=0) < 2e-3).all()
    for course in (told.pelvic_drop_rad, told.trunk_lean_rad):
        np.testing.assert_allclose(course, 0.0, atol=1e-7)


def test_a_healthy_pattern_is_what_two_feet_that_stay_leave_of_it() -> None:
    pattern = {"hip_flexion": float(np.radians(88.0)), "hip_adduction": float(np.radians(20.0))}
    found = stand(two_leg_squat(), deficits=Deficits(healthy_posture=pattern))
    told = answer(found, [case_of(found, lacking=())])
    np.testing.assert_allclose(told.angles_rad["hip_flexion"], pattern["hip_flexion"], atol=1e-7)
    assert abs(np.degrees(told.angles_rad["hip_adduction"][0]) + 8.0) < 2.0


def test_shares_sum_to_the_whole_and_mirror(person: StandingPerson) -> None:
    found = posture_shares(person)
    stress = found.answers.contact.peak_mpa
    shares = found.shares(lambda answers: answers.contact.peak_mpa)
    assert sum(share or 0.0 for share in shares.values()) == pytest.approx(stress[-1] - stress[0])


def test_effort_grows_as_told(person: StandingPerson) -> None:
    work = new_work(person.body)
    moved = np.random.default_rng(6).normal(0, 0.02, COUNT)
    moved[COORDINATES.index("knee_angle")] = 0.0

    def asked(moved: Array) -> float:
        work.price[:] = 0.0
        return effort(person.body, person.strengths_now, STILL, moved, work)

    asked(moved)
    slope = work.slope.copy()
    for at in range(COUNT):
        if at != COORDINATES.index("knee_angle"):
            step = 1e-5 * np.eye(COUNT)[at]
            grown = (asked(moved + step) - asked(moved - step)) / 2e-5
            assert slope[at] == pytest.approx(grown, rel=1e-3, abs=1e-3)


def _cost(person: StandingPerson, moved: Array) -> float:
    method, work = person.method, new_work(person.body)
    spent = effort(person.body, person.strengths_healthy, STILL, moved, work)
    joints = moved - person.habit[:COUNT]
    weight_m = work.centre[FLOOR] - person.terms.centre_m - person.habit[COUNT:]
    habit = method.costs() @ joints**2 + method.balance_cost * weight_m @ weight_m
    return float(spent + 0.5 * habit)


def test_a_general_solver_finds_the_same_posture() -> None:
    person = stand(two_leg_squat(), deficits=Deficits(strengths=SOME.strengths))
    ours = respond(person, [case_of(person, lacking=())]).moved_rad[0]
    held = [COORDINATES.index(name) for name in HELD[2]]

    def unbalanced(moved: Array) -> list[float]:
        work = new_work(person.body)
        effort(person.body, person.strengths_healthy, STILL, moved, work)
        more_nm = work.moments[MUSCLE_AXES:] - person.terms.tissue_balance_nm
        tissue = moved[MUSCLE_AXES:] + more_nm / person.method.tissue()
        return [*tissue, *off_level(person, moved), *moved[held]]

    theirs = minimize(
        lambda moved: _cost(person, moved),
        STILL,
        constraints={"type": "eq", "fun": unbalanced},
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 300},
    )
    assert np.abs(ours).max() > 0.01
    assert _cost(person, ours) <= theirs.fun + 1e-9
    np.testing.assert_allclose(ours, theirs.x, atol=1e-4)


def test_believable_persons_stand_between_their_feet(person: StandingPerson) -> None:
    random = np.random.default_rng(6)
    for _ in range(5):
        drawn = drawn_person(person, errors=PostureErrors(), random=random)
        np.testing.assert_allclose(off_level(drawn, STILL), 0.0, atol=1e-8)
        assert drawn.stance.footing.inward_n >= 0.0
        assert drawn.stance.footing.beside_m != person.stance.footing.beside_m
        for name in ("lumbar_bending", "lumbar_rotation"):
            assert drawn.stance.angles_rad[COORDINATES.index(name)] == 0.0


def test_what_follows_from_the_feet_cannot_be_held(person: StandingPerson) -> None:
    found = what_if(person, angles_rad={"lumbar_extension": float(np.radians(-25.0))})
    assert found.found.all()
    assert np.degrees(found.angles_rad["lumbar_extension"][1]) == pytest.approx(-25.0)
    with pytest.raises(ImpossibleDeficit, match="ankle_angle, hip_flexion, lumbar_extension"):
        what_if(person, angles_rad={"hip_adduction": 0.1})
