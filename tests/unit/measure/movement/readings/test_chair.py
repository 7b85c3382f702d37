import pytest

from kneetrace.measure import Measurement, answer_test
from kneetrace.terms import Answer, CannotTell, Measure, Person, Unit
from tests.unit.measure.movement import test_clinical
from tests.unit.measure.sights import sight_of

PERIOD_S = 3.5


def rising(times: int, *, test: str, monkeypatch: pytest.MonkeyPatch) -> Measurement:
    """Rise from a chair so often, once in ``PERIOD_S``."""
    monkeypatch.setattr(test_clinical, "SQUATS", times)
    recorded = test_clinical.squatter(yaw_rad=test_clinical.OBLIQUE)
    sight = sight_of(clip=recorded.clip, track=recorded.track, motion=recorded.motion)
    return answer_test(sight=sight, test=test, person=Person(height_m=1.7, mass_kg=70))


def the(measurement: Measurement, name: str) -> Answer:
    (answer,) = [one for one in measurement.answers if one.name == name]
    return answer


def test_stands_after_the_time_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    measurement = rising(14, test="sit_to_stand_30s", monkeypatch=monkeypatch)
    count, stands = the(measurement, "repetition_count"), the(measurement, "stands_in_time")
    assert isinstance(count, Measure)
    assert isinstance(stands, Measure)
    assert count.value == stands.value == 9  # at 0, 3.5 ... 28 s
    assert (stands.unit, stands.mdc) == (Unit.COUNT, None)
    assert stands.low in (8, 9)
    assert len(measurement.repetitions) == 14


def test_a_video_that_ends_before_the_time_tells_no_count_of_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measurement = rising(6, test="sit_to_stand_30s", monkeypatch=monkeypatch)
    stands, count = the(measurement, "stands_in_time"), the(measurement, "repetition_count")
    assert isinstance(stands, CannotTell)
    assert "this test takes 30" in stands.reason
    assert isinstance(count, Measure)
    assert count.value == 6


def test_five_stands_are_timed_from_the_first_rise_to_the_fifth_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    timed = the(rising(6, test="sit_to_stand", monkeypatch=monkeypatch), "five_times_duration")
    assert isinstance(timed, Measure)
    assert timed.value == pytest.approx(4 * PERIOD_S + 1.1, abs=0.25)
    assert timed.low < timed.value < timed.high
    few = the(rising(4, test="sit_to_stand", monkeypatch=monkeypatch), "five_times_duration")
    assert isinstance(few, CannotTell)
