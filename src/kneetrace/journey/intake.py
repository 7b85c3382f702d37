"""An intake from what was told to files: continued where it stopped, with every earlier answer."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kneetrace import exchange
from kneetrace.exchange import StoryFile
from kneetrace.intake import Intake, Judged, judge
from kneetrace.journey.folder import ResultsFolder
from kneetrace.terms import InvalidInput, Person

INTAKE_FILE: Final = "intake.json"


class StoryTemplateUnwritable(InvalidInput):
    """The empty story file cannot be written where it was asked for."""


class OtherPersonsStory(InvalidInput):
    """A story and what it is put beside are of two persons."""


@dataclass(frozen=True, kw_only=True)
class TakenIntake:
    """An intake, where it leads, and one sentence on each answer that could not be used."""

    intake: Intake
    judged: Judged
    problems: tuple[str, ...] = ()


class IntakeFolder:
    """A folder that keeps one person's intake, answer by answer.

    Raises
    ------
    InvalidInput
        When the folder cannot be used, or holds an intake that cannot be read or is not ours.
    """

    def __init__(self, out: str | Path, *, never: tuple[Path, ...] = ()) -> None:
        """Open the folder and read the intake that is in it, if any."""
        self._folder = ResultsFolder(out, never=never)
        self._folder.refuse_foreign((INTAKE_FILE,))
        self.file = self._folder.path / INTAKE_FILE
        self.kept = exchange.read_intake(self.file) if self.file.exists() else None

    def keep(self, intake: Intake) -> None:
        """Write the intake; called after every answer, so that nothing told is lost."""
        self._folder.write(INTAKE_FILE, lambda path: exchange.write_intake(intake, path=path))
        self.kept = intake


def read_told(path: str | Path, *, now: datetime, earlier: Intake | None = None) -> StoryFile:
    """Read a story file (TOML), or a stored ``intake.json`` or the folder it is in.

    Parameters
    ----------
    path
        The file or the folder.
    now
        When the answers of a story file were given.
    earlier
        What the same person told before; an edited story file adds to it.

    Raises
    ------
    InvalidInput
        When it cannot be read, or is of another person than ``earlier``.
    """
    file = Path(path)
    if file.is_dir():
        file = file / INTAKE_FILE
    if file.suffix.lower() == ".json":
        return StoryFile(intake=exchange.read_intake(file))
    told = exchange.read_story(file, now=now, earlier=earlier)
    if earlier is not None:
        refuse_other_label(told.intake.label, earlier.label)
    return told


def take_intake(path: str | Path, *, out: str | Path, now: datetime) -> TakenIntake:
    """Take a story file in and write ``intake.json``.

    Parameters
    ----------
    path
        The story (TOML).
    out
        Folder for the file; an intake that is there is continued: what changed is added.
    now
        When the answers were given.

    Raises
    ------
    InvalidInput
        When the story or the folder cannot be used. Single answers that cannot be used are in the
        result's ``problems``; all others are kept.
    """
    folder = IntakeFolder(out)
    told = read_told(path, now=now, earlier=folder.kept)
    judged = judge(story=told.intake.story)
    folder.keep(told.intake)
    return TakenIntake(intake=told.intake, judged=judged, problems=told.problems)


def refuse_other_label(one: str, other: str, /) -> None:
    """Refuse to put a story beside what is of somebody else.

    Raises
    ------
    OtherPersonsStory
        When both have a label and they differ.
    """
    if Person.label not in (one, other) and one != other:
        raise OtherPersonsStory(
            f"The story is of {one}, what it is put beside of {other}: choose another folder, or "
            "mend the label."
        )


def write_empty_story(path: str | Path, *, language: str) -> None:
    """Write an empty story file to fill in; a file that is there is left alone.

    Raises
    ------
    StoryTemplateUnwritable
        When a file is there, or its folder is not.
    """
    file = Path(path)
    if file.exists():
        raise StoryTemplateUnwritable(f"{file} is there already: give another name.")
    Intake(language=language)  # refuses a language the questions are not written in
    try:
        exchange.write_story_template(file, language=language)
    except OSError as cause:
        raise StoryTemplateUnwritable(
            f"{file} cannot be written ({cause.strerror}): choose another place."
        ) from None
