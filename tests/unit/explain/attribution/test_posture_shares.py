import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.explain.attribution.posture_shares import PostureShares, posture_shares
from kneetrace.explain.posture.answers import PostureAnswers
from kneetrace.explain.posture.deficits import PLAYERS, Deficits
from kneetrace.explain.posture.stance import stance_of
from kneetrace.explain.posture.standing_person import stand
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON, mirrored_rad, one_leg_squat

SOME = Deficits(
    strengths={
        "hip_abduction": (0.6, 1.0),
        "hip_extension": (0.6, 1.0),
        "quadriceps": (0.7, 1.0),
        "trunk": (1.0, 1.0),
    },
    dorsiflexion_rad=(float(np.radians(26.0)), float(np.radians(36.0))),
)


def stress(answers: PostureAnswers) -> NDArray[np.float64]:
    return answers.contact.peak_mpa


@pytest.fixture(scope="module")
def some() -> PostureShares:
    return posture_shares(stand(one_leg_squat(), deficits=SOME))


def test_shares_sum_to_the_whole_difference(some: PostureShares) -> None:
    shares = some.shares(stress)
    healthy, now = stress(some.answers)[[0, -1]]
    assert sum(share or 0.0 for share in shares.values()) == pytest.approx(now - healthy, abs=1e-9)


def test_a_strength_as_healthy_has_no_share_and_one_not_measured_is_not_blamed(
    some: PostureShares,
) -> None:
    shares = some.shares(stress)
    assert list(shares) == list(PLAYERS)
    assert shares["trunk"] == 0.0
    assert shares["hip_external_rotation"] is None
    assert shares["foot_pronation"] is None
    assert shares["movement_pattern"] is None


def test_the_mirrored_person_has_the_same_shares(some: PostureShares) -> None:
    left = stance_of(PERSON, angles=mirrored_rad(), side=Side.LEFT)
    shares = posture_shares(stand(left, deficits=SOME), threads=2).shares(stress)
    for player, share in some.shares(stress).items():
        assert shares[player] == (None if share is None else pytest.approx(share, abs=1e-7))


def test_somebody_who_lacks_nothing_has_nothing_to_share() -> None:
    found = posture_shares(stand(one_leg_squat(), deficits=Deficits()))
    assert found.players == ()
    assert set(found.shares(stress).values()) == {None}
