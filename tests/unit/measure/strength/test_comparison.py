import pytest

from kneetrace.measure.strength.comparison import (
    Judgement,
    NotComparable,
    Standing,
    compare_sides,
    compare_with_first,
    compare_with_norm,
)
from kneetrace.measure.strength.entries import StrengthEntry, StrengthResult, measure_strength
from kneetrace.measure.strength.protocols import Holding
from kneetrace.measure.strength.units import Quantity
from kneetrace.terms import Person, Sex, Side

WOMAN = Person(height_m=1.65, mass_kg=60, sex=Sex.FEMALE, age_years=25)
MAN = Person(height_m=1.80, mass_kg=80, sex=Sex.MALE, age_years=30)


def hip(
    best_n: float,
    *,
    side: Side = Side.RIGHT,
    position: str = "supine",
    holding: Holding = Holding.HAND,
    person: Person = WOMAN,
) -> StrengthResult:
    luggage = holding is Holding.LUGGAGE_SCALE
    entry = StrengthEntry(
        test="luggage_hip_abduction" if luggage else "hip_abduction",
        side=side,
        trials=(best_n, 0.98 * best_n, 0.97 * best_n),
        quantity=Quantity.FORCE,
        holding=holding,
        position="standing" if luggage else position,
    )
    return measure_strength(entry=entry, person=person)


def knee(
    best_nm: float,
    *,
    person: Person = MAN,
    position: str = "seated_knee_60",
    holding: Holding = Holding.BELT,
    quantity: Quantity = Quantity.TORQUE,
) -> StrengthResult:
    entry = StrengthEntry(
        test="knee_extension",
        side=Side.LEFT,
        trials=(best_nm, 0.99 * best_nm),
        quantity=quantity,
        holding=holding,
        position=position,
    )
    return measure_strength(entry=entry, person=person)


@pytest.mark.parametrize(
    ("left_n", "judgement"),
    [
        (100.0, Judgement.NO_RELIABLE_DIFFERENCE),
        (90.0, Judgement.NO_RELIABLE_DIFFERENCE),
        (85.5, Judgement.REAL),
        (80.0, Judgement.REAL_AND_NOTABLE),
    ],
)
def test_a_side_difference_is_held_against_measurement_alone(
    left_n: float, judgement: Judgement
) -> None:
    found = compare_sides(right=hip(100), left=hip(left_n, side=Side.LEFT))
    assert found.judgement is judgement
    assert found.difference == pytest.approx(1 - left_n / 100)
    assert found.smallest == pytest.approx(0.139, abs=0.001)
    assert found.weaker is (None if left_n == 100 else Side.LEFT)


def test_our_own_limit_is_called_ours() -> None:
    found = compare_sides(right=hip(80), left=hip(100, side=Side.LEFT))
    assert found.weaker is Side.RIGHT
    assert "our own limit" in found.sentence


def test_a_luggage_scale_judges_no_difference() -> None:
    scale = Holding.LUGGAGE_SCALE
    found = compare_sides(
        right=hip(100, holding=scale), left=hip(60, side=Side.LEFT, holding=scale)
    )
    assert found.judgement is Judgement.NOT_JUDGED
    assert "31%" in found.sentence
    assert "nothing published" in found.sentence


def test_left_and_right_change_places() -> None:
    one = compare_sides(right=hip(100), left=hip(80, side=Side.LEFT))
    other = compare_sides(right=hip(80), left=hip(100, side=Side.LEFT))
    assert one.difference == -other.difference
    assert one.judgement is other.judgement


def test_only_like_is_compared_with_like() -> None:
    left = hip(90, side=Side.LEFT, position="side_lying")
    with pytest.raises(NotComparable, match="different positions"):
        compare_sides(right=hip(100), left=left)
    with pytest.raises(NotComparable, match="different devices"):
        compare_with_first(first=hip(100), now=hip(110, holding=Holding.BELT))
    with pytest.raises(NotComparable, match="same leg"):
        compare_sides(right=hip(100), left=hip(100))
    with pytest.raises(NotComparable, match="different legs"):
        compare_with_first(first=hip(100), now=hip(110, side=Side.LEFT))
    with pytest.raises(NotComparable, match="lever arm"):
        compare_with_first(first=knee(200), now=knee(500, quantity=Quantity.FORCE))


@pytest.mark.parametrize(
    ("now_n", "judgement"),
    [(110.0, Judgement.NO_RELIABLE_DIFFERENCE), (120.0, Judgement.REAL), (80.0, Judgement.REAL)],
)
def test_a_change_is_held_against_measurement_alone(now_n: float, judgement: Judgement) -> None:
    found = compare_with_first(first=hip(100), now=hip(now_n))
    assert found.judgement is judgement
    assert found.difference == pytest.approx(now_n / 100 - 1)


def test_a_knee_change_is_not_judged_by_a_figure_of_the_hip() -> None:
    assert compare_with_first(first=knee(200), now=knee(290)).judgement is Judgement.NOT_JUDGED


def test_young_women_see_the_group_but_are_not_judged_in_an_unknown_position() -> None:
    found = compare_with_norm(result=hip(100))
    assert found.norm is not None
    assert found.standing is Standing.NOT_JUDGED
    assert "position that is not known" in found.sentence
    assert "own first test" in found.sentence


@pytest.mark.parametrize(
    ("nm_per_kg", "standing"),
    [
        (0.5, Standing.BELOW),
        (3.1, Standing.WITHIN),
        (1.5, Standing.UNCLEAR),
        (7.5, Standing.ABOVE),
    ],
)
def test_a_man_stands_among_men_in_the_same_position(nm_per_kg: float, standing: Standing) -> None:
    found = compare_with_norm(result=knee(nm_per_kg * MAN.mass_kg))
    assert found.standing is standing
    assert "sarabon2021" in found.sentence


@pytest.mark.parametrize(
    ("result", "why"),
    [
        (hip(100, person=MAN), "this sex, age and build"),
        (hip(100, person=Person(height_m=1.65, mass_kg=60)), "this sex, age and build"),
        (
            hip(100, person=Person(height_m=1.65, mass_kg=60, sex=Sex.FEMALE, age_years=45)),
            "this sex, age and build",
        ),
        (
            hip(100, person=Person(height_m=1.65, mass_kg=90, sex=Sex.FEMALE, age_years=25)),
            "this sex, age and build",
        ),
        (hip(100, holding=Holding.BELT), "kind of device"),
        (knee(200, holding=Holding.HAND), "kind of device"),
        (knee(500, quantity=Quantity.FORCE), "lever arm is missing"),
    ],
)
def test_otherwise_the_own_first_test_is_the_yardstick(result: StrengthResult, why: str) -> None:
    found = compare_with_norm(result=result)
    assert found.norm is None
    assert why in found.sentence
    assert "own first test" in found.sentence
