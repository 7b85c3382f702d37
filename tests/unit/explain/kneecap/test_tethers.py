import numpy as np
import pytest

from kneetrace.explain.kneecap.tethers import tethers


def test_reads_heads_and_straps_of_a_right_knee() -> None:
    ties = tethers()
    assert ties.heads == ("recfem", "vasint", "vaslat", "vasmed")
    assert ties.head_share.sum() == pytest.approx(1.0)
    medial, lateral = ties.heads.index("vasmed"), ties.heads.index("vaslat")
    assert ties.head_from_mm[lateral, 2] > ties.head_from_mm[medial, 2]
    assert ties.strand_on_tibia.sum() == 6  # the patellar tendon
    assert np.all(ties.strand_slack_mm > 30)


def test_the_patellar_tendon_is_about_as_long_as_the_kneecap_is_high() -> None:
    ties = tethers()
    assert 40 < ties.strand_slack_mm[ties.strand_on_tibia].mean() < 55
