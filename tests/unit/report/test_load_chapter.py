import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from markupsafe import escape

from kneetrace.explain import Load, find_load
from kneetrace.measure import MotionTable, Repetition
from kneetrace.report.intake_words import languages
from kneetrace.report.load_chapter import (
    LoadOfTest,
    ShownFigure,
    ShownLeg,
    ShownLoad,
    load_fields,
    plain_load,
)
from kneetrace.report.load_page import render_load
from kneetrace.report.load_words import LoadWords
from kneetrace.report.sheet import UnknownLanguage
from kneetrace.terms import Person, Side

FRAMES = 40
EN, ES = LoadWords(), LoadWords(language="es")


@cache
def squat() -> Load:
    time_s = np.arange(FRAMES) / 20
    bend = 1.2 * np.sin(np.pi * time_s / time_s[-1]) ** 2
    values = {
        "pelvis_ty": 0.95 - 0.25 * bend,
        "pelvis_tilt": -0.35 * bend,
        **{f"knee_angle_{side}": 0.1 + bend for side in "rl"},
        **{f"hip_flexion_{side}": 0.1 + bend for side in "rl"},
        **{f"ankle_angle_{side}": 0.05 + 0.35 * bend for side in "rl"},
    }
    person = Person(height_m=1.75, mass_kg=72.0)
    return find_load(MotionTable(time_s=time_s, values=values), person=person)


def untold(load: Load, side: Side) -> Load:
    nothing = np.zeros(FRAMES, dtype=bool)
    contact = replace(load.contacts[side], told=nothing)
    return replace(load, told=load.told | {side: nothing}, contacts=load.contacts | {side: contact})


def show(load: Load, words: LoadWords = EN) -> ShownLoad:
    (shown,) = load_fields([LoadOfTest(title="Squat", load=load)], words=words)["loads"]
    assert isinstance(shown, ShownLoad)
    return shown


def legs(load: Load, words: LoadWords = EN) -> tuple[ShownLeg, ...]:
    return show(load, words).legs


def figures(load: Load) -> tuple[ShownFigure, ...]:
    return show(load).figures


def test_both_languages_say_the_same_things() -> None:
    words = languages("load.toml")
    assert {*words} == {"en", "es"}
    for name, english in words["en"].items():
        spanish = words["es"][name]
        if isinstance(english, str):
            assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", spanish))
        else:
            assert english.keys() == spanish.keys()
    assert words["en"].keys() == words["es"].keys()


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UnknownLanguage, match="use en or es"):
        LoadWords(language="fr")


@pytest.mark.parametrize("words", [EN, ES])
def test_a_leg_has_its_sentences_pictures_and_numbers(words: LoadWords) -> None:
    for leg in legs(squat(), words):
        assert len(leg.sentences) == 3
        assert len(leg.patches) == 2
        assert leg.course
        assert leg.bars
    sentences = tuple(line for leg in legs(squat(), words) for line in leg.sentences)
    assert plain_load(squat(), words=words)[: len(sentences)] == sentences


def test_nobody_is_told_a_pressure_of_their_own() -> None:
    told = " ".join((*plain_load(squat()), *plain_load(squat(), words=ES)))
    rows = " ".join(figure.name for figure in figures(squat()))
    assert "MPa" not in told + rows
    assert "times the pressure of an average adult" in told


def test_the_ratio_of_an_average_adult_is_one() -> None:
    usual = {figure.name: figure.usual for figure in figures(squat())}
    assert len(usual) == 6
    assert usual["Greatest pressure, over the average adult's"] == "1.0"


def test_a_leg_that_is_not_told_says_so_and_shows_nothing() -> None:
    right, left = legs(untold(squat(), Side.LEFT))
    assert right.patches
    assert left == ShownLeg(
        title="Left leg",
        sentences=("No moment of the left leg has a load that can be told.",),
    )


def test_a_contact_that_is_not_told_leaves_the_loads() -> None:
    load = squat()
    contact = replace(load.contacts[Side.RIGHT], told=np.zeros(FRAMES, dtype=bool))
    load = replace(load, contacts=load.contacts | {Side.RIGHT: contact})
    right, _ = legs(load)
    assert "cannot be told" in right.sentences[0]
    assert right.patches == ()
    assert right.course
    assert figures(load)[-1].of_legs[0] == "\N{EN DASH}"


def test_what_cannot_be_told_may_have_been_more_and_that_is_said() -> None:
    load = squat()
    beyond = np.zeros(FRAMES, dtype=bool)
    beyond[20:24] = True
    contact = replace(load.contacts[Side.RIGHT], beyond=beyond)
    said = plain_load(replace(load, contacts=load.contacts | {Side.RIGHT: contact}))
    assert [line for line in said if "cannot be told" in line] == [
        "In 10 % of the recording what the right kneecap bore cannot be told; it may have been "
        "more there."
    ]


def test_a_range_too_wide_is_told_as_such() -> None:
    load = squat()
    contact = load.contacts[Side.RIGHT]
    stress = contact.courses["peak_stress_of_reference"] * np.array([[0.1], [1.0], [3.0]])
    wide = replace(contact, courses=contact.courses | {"peak_stress_of_reference": stress})
    said = plain_load(replace(load, contacts=load.contacts | {Side.RIGHT: wide}))
    assert "too wide to tell: its cartilage bore anything from" in said[0]


def test_a_camera_is_said_to_be_coarse() -> None:
    seen = replace(squat(), by_camera=True)
    assert any("take these loads for coarse" in line for line in plain_load(seen))
    assert not any("camera" in line for line in plain_load(squat()))


def test_a_refusal_is_one_sentence_and_no_leg() -> None:
    test = LoadOfTest(title="Plank", refusal={"en": "It shows no body in space."})
    (shown,) = load_fields([test], words=EN)["loads"]
    assert shown.refusal == {"en": "It shows no body in space."}
    assert shown.legs == ()


def test_a_page_in_spanish_says_its_remarks_in_spanish_and_marks_what_is_english_alone() -> None:
    load = squat()
    page = render_load(load, recording="squat.mot", words=ES)
    assert load.remarks
    for remark in load.remarks:
        assert f"<span>{escape(remark['es'])}</span>" in page
    english = replace(load, remarks=({"en": "Only here."},))
    assert '<span lang="en">Only here.</span>' in render_load(english, recording="a", words=ES)


def test_repetitions_are_marked_on_the_course_of_both_legs() -> None:
    one = Repetition(number=1, start_s=0.4, peak_s=1.0, end_s=1.6)
    page = render_load(squat(), recording="squat.mot", repetitions=[one])
    assert page.count('class="repetition"') == 2
    assert 'class="repetition"' not in render_load(squat(), recording="squat.mot")
