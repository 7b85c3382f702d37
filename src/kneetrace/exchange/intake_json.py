"""An intake as a JSON document: every answer ever given, with its time."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kneetrace import __version__
from kneetrace.exchange.json_documents import (
    FileUnreadable,
    WrittenByNewer,
    read_by_version,
    read_json,
    write_json,
)
from kneetrace.exchange.refusals import refusal
from kneetrace.intake import (
    Answer,
    Intake,
    Questionnaire,
    Story,
    UnknownQuestion,
    UnusableAnswer,
    checked,
    question,
)

INTAKE_KIND: Final = "kneetrace.intake"
INTAKE_VERSION: Final = 1
INTAKE_SCHEMA: Final = f"{INTAKE_KIND}/{INTAKE_VERSION}"
"""Schema that ``intake.json`` is written in; older ones stay readable."""


def intake_document(intake: Intake) -> dict[str, Any]:
    """Put an intake into the form ``intake.json`` has.

    Returns
    -------
    dict
        ``schema, program, person`` (its label), ``language, made_on``; ``answers``, every version
        of each, oldest first: ``question``, ``value`` (null: "I do not know"; durations in days)
        and ``given_at``; ``questionnaires``.
    """
    return {
        "schema": INTAKE_SCHEMA,
        "program": f"kneetrace {__version__}",
        "person": {"label": intake.label},
        "language": intake.language,
        "made_on": None if intake.made_on is None else intake.made_on.isoformat(),
        "answers": [_timed(one) for one in intake.story.answers],
        "questionnaires": [_timed(one) for one in intake.questionnaires],
    }


def write_intake(intake: Intake, *, path: str | Path) -> None:
    """Write ``intake.json``."""
    write_json(intake_document(intake), path=path)


def read_intake(path: str | Path) -> Intake:
    """Read an ``intake.json`` of this or any earlier schema version.

    Raises
    ------
    FileUnreadable
        When the file is absent, damaged, or no intake.
    WrittenByNewer
        When a newer version of the program wrote it.
    """
    file = Path(path)
    return read_intake_document(read_json(file), name=file.name)


def read_intake_document(document: Mapping[str, Any], *, name: str) -> Intake:
    """Read a document of the form ``intake.json`` has; ``name`` is the file's, for sentences."""
    try:
        return read_by_version(document, kind=INTAKE_KIND, readers=_READERS, name=name)
    except UnknownQuestion as unknown:  # questions are added without a new schema
        raise WrittenByNewer(refusal("question_newer", file=name, question=unknown.name)) from None
    except UnusableAnswer as refused:
        raise FileUnreadable(refusal("intake_damaged", file=name, cause=refused.words)) from None


def _timed(one: Answer | Questionnaire) -> dict[str, Any]:
    return asdict(one) | {"given_at": one.given_at.isoformat()}


def _read_version_1(document: Mapping[str, Any]) -> Intake:
    return Intake(
        label=document["person"]["label"],
        language=document["language"],
        story=Story(answers=tuple(_answer(one) for one in document["answers"])),
        questionnaires=tuple(
            Questionnaire(**{**one, "items": tuple(one["items"]), "given_at": _time(one)})
            for one in document["questionnaires"]
        ),
    )


def _answer(stored: Mapping[str, Any]) -> Answer:
    asked, value = question(name=stored["question"]), stored["value"]
    return Answer(
        question=asked.name,
        value=None if value is None else checked(question=asked, value=value),
        given_at=_time(stored),
    )


def _time(stored: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(stored["given_at"])


_READERS: Final[Mapping[int, Callable[[Mapping[str, Any]], Intake]]] = MappingProxyType(
    {1: _read_version_1}
)
