"""What a person or a therapist reads of story, safety and conditions is there in every language."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kneetrace.evidence.likelihoods import read_accuracy
from kneetrace.evidence.prevalence import read_prior
from kneetrace.evidence.reading import read_table
from kneetrace.explain.differential.conditions import read_condition
from kneetrace.explain.differential.impairments import read_sign
from kneetrace.intake.flags import read_flag
from kneetrace.terms import LANGUAGES

PACKAGE = Path(__file__).parents[2] / "src/kneetrace"
FILES = [
    *sorted((PACKAGE / "intake").glob("*.toml")),
    *sorted((PACKAGE / "explain/differential").glob("*.toml")),
    *(PACKAGE / f"evidence/tables/{name}.toml" for name in ("accuracy", "course", "priors")),
    *(PACKAGE / f"report/{name}.toml" for name in ("intake", "explanation")),
    PACKAGE / "cli/interview.toml",
    PACKAGE / "exchange/story_template.toml",
    PACKAGE / "explain/load/notes.toml",
    *(PACKAGE / f"{room}/refusals.toml" for room in ("measure", "exchange", "journey", "cli")),
]
THE_SAME = {"Medial", "Lateral", "no", "mm", "{finding}.", "{seen}.", "{places}."}


def read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def pairs(content: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Walk through a file and give every place that has words, in both languages."""
    if isinstance(content, dict):
        if set(LANGUAGES) & set(content):
            yield place, content.get("en"), content.get("es")
        for name, inner in content.items():
            yield from pairs(inner, f"{place}.{name}")
    if isinstance(content, list):
        if len(content) == 2 and all(isinstance(one, str) and " " in one for one in content):
            yield place, *content
        for number, inner in enumerate(content):
            yield from pairs(inner, f"{place}[{number}]")


def sentences(en: Any, es: Any) -> Iterator[tuple[str, str]]:
    if isinstance(en, dict):
        assert en.keys() == es.keys()
        for name in en:
            yield from sentences(en[name], es[name])
    elif isinstance(en, list):
        assert len(en) == len(es)
        for one, other in zip(en, es, strict=True):
            yield from sentences(one, other)
    else:
        yield en, es


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_all_words_are_there_in_every_language_and_differ(file: Path) -> None:
    for place, en, es in pairs(read(file)):
        assert en, place
        assert es, place
        for one, other in sentences(en, es):
            assert one.strip(), place
            assert other.strip(), place
            assert one != other or one in THE_SAME, f"{place}: {one}"
            braces = [sorted(re.findall(r"{\w+}", words)) for words in (one, other)]
            assert braces[0] == braces[1], f"{place}: {one}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_spanish_numbers_have_a_comma(file: Path) -> None:
    for place, _, es in pairs(read(file)):
        for _, words in sentences(es, es):
            assert not re.search(r"\d\.\d", words), f"{place}: {words}"


CONDITIONS = read(PACKAGE / "explain/differential/conditions.toml")["condition"]
FLAGS = read(PACKAGE / "intake/red_flags.toml")["flag"]
SIGNS = read(PACKAGE / "explain/differential/impairments.toml")["group"][0]["sign"]


def without(entry: dict[str, Any], language: str) -> dict[str, Any]:
    return {name: inner for name, inner in entry.items() if name != language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_that_lacks_a_language_is_refused(language: str) -> None:
    condition, flag = CONDITIONS[0], FLAGS[0]
    finding = without(condition["finding"][0], language)
    accuracy = read_table(name="accuracy")["accuracy"][0]
    prior = next(one for one in read_table(name="priors")["prior"] if "note" in one)
    for attempt in (
        lambda: read_condition(entry=without(condition, language)),
        lambda: read_condition(entry=condition | {"finding": [finding]}),
        lambda: read_condition(entry=condition | {"means": without(condition["means"], language)}),
        lambda: read_flag(entry=without(flag, language)),
        lambda: read_flag(entry=flag | {"basis": without(flag["basis"], language)}),
        lambda: read_sign(entry=without(SIGNS[0], language)),
        lambda: read_prior(entry=prior | {"note": without(prior["note"], language)}),
        lambda: read_accuracy(
            entry=accuracy | {"population": without(accuracy["population"], language)}
        ),
    ):
        with pytest.raises(ValueError, match="missing"):
            attempt()
