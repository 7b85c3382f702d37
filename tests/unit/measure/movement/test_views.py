import math
import re
from dataclasses import replace

import pytest

from kneetrace.evidence import sources
from kneetrace.measure.movement.movements import movement_tests
from kneetrace.measure.movement.views import (
    JudgedView,
    Verdict,
    View,
    carried_by,
    class_of_view,
    view_rule,
    view_rules,
)
from kneetrace.terms import Side


@pytest.mark.parametrize("test", movement_tests())
def test_the_table_answers_for_every_measure_of_every_test(test: str) -> None:
    for measure in movement_tests()[test].measures:
        rule = view_rule(test=test, measure=measure)
        assert set(rule.verdicts) == set(View)
        assert rule.source
        assert rule.reason.endswith(".")


def test_every_row_is_of_use() -> None:
    asked = {measure for test in movement_tests().values() for measure in test.measures}
    assert all(asked & set(rule.measures) for rule in view_rules())


@pytest.mark.parametrize("view", View)
def test_no_view_shows_a_thigh_turning(view: View) -> None:
    assert view_rule(test="squat", measure="hip_rotation").verdicts[view] is Verdict.NO


@pytest.mark.parametrize(
    ("yaw_deg", "view"),
    [
        (0, View.FRONT),
        (-14, View.FRONT),
        (20, View.TURNED),
        (-45, View.OBLIQUE),
        (90, View.SIDE),
        (-140, View.OBLIQUE_BEHIND),
        (180, View.BEHIND),
        (350, View.FRONT),
    ],
)
def test_views_are_named_by_the_angle_beside_the_front(yaw_deg: float, view: View) -> None:
    assert class_of_view(yaw_rad=math.radians(yaw_deg)) is view


def test_every_source_of_a_verdict_is_registered() -> None:
    named = {name for rule in view_rules() for name in re.findall(r"[a-z]+20\d\d", rule.source)}
    assert named
    assert named <= set(sources())


def judged_at(*, yaw_deg: float, standing: bool = True) -> JudgedView:
    yaw_rad = math.radians(yaw_deg)
    return JudgedView(
        view=class_of_view(yaw_rad=yaw_rad),
        yaw_rad=yaw_rad,
        yaw_sd_rad=math.radians(3),
        from_fit=True,
        standing=standing,
        findings=(),
    )


def test_a_refusal_says_why_and_what_would_help() -> None:
    carried = carried_by(judged=judged_at(yaw_deg=45), test="squat", measure="weight_shift")
    assert carried.verdict is Verdict.NO
    assert "front" in carried.reason
    assert "straight in front" in carried.advice


def test_the_leg_turned_away_is_coarse_from_the_side() -> None:
    judged = judged_at(yaw_deg=-90)
    assert judged.near_side is Side.RIGHT
    verdicts = [
        carried_by(judged=judged, test="squat", measure="knee_flexion_peak", side=side).verdict
        for side in (Side.RIGHT, Side.LEFT)
    ]
    assert verdicts == [Verdict.ALLOWED, Verdict.COARSE]


@pytest.mark.parametrize(
    ("yaw_deg", "standing", "verdict"),
    [
        (0, True, Verdict.COARSE),
        (0, False, Verdict.NO),
        (20, True, Verdict.ALLOWED),
        (20, False, Verdict.COARSE),
        (45, False, Verdict.ALLOWED),
    ],
)
def test_near_the_front_flexion_is_worth_less_without_a_standing_start(
    yaw_deg: float, standing: bool, verdict: Verdict
) -> None:
    judged = judged_at(yaw_deg=yaw_deg, standing=standing)
    carried = carried_by(judged=judged, test="squat", measure="knee_flexion_peak")
    assert carried.verdict is verdict


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("measure", ["hip_adduction_stance_peak", "ankle_dorsiflexion_peak"])
def test_no_view_shows_a_runners_hip_adduction_or_ankle(measure: str, view: View) -> None:
    assert view_rule(test="running", measure=measure).verdicts[view] is Verdict.NO


def test_the_best_camera_carries_measures_of_the_body_and_the_own_one_those_of_the_picture() -> (
    None
):
    front, side = judged_at(yaw_deg=0), judged_at(yaw_deg=90)
    together = replace(front, others=(side,))

    def verdict(measure: str, *, of_body: bool) -> Verdict:
        return carried_by(
            judged=together, test="squat", measure=measure, side=Side.LEFT, of_body=of_body
        ).verdict

    assert verdict("knee_flexion_peak", of_body=True) is Verdict.ALLOWED
    assert verdict("knee_flexion_peak", of_body=False) is Verdict.COARSE
    swapped = replace(side, others=(front,))
    shift = carried_by(judged=swapped, test="squat", measure="weight_shift")
    assert shift.verdict is Verdict.NO
