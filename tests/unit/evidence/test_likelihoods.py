import pytest

from kneetrace import evidence
from kneetrace.evidence import Interval
from kneetrace.evidence.likelihoods import read_accuracy
from kneetrace.evidence.reading import BrokenEntryError

ENTRY = {
    "id": "made_up",
    "condition": "made_up",
    "finding": "Made up",
    "population": {"en": "nobody", "es": "nadie"},
    "confidence": "V",
    "sources": ["cook2010"],
}


def test_a_published_interval_is_kept() -> None:
    found = evidence.accuracy("pfp_two_of_three").present
    assert found is not None
    assert (found.value, found.low, found.high) == (4.0, 1.8, 10.3)
    assert found.interval is Interval.PUBLISHED


def test_counts_give_back_the_published_interval() -> None:
    # Posterior hip pain on squatting was published as 6.1 (1.3 to 29) from 24 % and 96 %.
    derived = read_accuracy(entry=ENTRY | {"counts": [5, 16, 2, 49]})
    assert derived.present is not None
    assert derived.absent is not None
    assert derived.present.value == pytest.approx(6.1, abs=0.05)
    assert derived.present.low == pytest.approx(1.3, abs=0.05)
    assert derived.present.high == pytest.approx(29, abs=0.5)
    assert derived.absent.value == pytest.approx((16 / 21) / (49 / 51))
    assert derived.absent.interval is Interval.DERIVED


def test_a_count_of_nought_leaves_a_ratio_that_can_be_computed() -> None:
    found = evidence.accuracy("instability_moving_apprehension")
    assert found.present
    assert found.absent
    assert found.absent.value == pytest.approx((0.5 / 26) / (23.5 / 27))
    assert found.absent.high < 0.5


def test_an_interval_that_nobody_published_is_wide_and_shown_as_ours() -> None:
    found = evidence.accuracy("acl_pivot_shift").present
    assert found is not None
    assert [found.low, found.high] == pytest.approx([20.3 / 4, 20.3 * 4])
    assert found.interval is Interval.ASSUMED


def test_ratios_follow_from_sensitivity_and_specificity() -> None:
    found = evidence.accuracy("hip_oa_adduction")
    assert found.present
    assert found.absent
    assert found.present.value == pytest.approx(0.80 / 0.19)
    assert found.absent.value == pytest.approx(0.20 / 0.81)


def test_sensitivity_follows_from_both_ratios() -> None:
    assert evidence.accuracy("acl_pivot_shift").sensitivity == pytest.approx(0.612, abs=1e-3)
    assert evidence.accuracy("pfp_two_of_three").sensitivity is None


def test_what_was_recalled_does_not_drive() -> None:
    assert not evidence.accuracy("pfp_squat").drives_conclusions
    assert evidence.accuracy("acl_lachman").drives_conclusions


@pytest.mark.parametrize(
    "broken",
    [
        ENTRY,  # no figure
        {key: value for key, value in ENTRY.items() if key != "confidence"} | {"present": 2.0},
        {key: value for key, value in ENTRY.items() if key != "sources"} | {"present": 2.0},
        ENTRY | {"present": 2.0, "present_95": [3.0, 4.0]},
        ENTRY | {"present": 2.0, "present_95": [0.0, 4.0]},
    ],
)
def test_an_entry_without_origin_or_sense_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(BrokenEntryError):
        read_accuracy(entry=broken)


def test_an_unknown_accuracy_is_refused() -> None:
    with pytest.raises(evidence.UnknownAccuracy, match="nothing_such"):
        evidence.accuracy("nothing_such")


def test_ids_are_told_apart() -> None:
    ids = [one.id for one in evidence.accuracies()]
    assert len(ids) == len(set(ids))
