from kneetrace.explain.load.capacity import GROUPS
from kneetrace.explain.load.strengths import usual_strengths
from kneetrace.explain.posture.deficits import MUSCLES
from kneetrace.explain.posture.leg_strengths import GROUP_OF_PLAYER, leg_strengths
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON


def test_every_strength_player_has_its_group() -> None:
    assert set(GROUP_OF_PLAYER) == set(MUSCLES)
    assert set(GROUP_OF_PLAYER.values()) <= {*GROUPS, None}


def test_who_was_never_tested_has_no_strength_to_blame_but_unsure_ones() -> None:
    found = leg_strengths(usual_strengths(PERSON), side=Side.LEFT)
    assert not found.strengths
    assert all(found.log_sds[player] > 0.1 for player in MUSCLES)
