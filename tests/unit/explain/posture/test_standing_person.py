from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from kneetrace.explain.posture.answers import PostureAnswers, answer, what_if
from kneetrace.explain.posture.deficits import PLAYERS, Deficits, ImpossibleDeficit
from kneetrace.explain.posture.effort import effort, new_work
from kneetrace.explain.posture.method import ImpossibleMethod, PostureMethod
from kneetrace.explain.posture.solver import FLOOR
from kneetrace.explain.posture.stance import COORDINATES, MUSCLE_AXES, NoPosture, stance_of
from kneetrace.explain.posture.standing_person import (
    LegOutsideTables,
    PostureNotHeld,
    StandingPerson,
    case_of,
    respond,
    stand,
)
from kneetrace.explain.posture.weight import COUNT
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON, mirrored_rad, one_leg_squat, squat_rad

Array = NDArray[np.float64]
KNEE = COORDINATES.index("knee_angle")


def weak(**factors: float) -> Deficits:
    return Deficits(strengths={player: (factor, 1.0) for player, factor in factors.items()})


def now_and_healthy(deficits: Deficits, method: PostureMethod | None = None) -> PostureAnswers:
    person = stand(one_leg_squat(), deficits=deficits, method=method)
    return answer(person, [case_of(person, lacking=lacking) for lacking in (PLAYERS, ())])


def degrees_lost(values: Sequence[float]) -> float:
    now, healthy = values
    return float(np.degrees(now - healthy))


def test_measured_strengths_give_the_measured_posture() -> None:
    everything = Deficits(
        strengths={
            "hip_abduction": (0.6, 1.0),
            "hip_external_rotation": (0.6, 1.0),
            "hip_extension": (0.7, 1.1),
            "quadriceps": (0.7, 1.0),
            "trunk": (0.8, 1.0),
        },
        dorsiflexion_rad=(np.radians(26.0), np.radians(38.0)),
        pronation_rad=np.radians(4.0),
    )
    person = stand(one_leg_squat(), deficits=everything)
    found = respond(person, [case_of(person, lacking=PLAYERS)])
    assert found.found.all()
    np.testing.assert_allclose(found.moved_rad, 0.0, atol=1e-8)


def test_a_healthy_pattern_with_nothing_lacking_is_the_healthy_posture() -> None:
    healthy_posture = {
        "hip_adduction": float(np.radians(5.0)),
        "lumbar_bending": 0.0,
        "hip_flexion": float(np.radians(60.0)),
    }
    deficits = Deficits(strengths={"quadriceps": (0.7, 1.0)}, healthy_posture=healthy_posture)
    person = stand(one_leg_squat(), deficits=deficits)
    found = answer(person, [case_of(person, lacking=())])
    for name, angle_rad in healthy_posture.items():
        np.testing.assert_allclose(found.angles_rad[name], angle_rad, atol=1e-7)


def test_weak_abductors_lean_the_trunk_over_the_leg_and_do_not_drop_the_pelvis() -> None:
    found = now_and_healthy(weak(hip_abduction=0.6))
    assert degrees_lost(found.trunk_lean_rad.tolist()) > 1.0
    assert degrees_lost(found.pelvic_drop_rad.tolist()) <= 0.0


def test_weak_external_rotators_do_about_nothing() -> None:
    found = now_and_healthy(weak(hip_external_rotation=0.5))
    now, healthy = found.contact.peak_mpa
    assert abs(degrees_lost(found.knee_in_rad.tolist())) < 0.5
    assert abs(now / healthy - 1) < 0.01


def test_weak_extensors_keep_the_trunk_upright_and_load_the_kneecap() -> None:
    found = now_and_healthy(weak(hip_extension=0.6))
    assert degrees_lost(found.trunk_forward_rad.tolist()) < -0.5
    assert found.kneecap.reaction_n[0] > found.kneecap.reaction_n[1]


def test_a_weak_quadriceps_is_spared() -> None:
    found = now_and_healthy(weak(quadriceps=0.7))
    assert found.kneecap.reaction_n[0] < found.kneecap.reaction_n[1]


def test_a_stiff_ankle_leans_the_trunk_forward() -> None:
    found = now_and_healthy(Deficits(dorsiflexion_rad=(np.radians(25.0), np.radians(35.0))))
    assert degrees_lost(found.angles_rad["ankle_angle"].tolist()) == pytest.approx(-5.0)
    assert degrees_lost(found.trunk_forward_rad.tolist()) > 1.0


def test_a_limit_that_is_not_reached_changes_nothing() -> None:
    found = now_and_healthy(Deficits(dorsiflexion_rad=(np.radians(35.0), np.radians(45.0))))
    assert degrees_lost(found.trunk_forward_rad.tolist()) == pytest.approx(0.0, abs=1e-6)


def test_no_case_goes_beyond_the_ankles_limit() -> None:
    deficits = Deficits(
        strengths={"quadriceps": (1.0, 0.5)},
        dorsiflexion_rad=(np.radians(28.5), np.radians(28.5)),
        healthy_posture={"ankle_angle": float(np.radians(33.0))},
    )
    person = stand(one_leg_squat(), deficits=deficits)
    found = answer(person, [case_of(person, lacking=())])
    assert found.found.all()
    assert np.degrees(found.angles_rad["ankle_angle"][0]) == pytest.approx(28.5, abs=1e-6)


def test_joints_that_give_way_under_weak_abductors_drop_the_pelvis() -> None:
    stiff, slack = (
        now_and_healthy(weak(hip_abduction=0.5), PostureMethod(yielding=share))
        for share in (0.0, 1.0)
    )
    assert degrees_lost(slack.pelvic_drop_rad.tolist()) > degrees_lost(
        stiff.pelvic_drop_rad.tolist()
    )


