import pytest

from kneetrace import evidence
from kneetrace.evidence import Confidence
from kneetrace.evidence.prevalence import read_prior
from kneetrace.evidence.reading import BrokenEntryError, read_table
from kneetrace.intake import statement

CONDITIONS = {entry["condition"] for entry in read_table(name="priors")["prior"]}


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
@pytest.mark.parametrize("setting", [one.name for one in evidence.care_settings()])
def test_every_condition_has_a_range_in_every_setting(condition: str, setting: str) -> None:
    tried = evidence.priors(condition=condition, setting=setting)
    assert not tried[-1].when
    for one in tried:
        assert 0 < one.low <= one.high < 1
        assert not one.when or statement(text=one.when)


def test_a_published_range_comes_before_one_of_ours() -> None:
    first = evidence.priors(condition="meniscal_tear", setting="acute_family_medicine")[0]
    assert first.confidence is Confidence.VERIFIED
    assert (first.low, first.high) == (0.09, 0.10)


@pytest.mark.parametrize(
    "entry",
    [
        {"condition": "x", "setting": "*", "range": [0.1, 0.2], "confidence": "V"},
        {"condition": "x", "setting": "*", "range": [0.1, 0.2], "sources": ["bunt2018"]},
        {"condition": "x", "setting": "*", "range": [0.2, 0.1], "confidence": "DESIGN"},
        {"condition": "x", "setting": "*", "range": [0.0, 0.1], "confidence": "DESIGN"},
    ],
)
def test_a_range_without_origin_or_sense_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises(BrokenEntryError):
        read_prior(entry=entry)
