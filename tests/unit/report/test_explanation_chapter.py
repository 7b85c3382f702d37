import re
from dataclasses import fields, replace

import pytest

from kneetrace.explain import LINKS, POSTURE_PLAYERS, Basis, PostureMethod, ShareInterval
from kneetrace.report import ExplanationWords, UnknownLanguage, render_explanation, render_report
from kneetrace.report.explanation_chapter import show_explanation
from kneetrace.report.intake_words import languages
from kneetrace.terms import Side
from tests.unit.report.made_up_explanation import CAUSES, little, made_up, squat

EN, ES = ExplanationWords(), ExplanationWords(language="es")


def test_both_languages_say_the_same_things() -> None:
    words = languages("explanation.toml")
    assert {*words} == {"en", "es"}
    assert words["en"].keys() == words["es"].keys()
    for name, english in words["en"].items():
        if isinstance(english, dict):
            assert english.keys() == words["es"][name].keys()


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UnknownLanguage, match="use en or es"):
        ExplanationWords(language="fr")


@pytest.mark.parametrize("words", [EN, ES])
def test_every_link_says_how_it_is_known(words: ExplanationWords) -> None:
    explanation = made_up()
    page = render_explanation(explanation, words=words)
    for link in explanation.links:
        assert link.said[words.language] in page
        assert link.why[words.language] in page
    chips = re.findall(r'class="chip (\w+)"', page)
    bases = [link.basis.value for link in explanation.links]
    assert [chip for chip in chips if chip in [*Basis]] == bases
    assert page.count(words.name_of("basis", "simulated")) == bases.count("simulated") + 1


def test_plain_words_come_before_any_table() -> None:
    page = render_explanation(made_up())
    assert page.index(made_up().for_patient["en"]) < page.index("<table")
    assert page.index(made_up().missing[0].said["en"]) < page.index("<table")


def test_the_heading_names_a_source_only_where_one_is_sure() -> None:
    sure, unsure = made_up(), replace(made_up(), source=None)
    assert "little strength to straighten the hip" in show_explanation(sure, words=EN).heading
    assert "no single source" in show_explanation(unsure, words=EN).heading
    assert "so far" in show_explanation(little(), words=EN).heading


def test_what_was_not_measured_and_what_cannot_be_told_are_named() -> None:
    unmeasured, untold, links = show_explanation(made_up(), words=EN).unknown
    assert unmeasured.endswith("Trunk muscles; foot rolling in.")
    assert untold.endswith("Hip, lifting outward.")
    assert links.endswith("Pressure under the kneecap.")


def test_numbers_of_a_cause_have_their_intervals_and_their_origin() -> None:
    first, *_, trunk, foot = show_explanation(made_up(), words=EN).causes
    assert first.now == "60 % (48 % to 75 %)"
    assert first.share == "+6 % (+2 to +11)"
    assert first.origin == "Where hip_extension is from in English."
    assert (trunk.share, trunk.hidden) == ("not measured", "might hide 0 to +4.2 %")
    assert foot.hidden == "cannot be told"


def test_what_can_hide_next_to_nothing_is_said_to() -> None:
    causes = tuple(
        replace(one, hidden=(0.0, 0.03)) if one.player == "trunk" else one for one in CAUSES
    )
    shown = show_explanation(replace(made_up(), causes=causes), words=EN)
    assert shown.causes[3].hidden == "can hide hardly anything"


def test_a_share_that_is_not_told_is_no_number() -> None:
    causes = show_explanation(made_up(), words=EN).causes
    assert causes[2].share == "cannot tell (\N{MINUS SIGN}2.6 to +3.1 %)"


def test_an_explanation_of_nothing_but_a_story_draws_nothing() -> None:
    shown = show_explanation(little(), words=EN)
    assert shown.posture is None
    assert shown.waterfall is None
    assert shown.bars is None
    assert shown.missing
    page = render_explanation(little(), words=ES)
    assert "chain-figure" not in page
    assert "no hay postura que dibujar" in page


def test_no_strength_leaves_the_posture_and_says_there_is_nothing_to_share() -> None:
    nothing = ShareInterval(share=None, low=None, high=None)
    causes = tuple(replace(one, share=nothing) for one in CAUSES)
    page = render_explanation(replace(made_up(), causes=causes, total=None, source=None))
    assert "chain-figure" in page
    assert EN.say("waterfall_none") in page


def test_assumptions_and_sources_are_one_step_away() -> None:
    shown = show_explanation(made_up(), words=EN)
    assert shown.settings[2][:3] == ("Share in which joints give way", "0", "0 to 0.3")
    assert [source.id for source in shown.sources] == ["herrington2014"]


def test_both_patches_are_drawn_in_words_of_the_page() -> None:
    shown = show_explanation(made_up(), words=ES)
    assert shown.posture is not None
    assert [one.caption for one in shown.posture.patches] == [
        "Según lo medido, rodilla doblada 60°",
        "Como sería si no faltara nada",
    ]


def test_a_left_leg_is_the_mirror_image() -> None:
    figure = re.compile(r'class="picture person chain-figure".*?</svg>')
    figures = [figure.search(render_explanation(made_up(side))) for side in (Side.RIGHT, Side.LEFT)]
    right, left = (found[0] for found in figures if found)
    assert 'transform="scale(-1 1)"' in left
    assert re.findall(r' d="([^"]+)"', right) == re.findall(r' d="([^"]+)"', left)
    marks = [re.findall(r"translate\((-?[\d.]+) ([\d.-]+)\)", one) for one in (right, left)]
    assert [(-float(x), y) for x, y in marks[0]] == [(float(x), y) for x, y in marks[1]]


def test_the_report_holds_the_chapter() -> None:
    person = made_up().person
    assert 'id="explanation"' in render_report(person=person, explanations=[made_up()])
    assert 'id="explanation"' not in render_report(person=person)


def test_nothing_foreign_is_let_into_the_page() -> None:
    rude = {"en": "<script>alert(1)</script>", "es": "<b>"}
    page = render_explanation(replace(made_up(), for_patient=rude, remarks=(rude,)))
    assert "<script>alert" not in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_whatever_may_be_named_has_a_name(language: str) -> None:
    words = languages("explanation.toml")[language]
    assert {*words["link"]} == {*LINKS}
    assert {*words["basis"]} == {*words["basis_means"]} == {*Basis}
    assert {*words["player"]} == {*words["lacking"]} == {*POSTURE_PLAYERS}
    assert {*words["angle"]} == {*squat().answers.angles_rad}
    settings = {field.name for field in fields(PostureMethod)}
    assert {*words["setting_name"]} == {*words["setting_means"]} == settings
