import pytest

from kneetrace.terms import Side


@pytest.mark.parametrize("side", list(Side))
def test_the_other_side_of_the_other_side_is_the_side_itself(side: Side) -> None:
    assert side.other is not side
    assert side.other.other is side


def test_suffixes_are_those_of_opensim() -> None:
    assert (Side.RIGHT.suffix, Side.LEFT.suffix) == ("r", "l")
