from dataclasses import replace

from kneetrace.measure import Measurement
from kneetrace.report import read_words
from kneetrace.report.tempo import draw_tempo, find_tempo


def test_each_complete_repetition_has_its_phases_in_order(squat_measurement: Measurement) -> None:
    bars = find_tempo(squat_measurement)
    assert [bar.number for bar in bars] == [1, 2, 3, 4, 5]
    assert [one.phase for one in bars[0].segments] == ["down", "hold", "up"]


def test_standing_up_comes_first_from_a_chair(squat_measurement: Measurement) -> None:
    chair = replace(squat_measurement, test="sit_to_stand")
    assert [one.phase for one in find_tempo(chair)[0].segments] == ["up", "hold", "down"]


def test_bars_say_their_times(squat_measurement: Measurement) -> None:
    drawn = draw_tempo(find_tempo(squat_measurement), words=read_words())
    assert 'aria-label="Repetition 1: 1.1 s down, 0.3 s still, 1.2 s up."' in drawn[0]
