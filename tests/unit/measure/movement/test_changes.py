from dataclasses import replace

import pytest

from kneetrace.measure.movement.changes import changes_between
from kneetrace.terms import CannotTell, Measure, Quality, Side, Unit

DEPTH = Measure(
    name="knee_flexion_peak",
    value=1.6,
    low=1.5,
    high=1.7,
    unit=Unit.RADIAN,
    side=Side.RIGHT,
    mdc=0.15,
    mdc_origin="measured",
)


def moved(measure: Measure, by: float) -> Measure:
    return replace(measure, value=measure.value + by, low=measure.low + by, high=measure.high + by)


@pytest.mark.parametrize(("by", "real"), [(0.2, True), (-0.2, True), (0.1, False)])
def test_a_change_is_real_beyond_the_smallest_real_change(by: float, real: bool) -> None:
    (change,) = changes_between(before=[DEPTH], now=[moved(DEPTH, by)])
    assert change.difference.value == pytest.approx(by)
    assert change.real is real


def test_the_other_way_round_it_is_the_opposite() -> None:
    (there,) = changes_between(before=[DEPTH], now=[moved(DEPTH, 0.2)])
    (back,) = changes_between(before=[moved(DEPTH, 0.2)], now=[DEPTH])
    assert back.difference.value == pytest.approx(-there.difference.value)
    assert back.difference.mdc == there.difference.mdc


def test_the_coarser_recording_decides() -> None:
    wide = replace(moved(DEPTH, 0.2), mdc=0.3)
    (change,) = changes_between(before=[DEPTH], now=[wide])
    assert not change.real
    coarse = replace(moved(DEPTH, 0.2), quality=Quality.COARSE)
    (change,) = changes_between(before=[DEPTH], now=[coarse])
    assert not change.real


def test_single_repetitions_count_by_the_middle_one() -> None:
    single = [
        replace(moved(DEPTH, by), repetition=number) for number, by in enumerate((0.0, 0.3, 0.9))
    ]
    (change,) = changes_between(before=[DEPTH], now=single)
    assert change.difference.value == pytest.approx(0.3)
    (change,) = changes_between(before=[DEPTH], now=[*single, DEPTH])
    assert change.difference.value == 0


def test_what_cannot_be_compared_is_left_out() -> None:
    refused = CannotTell(name="pelvic_list", reason="a", advice="b")
    other_side = replace(DEPTH, side=Side.LEFT)
    uncertain = replace(DEPTH, name="repetition_count", mdc=None)
    spread = replace(DEPTH, name="knee_flexion_peak_spread")
    assert not changes_between(before=[DEPTH, uncertain, spread], now=[refused, other_side])
    assert not changes_between(before=[uncertain, spread], now=[uncertain, spread])
