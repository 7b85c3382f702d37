from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.explain.posture.deficits import MUSCLES, Deficits
from kneetrace.explain.posture.method import PostureMethod
from kneetrace.explain.posture.solver import FLOOR
from kneetrace.explain.posture.stance import COORDINATES, Stance, stance_of
from kneetrace.explain.posture.uncertainty import (
    METHOD_PRIORS,
    PostureErrors,
    Prior,
    drawn_deficits,
    drawn_method,
    drawn_stance,
)
from kneetrace.explain.posture.weight import COUNT, standing, weigh
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON, mirrored_rad, one_leg_squat

Array = NDArray[np.float64]
DRAWS = 400
ERRORS = PostureErrors()
EXACT = PostureErrors(angles_rad={}, strengths_log={}, dorsiflexion_rad=0.0, pronation_rad=0.0)
SOME = Deficits(
    strengths={"hip_abduction": (0.6, 0.9), "quadriceps": (0.7, 1.0)},
    dorsiflexion_rad=(0.4, 0.6),
    pronation_rad=0.1,
)


def stances(errors: PostureErrors, *, stance: Stance | None = None) -> list[Stance]:
    random = np.random.default_rng(6)
    return [
        drawn_stance(stance or one_leg_squat(), errors=errors, random=random) for _ in range(DRAWS)
    ]


def floor_m(stance: Stance) -> Array:
    """Where over the floor the centre of mass is."""
    centre = np.empty(3)
    work = np.empty(COUNT), np.empty((COUNT, COUNT)), np.empty((COUNT, 3))
    weigh(standing(stance), np.zeros(COUNT), *work[:2], centre, work[2])
    return np.asarray(centre[FLOOR])


def test_angles_spread_as_wide_as_their_errors_where_the_weight_may_stand_anywhere() -> None:
    sds = np.array([ERRORS.angles_rad.get(name, 0.0) for name in COORDINATES])
    drawn = np.stack([one.angles_rad for one in stances(replace(ERRORS, weight_m=1e6))])
    np.testing.assert_allclose(drawn.std(axis=0), sds, rtol=0.15)
    np.testing.assert_allclose(
        drawn.mean(axis=0), one_leg_squat().angles_rad, atol=4 * sds.max() / np.sqrt(DRAWS)
    )


def test_nobody_drawn_topples() -> None:
    before = floor_m(one_leg_squat())
    shifted = np.stack([floor_m(one) for one in stances(ERRORS)]) - before
    free = np.stack([floor_m(one) for one in stances(replace(ERRORS, weight_m=1e6))]) - before
    # A sum of as many small turns is not quite straight.
    np.testing.assert_allclose(shifted.std(axis=0), ERRORS.weight_m, rtol=0.3)
    assert (free.std(axis=0) > 2 * ERRORS.weight_m).any()


def test_in_balance_angles_spread_less_but_in_the_same_places() -> None:
    sds = np.array([ERRORS.angles_rad.get(name, 0.0) for name in COORDINATES])
    drawn = np.stack([one.angles_rad for one in stances(ERRORS)])
    assert (drawn.std(axis=0) <= 1.1 * sds + 1e-12).all()


def test_without_errors_everybody_is_as_measured() -> None:
    random = np.random.default_rng(6)
    same = drawn_stance(one_leg_squat(), errors=EXACT, random=random)
    np.testing.assert_allclose(same.angles_rad, one_leg_squat().angles_rad, atol=1e-12)
    drawn = drawn_deficits(SOME, errors=EXACT, random=random)
    assert drawn.dorsiflexion_rad == SOME.dorsiflexion_rad
    assert drawn.pronation_rad == SOME.pronation_rad
    assert {player: drawn.strengths[player] for player in SOME.strengths} == SOME.strengths


def test_the_mirrored_person_gives_the_mirrored_draws() -> None:
    left = stance_of(PERSON, angles=mirrored_rad(), side=Side.LEFT)
    for one, other in zip(stances(ERRORS, stance=left)[:5], stances(ERRORS)[:5], strict=True):
        np.testing.assert_allclose(one.angles_rad, other.angles_rad, atol=1e-9)
        np.testing.assert_allclose(one.centres_m, other.centres_m, atol=1e-9)


def test_strengths_are_drawn_as_wide_and_as_much_together_as_said() -> None:
    sds = dict.fromkeys(MUSCLES, 0.2)
    correlation = np.eye(len(MUSCLES))
    correlation[0, 3] = correlation[3, 0] = 0.8
    errors = replace(ERRORS, strengths_log=sds, strengths_correlation=correlation)
    random = np.random.default_rng(6)
    drawn = [drawn_deficits(SOME, errors=errors, random=random) for _ in range(DRAWS)]
    logs = np.log([[one.strengths[player][0] for player in MUSCLES] for one in drawn])
    np.testing.assert_allclose(logs.std(axis=0), 0.2, rtol=0.15)
    np.testing.assert_allclose(np.corrcoef(logs.T), correlation, atol=0.15)


def test_what_was_not_measured_is_unsure_and_no_lack() -> None:
    drawn = drawn_deficits(SOME, errors=ERRORS, random=np.random.default_rng(6))
    now, healthy = drawn.strengths["hip_extension"]
    assert now == healthy != 1.0
    assert drawn.strengths["hip_abduction"][1] == 0.9
    nothing = drawn_deficits(Deficits(), errors=ERRORS, random=np.random.default_rng(6))
    assert nothing.dorsiflexion_rad is None
    assert nothing.pronation_rad is None
    assert not any(nothing.differs(player) for player in MUSCLES)


def test_settings_are_drawn_within_what_is_believable() -> None:
    random = np.random.default_rng(6)
    usual = PostureMethod()
    for _ in range(20):
        drawn = drawn_method(random)
        for name, prior in METHOD_PRIORS.items():
            assert prior.low <= getattr(drawn, name) <= prior.high
    for name, prior in METHOD_PRIORS.items():
        assert prior.low <= getattr(usual, name) <= prior.high


@pytest.mark.parametrize(("by_ratio", "middle"), [(True, 10.0), (False, 50.5)])
def test_half_of_what_is_believable_lies_below_the_middle(by_ratio: bool, middle: float) -> None:
    prior, random = Prior(low=1.0, high=100.0, by_ratio=by_ratio), np.random.default_rng(6)
    below = np.mean([prior.drawn(random) < middle for _ in range(DRAWS)])
    assert below == pytest.approx(0.5, abs=0.1)
