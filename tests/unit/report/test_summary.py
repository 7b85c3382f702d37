from kneetrace.measure import Measurement
from kneetrace.report.summary import summarise
from kneetrace.terms import Side


def test_answers_are_sorted_by_measure_and_side(squat_measurement: Measurement) -> None:
    summary = summarise(squat_measurement.answers)
    assert [row.typical.side for row in summary.rows["knee_flexion_peak"]] == [
        Side.RIGHT,
        Side.LEFT,
    ]
    assert len(summary.rows["knee_flexion_peak"][0].single) == 5
    assert set(summary.differences) == {"knee_flexion_peak", "hip_flexion_peak"}
    assert [one.value for one in summary.counts] == [5]


def test_times_come_after_angles(squat_measurement: Measurement) -> None:
    names = list(summarise(squat_measurement.answers).rows)
    assert names[0] == "knee_flexion_peak"
    assert names[-1] == "ascent_duration"


def test_each_reason_is_said_once(squat_measurement: Measurement) -> None:
    cannot = summarise(squat_measurement.answers).cannot
    assert [one.name for one in cannot] == ["hip_rotation", "pelvic_list"]
    assert cannot[0].side is None
