from dataclasses import replace
from datetime import date

import pytest

from kneetrace.measure import Measurement, TechniquePart, TechniqueScore
from kneetrace.report import Chapter, plain_reasons, plain_technique, read_words, render_report
from kneetrace.report.technique import technique_note
from kneetrace.terms import CannotTell, Unit


@pytest.fixture
def scored(squat_measurement: Measurement) -> Measurement:
    sway = TechniquePart(
        measure="trunk_lean_sideways_travel",
        value=0.24,
        usual_low=0.02,
        usual_high=0.16,
        unit=Unit.RADIAN,
        points=22.4,
    )
    depth = replace(sway, measure="knee_flexion_peak", value=2.0, points=0.2)
    first = TechniqueScore(
        repetition=1, value=71.2, low=52.3, high=83.0, parts=(sway, depth), left_out=()
    )
    second = replace(first, repetition=2, parts=(depth,), left_out=("pelvic_list_travel",))
    return replace(squat_measurement, technique=(first, second))


def test_each_repetition_says_its_score_and_what_it_lost_points_for(scored: Measurement) -> None:
    first, second, worth = plain_technique(scored)
    assert "repetition 1: 71 of 100 (52 to 83)" in first
    assert "14°" in first
    assert "costs 22 points" in first
    assert "Deepest knee bend" not in first
    assert "Nothing cost points." in second
    assert "Pelvis tipping from side to side" in second
    assert "nothing about pain" in worth


def test_a_recording_without_scores_adds_no_lines(squat_measurement: Measurement) -> None:
    assert plain_technique(replace(squat_measurement, technique=())) == ()


def test_a_test_without_a_score_says_so(squat_measurement: Measurement) -> None:
    other = replace(squat_measurement, test="single_leg_bridge")
    assert technique_note(other, words=read_words()) == read_words().say("technique.none")


def test_why_there_is_no_score_stands_with_the_other_reasons(
    squat_measurement: Measurement,
) -> None:
    refused = CannotTell(
        name="technique_score", reason="The knees were hidden.", advice="Film from the front."
    )
    reasons = plain_reasons(replace(squat_measurement, technique=(refused,)))
    (own,) = [one for one in reasons if one.reason == "The knees were hidden."]
    assert own.titles == ("Technique score",)


def test_the_page_shows_the_scores(scored: Measurement) -> None:
    page = render_report(
        person=scored.person,
        chapters=[Chapter(video="squat.mp4", test="squat", measurement=scored)],
        made_on=date(2026, 1, 1),
    )
    assert "71 of 100 (52 to 83)" in page
    assert "costs 22 points" in page
