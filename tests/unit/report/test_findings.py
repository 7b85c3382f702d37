import math
import re
from dataclasses import replace

import pytest

from kneetrace.measure import Measurement
from kneetrace.report import Sureness, plain_findings
from kneetrace.terms import Answer, CannotTell, Measure, Quality, Side, Unit

FORBIDDEN = re.compile(
    r"\b(diagnos\w*|injur\w*|arthr\w*|disease|abnormal|normal|pathol\w*|too (high|low)|valgus)\b",
    re.IGNORECASE,
)


def with_answers(measurement: Measurement, *answers: Answer) -> Measurement:
    return replace(measurement, answers=answers)


def angle(
    name: str,
    value_deg: float,
    *,
    reach_deg: float = 4,
    side: Side | None = None,
    quality: Quality = Quality.MEASURED,
    repetition: int | None = None,
    mdc_deg: float | None = None,
) -> Measure:
    value, reach = math.radians(value_deg), math.radians(reach_deg)
    return Measure(
        name=name,
        value=value,
        low=value - reach,
        high=value + reach,
        unit=Unit.RADIAN,
        quality=quality,
        side=side,
        repetition=repetition,
        mdc=None if mdc_deg is None else math.radians(mdc_deg),
    )


def test_the_whole_story_in_order(squat_measurement: Measurement) -> None:
    findings = plain_findings(squat_measurement)
    assert findings[0].sentence == "5 complete repetitions were counted."
    assert "right knee bent to about 104°" in findings[1].sentence
    assert findings[-1].sureness is Sureness.CANNOT


def test_no_finding_judges_or_names_a_diagnosis(squat_measurement: Measurement) -> None:
    assert not [one for one in plain_findings(squat_measurement) if FORBIDDEN.search(one.sentence)]


def test_a_coarse_measure_is_told_as_a_range(squat_measurement: Measurement) -> None:
    coarse = with_answers(
        squat_measurement,
        *(
            angle("knee_flexion_peak", 90, reach_deg=15, side=side, quality=Quality.COARSE)
            for side in Side
        ),
    )
    finding = plain_findings(coarse)[0]
    assert "between 75° and 105°" in finding.sentence
    assert "90°" not in finding.sentence
    assert finding.sureness is Sureness.COARSE


@pytest.mark.parametrize(
    ("difference_deg", "sureness"),
    [(3, Sureness.NOISE), (-12, Sureness.MEASURED), (7, Sureness.COARSE)],
)
def test_a_difference_is_real_only_beyond_the_mdc_and_its_interval(
    squat_measurement: Measurement, difference_deg: float, sureness: Sureness
) -> None:
    measured = with_answers(
        squat_measurement,
        angle("knee_flexion_peak_difference", difference_deg, reach_deg=8, mdc_deg=6),
    )
    assert plain_findings(measured)[0].sureness is sureness


def test_the_larger_side_is_named(squat_measurement: Measurement) -> None:
    left = with_answers(squat_measurement, angle("knee_flexion_peak_difference", -12, mdc_deg=6))
    assert "the left side was 12° larger" in plain_findings(left)[0].sentence


def test_several_differences_within_noise_are_one_sentence(
    squat_measurement: Measurement,
) -> None:
    alike = with_answers(
        squat_measurement,
        angle("knee_flexion_peak_difference", 2, mdc_deg=6),
        angle("hip_flexion_peak_difference", 1, mdc_deg=9),
    )
    (finding,) = plain_findings(alike)
    assert "deepest knee bend; deepest hip bend" in finding.sentence


def test_a_sign_is_said_as_a_direction(squat_measurement: Measurement) -> None:
    lean = with_answers(
        squat_measurement,
        angle("trunk_lean_sideways", 2, reach_deg=8, quality=Quality.COARSE),
    )
    assert "between 6° to the left and 10° to the right" in plain_findings(lean)[0].sentence


def test_one_side_alone_says_that_the_other_is_unknown(squat_measurement: Measurement) -> None:
    one = with_answers(squat_measurement, angle("knee_flexion_peak", 90, side=Side.LEFT))
    assert "the other knee could not be told" in plain_findings(one)[0].sentence


def test_how_much_depth_varied_is_told(squat_measurement: Measurement) -> None:
    varied = with_answers(squat_measurement, angle("knee_flexion_peak_spread", 3, reach_deg=1))
    assert "depth varied by about 3°" in plain_findings(varied)[0].sentence


def test_nothing_measured_says_so_only(squat_measurement: Measurement) -> None:
    nothing = with_answers(
        squat_measurement, CannotTell(name="pelvic_list", reason="Dark.", advice="Light.")
    )
    assert [one.sureness for one in plain_findings(nothing)] == [Sureness.CANNOT]


def test_walking_is_told_by_its_strides_with_the_range_of_each_side(
    squat_measurement: Measurement,
) -> None:
    walked = replace(
        squat_measurement,
        test="walking",
        answers=(
            angle("knee_flexion_stance_peak", 21, side=Side.RIGHT),
            angle("knee_flexion_stance_peak", 19, side=Side.LEFT),
        ),
    )
    (finding,) = plain_findings(walked)
    assert finding.sentence == "Knee bend under load: right about 21°, left about 19°."
    assert "right between 17° and 25°, left between 15° and 23°" in finding.note


def test_no_story_of_walking_speaks_of_repetitions(squat_measurement: Measurement) -> None:
    kept = [one for one in squat_measurement.answers if one.name.startswith("repetition_")]
    told = plain_findings(with_answers(replace(squat_measurement, test="walking"), *kept))
    assert told[0].sentence == "5 complete strides were counted."
    assert not [one for one in told if "repetition" in one.sentence]
