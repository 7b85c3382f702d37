"""An empty story file that lists every question with the answers it takes."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from kneetrace import intake
from kneetrace.exchange.whole_files import whole_file
from kneetrace.intake import Asker, Kind, Question, answer_form, section_title


def write_story_template(path: str | Path, *, language: str = "en") -> None:
    """Write an empty story (TOML) in "en" or "es", every line of it still a comment."""
    with whole_file(path) as unfinished:
        unfinished.write_text(story_template(Path(path).name, language=language), encoding="utf-8")


def story_template(name: str, /, *, language: str = "en") -> str:
    """Give the text of an empty story file of this name."""
    return "\n".join(_lines(name, language)) + "\n"


def _lines(name: str, language: str) -> Iterator[str]:
    words = _words()[language]
    yield from (f"# {line.format(name=name)}" for line in words["head"])
    yield from ("", f"# {words['label']}", '# label = "P-17"', f'language = "{language}"')
    yield from ("", "[answers]")
    yield from _questions(Asker.PERSON, language)
    yield from ("", f"# {words['examination']}", "[examination]")
    yield from _questions(Asker.THERAPIST, language)
    yield from ("", f"# {words['questionnaires']}", "[questionnaires]")
    yield from ("# akps_items = []", '# akps_permission = ""')


def _questions(asker: Asker, language: str) -> Iterator[str]:
    for section, group in groupby(intake.questions(asked=asker), key=lambda each: each.section):
        yield from ("", f"# --- {section_title(section=section, language=language)} ---")
        for each in group:
            yield ""
            yield from _question(each, language)


def _question(asked: Question, language: str) -> Iterator[str]:
    words = _words()[language]
    yield f"# {asked.says(language=language)}"
    if asked.asked_when is not None:
        yield f"#   ({words['only']} {asked.asked_when.text})"
    takes = words["yes_no"]
    if asked.kind is not Kind.YES_NO:
        takes = answer_form(asked=asked, language=language)
    yield f"#   {takes}{':' if asked.options else ''}"
    for option in asked.options:
        yield f'#     "{option.name}": {asked.option_says(name=option.name, language=language)}'
    yield f"# {asked.name} = {_empty(asked.kind, words)}".rstrip()


def _empty(kind: Kind, words: dict[str, Any]) -> str:
    match kind:
        case Kind.CHOICE | Kind.TEXT:
            return '""'
        case Kind.CHOICES:
            return '[""]'
        case Kind.DURATION:
            return f'"{words["example_duration"]}"'
        case Kind.ACTIVITIES:
            return f'[{{ words = "{words["example_activity"]}", ability = 4 }}]'
    return ""


@cache
def _words() -> dict[str, dict[str, Any]]:
    file = files("kneetrace.exchange").joinpath("story_template.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
