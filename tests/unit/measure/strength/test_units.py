import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneetrace.measure.strength.units import (
    MixedUnits,
    Quantity,
    UnknownUnit,
    UnreadableNumber,
    read_decimal,
    read_trials,
    si_factor,
)


@pytest.mark.parametrize(
    ("entry", "newtons"),
    [("100 N", 100.0), ("10 kgf", 98.0665), ("10,0 kg", 98.0665), ("22.5lb", 100.085)],
)
def test_forces_become_newtons(entry: str, newtons: float) -> None:
    found = read_trials(entries=[entry])
    assert found.quantity is Quantity.FORCE
    assert found.values == pytest.approx([newtons], rel=1e-4)


def test_a_torque_stays_a_torque() -> None:
    assert read_trials(entries=["45,5 Nm", "44 N·m"]).quantity is Quantity.TORQUE


def test_mixed_units_are_refused_in_one_sentence() -> None:
    with pytest.raises(MixedUnits, match=r"in N and kgf: give all trials of one entry in one unit"):
        read_trials(entries=["120 N", "12 kg"])


def test_a_unit_given_once_serves_all_that_name_none() -> None:
    assert read_trials(entries=["12", "12 kg"], unit="kgf").values[0] == pytest.approx(
        117.68, 0.001
    )
    with pytest.raises(MixedUnits):
        read_trials(entries=["12", "12 kg"], unit="lbf")


@pytest.mark.parametrize("unit", [None, "stone", ""])
def test_a_missing_or_strange_unit_is_refused(unit: str | None) -> None:
    with pytest.raises(UnknownUnit, match="N, kgf"):
        read_trials(entries=["12"], unit=unit)


@pytest.mark.parametrize("text", ["1,234", "1.234,5", "12.5.1", "twelve", "1e999", ""])
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(UnreadableNumber):
        read_decimal(text=text)


@given(value=st.floats(0.01, 900), unit=st.sampled_from(["N", "kgf", "lbf"]))
def test_a_comma_reads_like_a_point(value: float, unit: str) -> None:
    text = f"{value:.2f}"
    with_point = read_trials(entries=[text], unit=unit)
    assert read_trials(entries=[text.replace(".", ",")], unit=unit) == with_point
    assert with_point.values[0] == pytest.approx(float(text) * si_factor(unit=unit)[1])
