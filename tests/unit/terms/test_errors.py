import pytest

from kneetrace import terms


@pytest.mark.parametrize(
    "kind", [terms.InvalidInput, terms.NotMeasurable, terms.OutsideEvidence, terms.Unavailable]
)
def test_a_door_catches_every_kind_by_one_name(kind: type[Exception]) -> None:
    with pytest.raises(terms.KneetraceError):
        raise kind("What happened, and what to do.")
