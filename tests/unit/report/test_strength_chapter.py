from datetime import date

import pytest

from kneetrace.measure import (
    Holding,
    HomeEntry,
    Quantity,
    StrengthEntry,
    StrengthExamination,
    examine_strength,
)
from kneetrace.report import read_words, render_report, strength_findings
from kneetrace.report.findings import Sureness
from kneetrace.report.strength_chapter import ShownStrength, show_strength
from kneetrace.terms import Person, Sex, Side

WOMAN = Person(height_m=1.66, mass_kg=61, sex=Sex.FEMALE, age_years=27, label="A <b>")
JANUARY, MARCH = date(2026, 1, 10), date(2026, 3, 31)


def knee(side: Side, *trials: float, on: date = MARCH) -> StrengthEntry:
    return StrengthEntry(
        test="knee_extension",
        side=side,
        trials=trials,
        quantity=Quantity.FORCE,
        holding=Holding.BELT,
        position="seated_knee_60",
        lever_arm_m=0.32,
        tested_on=on,
    )


def hip(side: Side, *trials: float, lever_arm_m: float | None = 0.75) -> StrengthEntry:
    return StrengthEntry(
        test="hip_abduction",
        side=side,
        trials=trials,
        quantity=Quantity.FORCE,
        holding=Holding.HAND,
        position="side_lying",
        lever_arm_m=lever_arm_m,
        tested_on=MARCH,
    )


@pytest.fixture(scope="module")
def examination() -> StrengthExamination:
    return examine_strength(
        person=WOMAN,
        entries=[
            knee(Side.RIGHT, 397.0, 410.0, 391.0),
            knee(Side.LEFT, 246.0, 259.0),
            knee(Side.LEFT, 180.0, on=JANUARY),
            hip(Side.RIGHT, 118.0, 112.0),
            hip(Side.LEFT, 93.0),
        ],
        home=[HomeEntry(test="chair_stand_30s", value=14)],
        problems=["tests.csv, cell F9: that <i>cannot</i> be."],
    )


@pytest.fixture(scope="module")
def shown(examination: StrengthExamination) -> ShownStrength:
    return show_strength(examination, words=read_words())


def test_each_test_is_told_in_one_scale_for_both_legs(examination: StrengthExamination) -> None:
    sentences = [one.sentence for one in strength_findings(examination)]
    assert (
        sentences[0] == "Knee extension (seated, knee at 60°): right 2.15 Nm/kg, left 1.36 Nm/kg."
    )
    mixed = examine_strength(
        person=WOMAN,
        entries=[hip(Side.RIGHT, 118.0), hip(Side.LEFT, 93.0, lever_arm_m=None)],
    )
    assert "right 19.7 %BW, left 15.5 %BW" in strength_findings(mixed)[0].sentence


def test_only_a_real_difference_is_called_measured(examination: StrengthExamination) -> None:
    told = {one.sentence: one.sureness for one in strength_findings(examination)}
    (judged,) = [sure for said, sure in told.items() if "left leg is" in said]
    (assumed,) = [sure for said, sure in told.items() if "legs differ" in said]
    assert judged is Sureness.MEASURED
    assert assumed is Sureness.CANNOT


def test_a_band_is_drawn_only_where_the_group_was_tested_alike(shown: ShownStrength) -> None:
    extension, abduction = shown.tests
    assert extension.drawing is not None
    assert abduction.drawing is not None
    assert 'class="band"' in extension.drawing
    assert 'class="band"' not in abduction.drawing
    assert "position that is not known" in abduction.sentences[1].text
    assert [one.id for one in abduction.sentences[1].links] == ["alvarenga2019"]


def test_the_first_test_is_marked(shown: ShownStrength) -> None:
    extension, abduction = shown.tests
    assert extension.drawing is not None
    assert extension.drawing.count("first left") == 1
    assert "first right" not in extension.drawing
    assert "Open mark" in extension.legend
    assert abduction.legend == ""


def test_trials_are_small_marks(shown: ShownStrength) -> None:
    assert shown.tests[0].drawing is not None
    assert shown.tests[0].drawing.count('class="single right"') == 3


def test_everything_entered_is_in_the_table(shown: ShownStrength) -> None:
    assert [(row.side, row.day, row.trials) for row in shown.table][:2] == [
        ("left", "10 January 2026", "180 N"),
        ("right", "31 March 2026", "397, 410, 391 N"),
    ]


def test_who_is_outside_the_studied_group_has_their_own_baseline() -> None:
    nobody = Person(height_m=1.66, mass_kg=61)
    found = examine_strength(person=nobody, entries=[knee(Side.RIGHT, 400.0)])
    (test,) = show_strength(found, words=read_words()).tests
    assert "own first test is the yardstick" in test.sentences[-1].text
    assert test.drawing is not None
    assert 'class="band"' not in test.drawing


def test_the_page_tells_strength_without_any_recording(examination: StrengthExamination) -> None:
    page = render_report(person=WOMAN, strength=examination)
    assert 'id="strength"' in page
    assert "2 strength tests" not in page
    assert "3 strength tests" in page
    assert "0 recordings" not in page
    assert "that &lt;i&gt;cannot&lt;/i&gt; be." in page
    assert "Sarabon 2021" in page
    assert "it does not show the cause" in page
    assert ' style="' not in page


def test_the_page_without_strength_has_no_chapter_on_it() -> None:
    page = render_report(person=WOMAN)
    assert 'id="strength"' not in page
    assert "0 strength" not in page