def test_the_mirrored_person_gives_the_mirrored_result() -> None:
    deficits = weak(hip_abduction=0.6, hip_extension=0.7)
    left = stance_of(PERSON, angles=mirrored_rad(), side=Side.LEFT)
    right = one_leg_squat()
    of_left, of_right = (
        answer(person, [case_of(person, lacking=())])
        for person in (stand(stance, deficits=deficits) for stance in (left, right))
    )
    for name in ("trunk_lean_rad", "pelvic_drop_rad", "knee_in_rad", "trunk_forward_rad"):
        np.testing.assert_allclose(getattr(of_left, name), getattr(of_right, name), atol=1e-9)
    np.testing.assert_allclose(of_left.contact.peak_mpa, of_right.contact.peak_mpa, rtol=1e-9)


def test_the_order_of_cases_changes_nothing() -> None:
    person = stand(
        one_leg_squat(), deficits=weak(hip_abduction=0.5, hip_extension=0.6, quadriceps=0.6)
    )
    cases = [case_of(person, lacking=lacking) for lacking in ((), PLAYERS, ("quadriceps",))]
    forward, backward = respond(person, cases), respond(person, cases[::-1], threads=2)
    np.testing.assert_allclose(forward.moved_rad, backward.moved_rad[::-1], atol=1e-7)


def _cost(person: StandingPerson, moved: Array) -> float:
    """The cost of a posture with healthy strengths, as the module says it."""
    method, work = person.method, new_work(person.body)
    work_done = effort(person.body, person.strengths_healthy, np.zeros(COUNT), moved, work)
    joints = moved - person.habit[:COUNT]
    weight_m = work.centre[FLOOR] - person.terms.centre_m - person.habit[COUNT:]
    return float(
        work_done
        + 0.5 * method.costs() @ joints**2
        + 0.5 * method.balance_cost * weight_m @ weight_m
    )


def test_a_general_solver_finds_the_same_posture() -> None:
    person = stand(
        one_leg_squat(), deficits=weak(hip_abduction=0.6, hip_extension=0.6, quadriceps=0.7)
    )
    ours = respond(person, [case_of(person, lacking=())]).moved_rad[0]

    def unbalanced(moved: Array) -> list[float]:
        work = new_work(person.body)
        effort(person.body, person.strengths_healthy, np.zeros(COUNT), moved, work)
        more_nm = work.moments[MUSCLE_AXES:] - person.terms.tissue_balance_nm
        return [*(moved[MUSCLE_AXES:] + more_nm / person.method.tissue()), moved[KNEE]]

    theirs = minimize(
        lambda moved: _cost(person, moved),
        np.zeros(COUNT),
        constraints={"type": "eq", "fun": unbalanced},
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 300},
    )
    assert _cost(person, ours) <= theirs.fun + 1e-9
    np.testing.assert_allclose(ours, theirs.x, atol=1e-4)


def test_strengths_that_cannot_hold_the_posture_are_told() -> None:
    with pytest.raises(PostureNotHeld, match="cannot hold"):
        stand(one_leg_squat(), deficits=weak(quadriceps=0.1, hip_extension=0.1))


def test_rubbish_is_refused() -> None:
    with pytest.raises(ImpossibleDeficit, match="is no strength"):
        Deficits(strengths={"biceps": (0.5, 1.0)})
    with pytest.raises(ImpossibleDeficit, match="between"):
        Deficits(strengths={"trunk": (60.0, 100.0)})
    with pytest.raises(ImpossibleMethod, match="positive"):
        PostureMethod(posture_cost=0.0)
    with pytest.raises(ImpossibleMethod, match="shares"):
        PostureMethod(yielding=2.0)
    with pytest.raises(NoPosture, match="knee_angle_r"):
        stance_of(PERSON, angles=squat_rad() | {"knee_angle_r": np.nan}, side=Side.RIGHT)
    with pytest.raises(LegOutsideTables, match="bent further"):
        stand(one_leg_squat(hip_adduction_r=60.0), deficits=Deficits())


def test_what_if_holds_joints_and_changes_strengths() -> None:
    person = stand(one_leg_squat(), deficits=weak(hip_abduction=0.6))
    leaning = float(np.radians(-20.0))
    found = what_if(person, strengths={"quadriceps": 0.8}, angles_rad={"lumbar_extension": leaning})
    assert found.found.all()
    np.testing.assert_allclose(found.angles_rad["lumbar_extension"][1], leaning, atol=1e-9)
    assert found.trunk_forward_rad[1] > found.trunk_forward_rad[0]
    same = what_if(person, strengths={"hip_abduction": 0.6})
    np.testing.assert_allclose(same.contact.peak_mpa[1], same.contact.peak_mpa[0], rtol=1e-9)
    with pytest.raises(ImpossibleDeficit, match="cannot be held"):
        what_if(person, angles_rad={"knee_angle": 1.0})
    with pytest.raises(ImpossibleDeficit, match="is no strength"):
        what_if(person, strengths={"calf": 1.0})


def test_an_ankle_can_be_held_beyond_its_limit() -> None:
    limit = float(np.radians(25.0))
    person = stand(one_leg_squat(), deficits=Deficits(dorsiflexion_rad=(limit, limit)))
    beyond = float(np.radians(30.0))
    found = what_if(person, angles_rad={"ankle_angle": beyond})
    assert found.found.all()
    assert found.angles_rad["ankle_angle"][1] == pytest.approx(beyond, abs=1e-9)
