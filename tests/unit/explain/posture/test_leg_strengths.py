import numpy as np
import pytest

from kneetrace.explain.load.capacity import GROUPS
from kneetrace.explain.load.strengths import strengths_from_tests, usual_strengths
from kneetrace.explain.posture.deficits import MUSCLES
from kneetrace.explain.posture.leg_strengths import GROUP_OF_PLAYER, leg_strengths
from kneetrace.measure import Holding, Quantity, StrengthEntry, measure_strength
from kneetrace.terms import INTERVAL_SDS, Side
from validation.one_leg_squat import PERSON


def test_every_strength_player_has_its_group() -> None:
    assert set(GROUP_OF_PLAYER) == set(MUSCLES)
    assert set(GROUP_OF_PLAYER.values()) <= {*GROUPS, None}


def test_who_was_never_tested_has_no_strength_to_blame_but_unsure_ones() -> None:
    found = leg_strengths(usual_strengths(PERSON), side=Side.LEFT)
    assert not found.strengths
    assert all(found.log_sds[player] > 0.1 for player in MUSCLES)
    np.testing.assert_allclose(np.diag(found.correlation), 1.0)


def test_strengths_are_as_unsure_as_their_groups_and_go_together_as_muscles_do() -> None:
    entry = StrengthEntry(
        test="hip_extension",
        side=Side.RIGHT,
        trials=(100.0, 97.0),
        quantity=Quantity.TORQUE,
        holding=Holding.HAND,
        position="prone",
    )
    strengths = strengths_from_tests([measure_strength(entry=entry, person=PERSON)], person=PERSON)
    found = leg_strengths(strengths, side=Side.RIGHT, healthy={"hip_extension": 0.9})
    extensors = strengths.group(Side.RIGHT, "hip_extensors")
    assert found.strengths == {"hip_extension": (extensors.factor, 0.9)}
    width = np.log(extensors.high / extensors.low)
    assert width == pytest.approx(2 * INTERVAL_SDS * found.log_sds["hip_extension"])
    # The great gluteus turns the thigh out, too; nothing is known of the trunk.
    with_extension = found.correlation[list(MUSCLES).index("hip_extension")]
    assert with_extension[list(MUSCLES).index("hip_external_rotation")] > 0.05
    assert with_extension[list(MUSCLES).index("trunk")] == 0.0
    np.testing.assert_allclose(found.correlation, found.correlation.T)
