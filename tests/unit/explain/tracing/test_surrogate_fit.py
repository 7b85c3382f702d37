import json

import numpy as np
import pytest

from kneetrace.explain.posture.answers import PostureAnswers, what_if
from kneetrace.explain.posture.deficits import Deficits
from kneetrace.explain.posture.stance import stance_of
from kneetrace.explain.posture.standing_person import StandingPerson, stand
from kneetrace.explain.tracing import surrogate_fit
from kneetrace.explain.tracing.surrogate import BeyondSurrogate, NotASlider, Surrogate
from kneetrace.explain.tracing.surrogate_fit import ANGLES_RAD, STRENGTHS, fit_surrogate
from kneetrace.terms import Side, Unit
from validation.one_leg_squat import PERSON, mirrored_rad, one_leg_squat
from validation.two_leg_squat import two_leg_squat

WEAK = Deficits(strengths={"hip_abduction": (0.6, 1.0), "quadriceps": (0.4, 1.0)})


def fitted(person: StandingPerson) -> Surrogate:
    return fit_surrogate(person, random=np.random.default_rng(0))


@pytest.fixture(scope="module")
def person() -> StandingPerson:
    return stand(one_leg_squat(), deficits=WEAK)


@pytest.fixture(scope="module")
def surrogate(person: StandingPerson) -> Surrogate:
    return fitted(person)


def stress(answers: PostureAnswers) -> float:
    return float(answers.contact.peak_mpa[1] / answers.contact.peak_mpa[0])


def test_what_is_not_moved_is_as_measured(person: StandingPerson, surrogate: Surrogate) -> None:
    now = {output.name: output.now for output in surrogate.outputs}
    assert surrogate.at({}) == now
    assert now["peak_stress"] == 1.0
    assert now["trunk_forward"] == pytest.approx(what_if(person).trunk_forward_rad[0], rel=1e-5)
    held = {slider.name: slider.now for slider in surrogate.sliders if slider.name in ANGLES_RAD}
    for name, value in held.items():
        assert surrogate.at({name: value}) == now


@pytest.mark.parametrize("held", [None, *ANGLES_RAD])
def test_it_says_what_the_solver_says(
    person: StandingPerson, surrogate: Surrogate, held: str | None
) -> None:
    formula = surrogate.formulas[held or "free"]
    errors = {
        output.name: 2 * error
        for output, error in zip(surrogate.outputs, formula.largest_error, strict=True)
    }
    sliders = [slider for slider in surrogate.sliders if slider.name in formula.sliders]
    random = np.random.default_rng(1)
    for _ in range(10):
        asked = {slider.name: random.uniform(slider.low, slider.high) for slider in sliders}
        angles = {held: asked[held]} if held else {}
        strengths = {name: asked[name] for name in STRENGTHS}
        exact = what_if(person, strengths=strengths, angles_rad=angles)
        told = surrogate.at(asked)
        assert told["peak_stress"] == pytest.approx(stress(exact), abs=errors["peak_stress"])
        for name, values in (
            ("trunk_forward", exact.trunk_forward_rad),
            ("hip_adduction", exact.angles_rad["hip_adduction"]),
            ("neck_forward", exact.points_m["neck"][:, 0]),
            ("kneecap_reaction", exact.kneecap.reaction_n),
        ):
            assert told[name] == pytest.approx(values[1], abs=errors[name])


def test_its_errors_are_small_and_told_for_all_outputs(surrogate: Surrogate) -> None:
    allowed = {Unit.RATIO: 0.02, Unit.RADIAN: np.radians(1.0), Unit.METRE: 0.02}
    assert set(surrogate.formulas) == {"free", *ANGLES_RAD}
    for formula in surrogate.formulas.values():
        assert np.all(formula.typical_error <= formula.largest_error)
        for output, error in zip(surrogate.outputs, formula.typical_error, strict=True):
            assert error <= allowed.get(output.unit, 0.02 * output.now)


def test_a_healthy_strength_is_within_reach(surrogate: Surrogate) -> None:
    assert surrogate.at({"hip_abduction": 1.0, "quadriceps": 1.0})["peak_stress"] > 0


def test_the_mirrored_person_has_the_same(surrogate: Surrogate) -> None:
    left = stand(stance_of(PERSON, angles=mirrored_rad(), side=Side.LEFT), deficits=WEAK)
    asked = {"hip_abduction": 0.9, "hip_rotation": surrogate.sliders[-1].high}
    assert fitted(left).at(asked) == pytest.approx(surrogate.at(asked), rel=1e-4, abs=1e-4)


def test_what_cannot_be_moved_is_refused(surrogate: Surrogate) -> None:
    with pytest.raises(NotASlider, match="knee_angle cannot be moved"):
        surrogate.at({"knee_angle": 1.0})
    with pytest.raises(NotASlider, match="both be held"):
        surrogate.at({one.name: one.now for one in surrogate.sliders})
    for far in (0.01, 4.0, np.nan):
        with pytest.raises(BeyondSurrogate, match="hip_abduction goes from"):
            surrogate.at({"hip_abduction": far})


def test_where_nothing_fits_nothing_can_be_moved(
    person: StandingPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surrogate_fit, "GOOD", dict.fromkeys(Unit, 0.0))
    none = fitted(person)
    assert none.sliders == ()
    assert none.left_out == (*STRENGTHS, *ANGLES_RAD)
    with pytest.raises(BeyondSurrogate, match="No formula"):
        none.at({})


def test_its_document_is_plain_and_small(surrogate: Surrogate) -> None:
    text = json.dumps(surrogate.document(), allow_nan=False, separators=(",", ":"))
    assert len(text) < 60_000


def test_on_two_legs_only_what_does_not_follow_from_the_feet_can_be_moved() -> None:
    found = fitted(stand(two_leg_squat(), deficits=Deficits()))
    assert set(found.formulas) == {"free", "hip_flexion", "ankle_angle"}
    assert set(found.left_out) == {"hip_adduction", "hip_rotation"}
