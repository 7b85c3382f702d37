import re
import tomllib
from importlib.resources import files

from kneetrace.intake import question
from kneetrace.report.knee_map import draw_knee_map
from kneetrace.terms import Side

VIEWS = {"front": "Front", "back": "From behind"}
LETTERS = {Side.RIGHT: "R", Side.LEFT: "L"}
ANYWHERE = question(name="places").option_names


def drawn(places: dict[Side, tuple[str, ...]]) -> str:
    return str(
        draw_knee_map(places=places, label="<knees>", view_names=VIEWS, side_letters=LETTERS)
    )


def legs(picture: str) -> dict[str, str]:
    """The marks of each leg by where it stands, from left to right."""
    found = re.findall(r'<g transform="translate\((\d+) [^"]*">(.*?)</g>', picture)
    return {x: re.sub(r"<path[^>]*></path>", "", marks) for x, marks in found}


def test_every_place_a_person_can_name_is_marked() -> None:
    for place in ANYWHERE:
        assert drawn({Side.RIGHT: (place,)}).count("<ellipse") > drawn({}).count("<ellipse")


def test_the_other_knee_is_the_mirror_image() -> None:
    right, left = (list(legs(drawn({side: ANYWHERE})).values()) for side in Side)
    assert right[0] == left[1]  # from the front the right knee stands first
    assert right[3] == left[2]  # from behind the left knee does
    assert right[1] == right[2] == ""


def test_what_is_said_of_it_is_escaped() -> None:
    assert 'aria-label="&lt;knees&gt;"' in drawn({})


def test_both_languages_have_the_same_words() -> None:
    text = files("kneetrace.report").joinpath("intake.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)
    assert words["en"].keys() == words["es"].keys()
    for name, sentence in words["en"].items():
        if isinstance(sentence, str):
            braces = re.findall(r"{\w+}", sentence)
            assert sorted(braces) == sorted(re.findall(r"{\w+}", words["es"][name])), name
