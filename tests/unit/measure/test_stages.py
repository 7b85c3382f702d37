import pytest

from kneetrace.measure import Stage, Stopwatch


def test_time_in_a_stage_gone_through_again_is_added() -> None:
    watch = Stopwatch()
    for _ in range(2):
        with watch.timed(Stage.OPEN):
            pass
    once = dict(watch.stage_s)
    watch.add({Stage.OPEN: 2.0, Stage.TURN: 1.0})
    assert watch.stage_s == {"open": once["open"] + 2.0, "turn": 1.0}
    assert all(type(stage) is str for stage in watch.stage_s)


def test_a_stage_that_fails_took_its_time_too() -> None:
    watch = Stopwatch()
    with pytest.raises(ValueError, match="broken"), watch.timed(Stage.BODY_FIT):
        raise ValueError("broken")
    assert list(watch.stage_s) == ["body_fit"]
