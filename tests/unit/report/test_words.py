import re
import tomllib
from importlib.resources import files

import pytest

from kneetrace.measure import Measurement, movement_tests
from kneetrace.report import read_words

SAID = re.compile(r'"([a-z]+\.[A-Za-z_]+)"')


def test_every_sentence_the_room_says_exists() -> None:
    room = files("kneetrace.report")
    texts = [
        one.read_text(encoding="utf-8")
        for one in room.iterdir()
        if one.name.endswith((".py", ".html"))
    ]
    said = {
        key
        for text in texts
        for line in text.splitlines()
        if "say(" in line or "key = " in line
        for key in SAID.findall(line)
    }
    assert said
    table = tomllib.loads(room.joinpath("words.en.toml").read_text(encoding="utf-8"))
    assert not [key for key in sorted(said) if not has(table, key)]


def has(table: dict[str, dict[str, str]], key: str) -> bool:
    section, _, name = key.partition(".")
    return name in table.get(section, {})


def test_a_measure_without_words_shows_its_own_name() -> None:
    assert read_words().title_of("elbow_flexion_peak") == "Elbow flexion peak"
    assert read_words().note_on("elbow_flexion_peak") == ""


def test_every_measure_of_the_recording_has_words(squat_measurement: Measurement) -> None:
    words = read_words()
    names = {
        re.sub("_(difference|mean|spread)$", "", answer.name)
        for answer in squat_measurement.answers
    }
    assert not [name for name in names if words.title_of(name) == name.replace("_", " ").title()]


def test_a_fact_that_is_not_given_is_a_fault() -> None:
    with pytest.raises(KeyError):
        read_words().say("finding.count_many")


@pytest.mark.parametrize("name", movement_tests())
def test_every_test_has_a_word_for_what_it_is_cut_into(name: str) -> None:
    words = read_words().about(name)
    assert words.say("finding.count_one").startswith("1 complete ")


def test_a_stride_is_not_called_a_repetition() -> None:
    words = read_words().about("walking")
    assert words.say("page.repetition", number=2) == "Stride 2"
    assert words.title_of("repetition_duration") == "Time for one stride"
    assert read_words().title_of("repetition_count") == "Repetitions"
