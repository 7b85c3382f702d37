"""What a therapist saw of a scored test: an empty sheet to fill in, and a filled one read back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from kneetrace.exchange import whole_file
from kneetrace.journey.toml_fields import (
    RequestUnreadable,
    read_toml,
    refuse_unknown,
    side_in,
    text_in,
)
from kneetrace.measure import Measurement, ScoreSheet, ViewFinding, answer_score, empty_score
from kneetrace.terms import InvalidInput, Side

_ABOUT: Final = ("test", "side")
_HELP: Final = {
    "en": (
        "What you saw of each item: write its points between the quotes, or without them.",
        "An item left empty stays open; the camera's proposal stands until you answer.",
        "The leg these answers are about, right or left; empty where only one was recorded.",
    ),
    "es": (
        "Lo que usted vio en cada punto: escriba la puntuación entre las comillas, o sin ellas.",
        "Un punto vacío queda abierto; la propuesta de la cámara vale hasta que usted responda.",
        "La pierna de estas respuestas, right (derecha) o left (izquierda); vacío si solo hay una.",
    ),
}


class NoScore(InvalidInput):
    """The test has no score sheet, or none in this language."""


class ScoreSheetUnwritable(InvalidInput):
    """The empty sheet cannot be written where it was asked for."""


@dataclass(frozen=True, kw_only=True)
class ScoreAnswers:
    """A therapist's answers: points by item; ``side`` is the leg they are about, where it is said.

    ``source`` is what they were read from, for sentences about them.
    """

    source: str
    points: Mapping[str, int] = field(default_factory=dict)
    side: Side | None = None


def write_score_sheet(*, test: str, path: Path, language: str = "en") -> None:
    """Write an empty score sheet (TOML) to fill in; a file that is there is left alone.

    Raises
    ------
    NoScore
        The test has no score, or no sheet in this language.
    ScoreSheetUnwritable
        A file is there, or the place cannot be written to.
    """
    form = _form(test)
    if language not in _HELP:
        raise NoScore(f'There is no score sheet in "{language}": use {" or ".join(_HELP)}.')
    if path.exists():
        raise ScoreSheetUnwritable(f"{path} is there already: give another name.")
    if path.suffix.lower() != ".toml":
        raise ScoreSheetUnwritable(f"{path.name} must end in .toml: it is read back as TOML.")
    try:
        with whole_file(path) as unfinished:
            unfinished.write_text("\n".join(_lines(form, language)), encoding="utf-8")
    except OSError as cause:
        raise ScoreSheetUnwritable(
            f"{path} cannot be written ({cause.strerror}): choose another place."
        ) from None


def read_score_sheet(path: Path, *, test: str) -> ScoreAnswers:
    """Read a filled sheet; items left empty stay open.

    Raises
    ------
    InvalidInput
        The file is absent or no TOML, is about another test, or an answer cannot be right; the
        sentence names the file and the field.
    """
    content = read_toml(path, what="a score sheet")
    named = text_in(content, "test", where=path.name)
    if named not in (None, "", test):
        raise RequestUnreadable(
            f'{path.name}: test = "{named}" is not the test that was recorded ("{test}"): give the '
            "sheet of this test."
        )
    if content.get("side") == "":
        content = {name: value for name, value in content.items() if name != "side"}
    return score_in_fields(content, test=test, where=path.name)


def score_in_fields(fields: Mapping[str, Any], *, test: str, where: str) -> ScoreAnswers:
    """Read answers that are written in a file themselves.

    Parameters
    ----------
    fields
        Points by item, and ``side`` where it is said; an empty text leaves an item open.
    where
        What the fields are in, for sentences about them.

    Raises
    ------
    InvalidInput
        The test has no score, an item is not known, or its points cannot be right.
    """
    form = _form(test)
    items = {item.name: item.points for item in form.items}
    refuse_unknown(fields, (*_ABOUT, *items), where=where)
    return ScoreAnswers(
        source=where,
        side=side_in(fields, "side", where=where),
        points={
            name: _points(fields[name], possible, name=name, where=where)
            for name, possible in items.items()
            if fields.get(name, "") != ""
        },
    )


def fill_in(measurement: Measurement, answers: ScoreAnswers) -> Measurement:
    """Fill a measurement's score sheet in with the answers, or say why they were left out."""
    sheet = measurement.score
    if sheet is None:
        return _left_out(
            measurement,
            f"Which leg was measured is not known, so the answers in {answers.source} were left "
            "out.",
            advice="Say which leg did the test.",
        )
    if answers.side not in (None, sheet.side):
        return _left_out(
            measurement,
            f"{answers.source} is about the {answers.side} leg, but the {sheet.side} one was "
            "measured: its answers were left out.",
            advice="Give each recording the sheet of the leg that it shows.",
        )
    return replace(measurement, score=answer_score(sheet=sheet, points=answers.points))


def _form(test: str) -> ScoreSheet:
    form = empty_score(test=test)
    if form is None:
        raise NoScore(f'"{test}" has no score to be answered: leave the score sheet out.')
    return form


def _lines(form: ScoreSheet, language: str) -> Iterator[str]:
    points, left_open, side = _HELP[language]
    yield from (f"# {points}", f"# {left_open}", "", f'test = "{form.test}"', "", f"# {side}")
    yield 'side = ""'
    for item in form.items:
        yield from ("", f"# {item.cue[language]}")
        yield f'{item.name} = ""  # {", ".join(map(str, item.points))}'
    yield ""


def _points(value: Any, possible: tuple[int, ...], *, name: str, where: str) -> int:
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value not in possible:
        *others, last = map(str, possible)
        raise RequestUnreadable(
            f"{where}: {name} must be {', '.join(others)} or {last}, not {value!r}; leave it empty "
            "where you did not see it."
        )
    return value


def _left_out(measurement: Measurement, sentence: str, *, advice: str) -> Measurement:
    finding = ViewFinding(what="score_left_out", sentence=sentence, advice=advice)
    return replace(measurement, findings=(*measurement.findings, finding))
