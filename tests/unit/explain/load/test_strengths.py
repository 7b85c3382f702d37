from dataclasses import replace

import numpy as np
import pytest

from kneetrace.explain import (
    ImpossibleStrengthFactor,
    StrengthOfAnother,
    Strengths,
    strengths_from_tests,
    usual_strengths,
)
from kneetrace.explain.load.capacity import GROUPS
from kneetrace.explain.load.muscles import reference_muscles
from kneetrace.explain.load.strength_postures import UNITS, shares_in_test
from kneetrace.explain.load.strength_references import young_adults_in
from kneetrace.measure import (
    Holding,
    Kind,
    Quantity,
    StrengthEntry,
    StrengthResult,
    measure_strength,
    strength_tests,
)
from kneetrace.terms import Person, Sex, Side

PERSON = Person(height_m=1.70, mass_kg=70.0)


def entry(
    test: str = "knee_extension",
    *,
    side: Side = Side.RIGHT,
    position: str = "seated_knee_90",
    holding: Holding = Holding.BELT,
    lever_arm_m: float | None = None,
    quantity: Quantity = Quantity.TORQUE,
    value: float = 100.0,
) -> StrengthEntry:
    return StrengthEntry(
        test=test,
        side=side,
        trials=(value, 0.97 * value),
        quantity=quantity,
        holding=holding,
        position=position,
        lever_arm_m=lever_arm_m,
    )


def reaching(factor: float, what: StrengthEntry) -> StrengthResult:
    """A test in which the person reaches a factor of what young adults do."""
    reference = young_adults_in(what, person=PERSON)
    value = factor * reference.torque_nm
    if what.quantity is Quantity.FORCE:
        value /= what.lever_arm_m or reference.lever_m
    return measure_strength(entry=replace(what, trials=(value, 0.97 * value)), person=PERSON)


def found(*results: StrengthResult) -> Strengths:
    return strengths_from_tests(results, person=PERSON)


def test_every_muscle_is_in_one_unit() -> None:
    assert sorted(name for names in UNITS.values() for name in names) == sorted(
        reference_muscles().names
    )


def test_every_force_test_has_a_posture_and_a_reference() -> None:
    for test in strength_tests().values():
        if test.kind is Kind.FORCE:
            assert test.action is not None
            for position in test.positions:
                for holding in test.holdings:
                    one = entry(test.name, position=position, holding=holding)
                    reference = young_adults_in(one, person=PERSON)
                    assert 0.2 < reference.torque_nm / PERSON.mass_kg < 4.0
                    assert 0.1 < reference.log_sd < 0.5
                    assert reference.sources
                shares = shares_in_test(action=test.action, position=position)
                assert shares.sum() == pytest.approx(1)


def test_who_was_never_tested_is_a_young_adult_within_what_people_differ_by() -> None:
    strengths = usual_strengths(PERSON)
    assert len(strengths.groups) == 2 * len(GROUPS)
    for one in strengths.groups:
        assert one.factor == pytest.approx(1)
        assert not one.measured
        # No surer than the 20 % by which people of one sex and age differ.
        assert one.low <= np.exp(-1.645 * 0.2)
        assert one.high == pytest.approx(1 / one.low)


def test_who_is_older_may_be_weaker_and_a_test_says_more_of_them() -> None:
    elder = replace(PERSON, age_years=70)
    older, younger = (
        usual_strengths(one).group(Side.LEFT, "knee_extensors") for one in (elder, PERSON)
    )
    assert older.factor == younger.factor
    assert older.low < 0.4 < younger.low
    tested = [reaching(0.4, entry())]
    old, young = (
        strengths_from_tests(tested, person=one).group(Side.RIGHT, "knee_extensors")
        for one in (elder, PERSON)
    )
    assert 0.4 < old.factor < young.factor


def test_a_weak_test_makes_its_group_weak_and_surer() -> None:
    strengths = found(reaching(0.6, entry()))
    weak = strengths.group(Side.RIGHT, "knee_extensors")
    assert weak.measured
    assert "0.60 times" in weak.origin
    assert "sarabon2021" in weak.origin
    assert 0.6 < weak.factor < 0.72
    assert weak.low < 0.6 < weak.high < 1.0
    assert strengths.muscles[Side.RIGHT]["vasmed"] == pytest.approx(weak.factor, rel=0.01)


def test_what_was_not_tested_keeps_its_prior() -> None:
    strengths, usual = found(reaching(0.6, entry())), usual_strengths(PERSON)
    for side, group in (
        (Side.LEFT, "knee_extensors"),
        (Side.RIGHT, "plantarflexors"),
        (Side.RIGHT, "hip_extensors"),
    ):
        kept, before = strengths.group(side, group), usual.group(side, group)
        assert not kept.measured
        assert kept.factor == pytest.approx(1, abs=0.01)
        assert kept.low == pytest.approx(before.low, rel=0.02)


