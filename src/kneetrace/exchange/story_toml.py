"""A story as a person or a clinic types it: a TOML file with one line for each answer."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kneetrace.exchange.json_documents import FileUnreadable
from kneetrace.intake import (
    Asker,
    CannotBeUsed,
    Intake,
    akps,
    question,
    refuse_licensed,
)
from kneetrace.terms import LANGUAGES, ByLanguage

UNKNOWN: Final = "?"
"""How "I do not know" is written."""

_TABLES: Final = {"answers": Asker.PERSON, "examination": Asker.THERAPIST}
_QUESTIONNAIRE_FIELDS: Final = ("akps_items", "akps_permission")
_FIELDS: Final = ("label", "language", *_TABLES, "questionnaires")


@dataclass(frozen=True, kw_only=True)
class StoryFile:
    """What a story file holds, and a sentence by language on each line that cannot be used."""

    intake: Intake
    problems: tuple[ByLanguage, ...] = ()


class StoryUnreadable(CannotBeUsed, FileUnreadable):
    """A story file is absent, no TOML, or no story at all; said in every language."""


def read_story(path: str | Path, *, now: datetime, earlier: Intake | None = None) -> StoryFile:
    """Read a story (TOML); answers that cannot be used are named, all others are kept.

    Parameters
    ----------
    path
        The file: see ``write_story_template``.
    now
        When its answers were given.
    earlier
        An intake of the same person: answers that changed become its newest versions.

    Raises
    ------
    StoryUnreadable
        When the file is absent, no TOML, or no story at all.
    """
    file = Path(path)
    content = _content(file)
    reading = _Reading(file=file.name, intake=earlier or Intake(), problems=[])
    reading.take_fields(content, now=now)
    return StoryFile(intake=reading.intake, problems=tuple(reading.problems))


@dataclass(kw_only=True)
class _Reading:
    file: str
    intake: Intake
    problems: list[ByLanguage]

    def take_fields(self, content: Mapping[str, Any], *, now: datetime) -> None:
        for name in content:
            if name not in _FIELDS:
                self._tell(CannotBeUsed("field", name=name, known=", ".join(_FIELDS)))
        self._take_words(content)
        for table, asker in _TABLES.items():
            for name, value in self._table(content, table):
                self._attempt(self._answer, name, value, asker=asker, at=now)
        self._take_questionnaires(dict(self._table(content, "questionnaires")), at=now)

    def _take_words(self, content: Mapping[str, Any]) -> None:
        label, language = content.get("label"), content.get("language")
        if label is not None:
            if isinstance(label, str) and label.strip():
                self.intake = replace(self.intake, label=label.strip())
            else:
                self._tell(CannotBeUsed("label"))
        if language is not None:
            if language in LANGUAGES:
                self.intake = replace(self.intake, language=language)
            else:
                self._tell(CannotBeUsed("language", known=", ".join(LANGUAGES)))

    def _table(self, content: Mapping[str, Any], name: str) -> Iterator[tuple[str, Any]]:
        table = content.get(name, {})
        if isinstance(table, dict):
            yield from table.items()
        else:
            self._tell(CannotBeUsed("table", name=name))

    def _answer(self, name: str, value: Any, *, asker: Asker, at: datetime) -> None:
        asked = question(name=name)
        if asked.asked is not asker:
            table = next(one for one, who in _TABLES.items() if who is asked.asked)
            raise CannotBeUsed("other_table", question=asked.words, name=name, table=table)
        given = None if value == UNKNOWN else value
        self.intake = replace(
            self.intake, story=self.intake.story.answered(name=name, value=given, at=at)
        )

    def _take_questionnaires(self, fields: Mapping[str, Any], *, at: datetime) -> None:
        for name in fields:
            if name not in _QUESTIONNAIRE_FIELDS:
                self._attempt(self._refuse, name)
        if "akps_items" in fields:
            self._attempt(self._akps, fields, at=at)

    def _akps(self, fields: Mapping[str, Any], *, at: datetime) -> None:
        permission, items = fields.get("akps_permission"), fields["akps_items"]
        filled = akps(
            items=items if isinstance(items, list) else [items],
            permission=permission if isinstance(permission, str) else None,
            at=at,
        )
        known = self.intake.questionnaires
        if not known or known[-1].items != filled.items:
            self.intake = replace(self.intake, questionnaires=(*known, filled))

    def _refuse(self, name: str) -> None:
        refuse_licensed(name=name)
        raise CannotBeUsed("field", name=name, known=", ".join(_QUESTIONNAIRE_FIELDS))

    def _attempt(self, take: Callable[..., None], *given: Any, **how: Any) -> None:
        try:
            take(*given, **how)
        except CannotBeUsed as refused:
            self._tell(refused)

    def _tell(self, refused: CannotBeUsed) -> None:
        self.problems.append(
            {language: f"{self.file}: {said}" for language, said in refused.words.items()}
        )


def _content(file: Path) -> Mapping[str, Any]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as cause:
        raise StoryUnreadable("unreadable", file=str(file), cause=str(cause.strerror)) from None
    except UnicodeDecodeError:
        raise StoryUnreadable("not_utf8", file=file.name) from None
    except (tomllib.TOMLDecodeError, RecursionError) as cause:
        raise StoryUnreadable("not_toml", file=file.name, cause=str(cause)) from None
    if not set(_TABLES) & set(content):
        raise StoryUnreadable("no_story", file=file.name)
    return content
