from dataclasses import replace

from kneetrace.measure import Measurement
from kneetrace.report import plain_reasons
from kneetrace.terms import CannotTell, Side


def test_measures_kept_back_for_one_reason_stand_together(squat_measurement: Measurement) -> None:
    far = CannotTell(name="pelvic_list", reason="Too far away.", advice="Come closer.")
    dark = CannotTell(name="hip_flexion_peak", reason="Too dark.", advice="Switch the light on.")
    reasons = plain_reasons(
        replace(
            squat_measurement,
            answers=(
                far,
                replace(dark, side=Side.LEFT),
                replace(far, name="trunk_lean_forward"),
            ),
        )
    )
    assert [len(one.titles) for one in reasons] == [2, 1]
    assert [one.advice for one in reasons] == ["Come closer.", "Switch the light on."]
    assert "left" in reasons[1].titles[0]
