from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.explain.attribution.share_intervals import (
    DrawnShares,
    ShareInterval,
    draw_shares,
)
from kneetrace.explain.posture.answers import PostureAnswers
from kneetrace.explain.posture.deficits import Deficits
from kneetrace.explain.posture.stance import Stance, stance_of
from kneetrace.explain.posture.standing_person import stand
from kneetrace.explain.posture.uncertainty import PostureErrors
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON, mirrored_rad, one_leg_squat

Array = NDArray[np.float64]

SOME = Deficits(
    strengths={"hip_extension": (0.6, 1.0), "quadriceps": (0.7, 1.0), "trunk": (1.0, 1.0)}
)
ERRORS = PostureErrors(strengths_log={"hip_extension": 0.1, "quadriceps": 0.1})


def stress(answers: PostureAnswers) -> Array:
    return answers.contact.peak_mpa


def drawn_of(stance: Stance, *, threads: int = 1) -> DrawnShares:
    person = stand(stance, deficits=SOME)
    random = np.random.default_rng(6)
    return draw_shares(person, random=random, errors=ERRORS, draws=8, threads=threads)


@pytest.fixture(scope="module")
def drawn() -> DrawnShares:
    return drawn_of(one_leg_squat())


def test_in_every_draw_shares_sum_to_the_whole(drawn: DrawnShares) -> None:
    found = drawn.intervals(stress, relative=False)
    every = len(found.drawn) * [0.0]
    for at, answers in enumerate(drawn.answers):
        values = stress(answers)
        every[at] = values[1 + len(drawn.players[at])] - values[0]
    np.testing.assert_allclose(np.nansum(found.drawn, axis=1), every, atol=1e-9)


def test_what_is_surely_healthy_has_exactly_no_share_and_what_was_not_measured_none(
    drawn: DrawnShares,
) -> None:
    players = drawn.intervals(stress).players
    assert (players["trunk"].low, players["trunk"].share, players["trunk"].high) == (0, 0, 0)
    assert not players["hip_abduction"].measured
    assert not players["hip_abduction"].told
    assert players["movement_pattern"].share is None


def test_who_could_not_stand_is_counted(drawn: DrawnShares) -> None:
    assert len(drawn.answers) == 8
    assert drawn.persons >= 8
    assert drawn.intervals(stress).fallen == drawn.fallen == 1 - 8 / drawn.persons


def test_where_most_fell_no_source_is_named(drawn: DrawnShares) -> None:
    sure = replace(drawn, answers=drawn.answers[:1], players=drawn.players[:1], persons=1)
    assert sure.intervals(stress).source is not None
    assert not sure.intervals(stress).most_fell
    unsure = replace(sure, persons=10)
    assert unsure.intervals(stress).source is None
    assert unsure.intervals(stress).most_fell


def test_mirror_and_threads_change_nothing(drawn: DrawnShares) -> None:
    left = drawn_of(stance_of(PERSON, angles=mirrored_rad(), side=Side.LEFT), threads=2)
    np.testing.assert_allclose(
        left.intervals(stress).drawn, drawn.intervals(stress).drawn, atol=1e-6
    )


def test_an_interval_that_changes_sign_or_is_too_wide_is_not_told() -> None:
    assert ShareInterval(share=2.0, low=1.0, high=4.0).told
    assert ShareInterval(share=-2.0, low=-4.0, high=-1.0).told
    assert not ShareInterval(share=2.0, low=-0.1, high=4.0).told
    assert not ShareInterval(share=2.0, low=0.1, high=4.0).told