def test_muscles_that_a_test_asks_together_share_what_it_shows() -> None:
    extension = entry("hip_extension", position="prone", holding=Holding.HAND)
    strengths = found(reaching(0.5, extension))
    muscles = strengths.muscles[Side.RIGHT]
    assert muscles["glmax1"] < 0.9
    assert muscles["semimem"] < 0.9
    flexors = strengths.group(Side.RIGHT, "knee_flexors")
    assert not flexors.measured
    assert flexors.factor < 0.95
    assert "by other tests (hip extension, prone)" in flexors.origin


def test_a_second_test_tells_apart_what_one_cannot() -> None:
    extension = reaching(0.6, entry("hip_extension", position="prone", holding=Holding.HAND))
    flexion = reaching(1.1, entry("knee_flexion"))
    one, both = found(extension), found(extension, flexion)
    assert both.muscles[Side.RIGHT]["glmax2"] < one.muscles[Side.RIGHT]["glmax2"]
    assert both.muscles[Side.RIGHT]["semimem"] > one.muscles[Side.RIGHT]["semimem"]


@pytest.mark.parametrize(
    ("test", "position", "group"),
    [
        ("knee_extension", "seated_knee_60", "knee_extensors"),
        ("hip_abduction", "side_lying", "hip_abductors"),
    ],
)
def test_a_difference_between_legs_survives_what_is_not_known_of_the_test(
    test: str, position: str, group: str
) -> None:
    one = entry(test, position=position, holding=Holding.HAND, quantity=Quantity.FORCE)
    strengths = found(reaching(1.0, one), reaching(0.7, replace(one, side=Side.LEFT)))
    right, left = (strengths.group(side, group).factor for side in Side)
    assert 0.68 < left / right < 0.78


def test_mirrored_tests_give_mirrored_strengths() -> None:
    def tests(first: Side, second: Side) -> list[StrengthResult]:
        return [
            reaching(0.7, entry(side=first)),
            reaching(1.2, entry("knee_flexion", side=second)),
        ]

    right, left = found(*tests(Side.RIGHT, Side.LEFT)), found(*tests(Side.LEFT, Side.RIGHT))
    np.testing.assert_allclose(right.log_factors, left.log_factors[::-1], atol=1e-9)


def test_a_force_with_its_lever_arm_is_surer_than_without_at_the_knee() -> None:
    bare = entry(quantity=Quantity.FORCE)
    with_arm = replace(bare, lever_arm_m=0.35)
    wide, narrow = (
        found(reaching(0.8, one)).group(Side.RIGHT, "knee_extensors") for one in (bare, with_arm)
    )
    assert narrow.high / narrow.low < wide.high / wide.low


def test_the_last_of_tests_done_alike_counts() -> None:
    strengths = found(reaching(0.5, entry()), reaching(1.0, entry()))
    assert strengths.group(Side.RIGHT, "knee_extensors").factor == pytest.approx(1, abs=0.02)


def test_the_stronger_the_test_the_stronger_the_group_even_far_out() -> None:
    extension = entry("hip_extension", position="prone", holding=Holding.HAND)
    groups = [
        found(reaching(factor, extension), reaching(1 / factor, entry())).group(
            Side.RIGHT, "hip_extensors"
        )
        for factor in (0.4, 0.7, 1.0, 1.8, 3.0)
    ]
    factors = [one.factor for one in groups]
    assert factors == sorted(factors)
    assert all(one.low < one.factor < one.high for one in groups)


def test_drawn_strengths_lie_as_the_intervals_say() -> None:
    strengths = found(reaching(0.6, entry()))
    random = np.random.default_rng(1)
    drawn = [strengths.drawn(random)[Side.RIGHT]["vaslat"] for _ in range(2000)]
    group = strengths.group(Side.RIGHT, "knee_extensors")
    np.testing.assert_allclose(np.percentile(drawn, [5, 95]), [group.low, group.high], rtol=0.05)


def test_a_result_of_no_muscle_is_refused() -> None:
    with pytest.raises(ImpossibleStrengthFactor, match=r"Knee extension \(right\) of 3 N m"):
        found(measure_strength(entry=entry(value=3.0), person=PERSON))


@pytest.mark.parametrize(
    "other",
    [
        Person(height_m=1.80, mass_kg=70.0),
        Person(height_m=1.70, mass_kg=95.0),
        Person(height_m=1.70, mass_kg=70.0, sex=Sex.MALE),
    ],
)
def test_strength_of_somebody_else_is_refused(other: Person) -> None:
    result = reaching(1.0, entry())
    woman = replace(PERSON, sex=Sex.FEMALE)
    theirs = replace(result, person=other)
    with pytest.raises(StrengthOfAnother, match="the person who moves"):
        strengths_from_tests([theirs], person=woman)
