"""An intake from what was told to files: continued where it stopped, with every earlier answer."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kneetrace import exchange, report
from kneetrace.exchange import StoryFile, StoryUnreadable
from kneetrace.explain import weigh_conditions
from kneetrace.intake import CannotBeUsed, Intake, judge
from kneetrace.journey.folder import REPORT_FILE, ResultsFolder
from kneetrace.measure import Measurement, StrengthExamination
from kneetrace.report import ToldStory
from kneetrace.terms import AGE_RANGE_YEARS, Person

INTAKE_FILE: Final = "intake.json"
DEFAULT_SETTING: Final = "first_contact"


class StoryTemplateUnwritable(CannotBeUsed):
    """The empty story file cannot be written where it was asked for."""


class NoIntakeThere(CannotBeUsed):
    """A folder was given for a story, and there is none in it."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        super().__init__("no_intake", file=INTAKE_FILE, folder=str(folder))
        self.folder = folder


class OtherPersonsStory(CannotBeUsed):
    """A story and what it is put beside are of two persons."""


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
        self._folder.refuse_foreign((INTAKE_FILE, REPORT_FILE))
        self.file = self._folder.path / INTAKE_FILE
        self.kept = exchange.read_intake(self.file) if self.file.exists() else None

    def keep(self, intake: Intake) -> None:
        """Write the intake; called after every answer, so that nothing told is lost."""
        self._folder.write(INTAKE_FILE, lambda path: exchange.write_intake(intake, path=path))
        self.kept = intake

    def tell(self, story: ToldStory) -> None:
        """Write the report of an intake alone."""
        self._folder.write_text(REPORT_FILE, report.render_intake(story))


def read_told(
    path: str | Path, *, now: datetime | None = None, earlier: Intake | None = None
) -> StoryFile:
    """Read a story file (TOML), or a stored ``intake.json`` or the folder it is in.

    Parameters
    ----------
    path
        The file or the folder.
    now
        When the answers of a story file were given; when it was last changed, where not said.
    earlier
        What the same person told before; an edited story file adds to it.

    Raises
    ------
    InvalidInput
        When it cannot be read, or is of another person than ``earlier``.
    """
    file = Path(path)
    if file.is_dir():
        if not (file / INTAKE_FILE).exists():
            raise NoIntakeThere(file)
        file = file / INTAKE_FILE
    if file.suffix.lower() == ".json":
        return StoryFile(intake=exchange.read_intake(file))
    told = exchange.read_story(file, now=now or _changed_at(file), earlier=earlier)
    if earlier is not None:
        refuse_other_label(told.intake.label, earlier.label)
    return told


def take_intake(
    path: str | Path,
    *,
    out: str | Path,
    now: datetime,
    language: str | None = None,
    setting: str = DEFAULT_SETTING,
    priors: Mapping[str, Any] | None = None,
) -> ToldStory:
    """Take a story file in and write ``intake.json`` and ``report.html``.

    Parameters
    ----------
    path
        The story (TOML).
    out
        Folder for the files; an intake that is there is gone on with: what changed is added.
    now
        When the answers were given.
    language
        The one to tell it in; the story's own when not given.
    setting
        Where the person seeks help, for how common conditions are there.
    priors
        Ranges that the therapist sets instead, by condition; see ``given_ranges``.

    Raises
    ------
    InvalidInput
        When the story or the folder cannot be used. Single answers that cannot be used are in the
        result's ``problems``; all others are kept.
    """
    folder = IntakeFolder(out)
    told = read_told(path, now=now, earlier=folder.kept)
    if language is not None:
        told = replace(told, intake=replace(told.intake, language=language))
    story = tell_story(told, setting=setting, priors=priors)
    folder.keep(told.intake)
    folder.tell(story)
    return story


def tell_story(
    told: StoryFile,
    *,
    setting: str = DEFAULT_SETTING,
    priors: Mapping[str, Any] | None = None,
    person: Person | None = None,
    measurements: Iterable[Measurement] = (),
    strength: StrengthExamination | None = None,
) -> ToldStory:
    """Tell where a story leads and what it may be, with what was measured of the same person.

    What a knee may be is weighed for nobody smaller than the questions are made for.

    Raises
    ------
    InvalidInput
        When the setting or a range is not known.
    """
    intake = told.intake
    forms = intake.questionnaires
    age_years = intake.story.values.get("age_years")
    too_small = isinstance(age_years, int | float) and age_years < AGE_RANGE_YEARS[0]
    differential = weigh_conditions(
        story=intake.story,
        setting=setting,
        priors=priors,
        measurements=measurements,
        strength=strength,
        akps_points=forms[-1].total if forms else None,
    )
    return ToldStory(
        intake=intake,
        judged=judge(story=intake.story, person=person),
        differential=None if too_small else differential,
        problems=told.problems,
    )


def refuse_other_label(one: str, other: str, /) -> None:
    """Refuse to put a story beside what is of somebody else.

    Raises
    ------
    OtherPersonsStory
        When both have a label and they differ.
    """
    if Person.label not in (one, other) and one != other:
        raise OtherPersonsStory("other_person", one=one, other=other)


def write_empty_story(path: str | Path, *, language: str) -> None:
    """Write an empty story file to fill in; a file that is there is left alone.

    Raises
    ------
    StoryTemplateUnwritable
        When a file is there, or its folder is not.
    """
    file = Path(path)
    if file.exists():
        raise StoryTemplateUnwritable("template_there", file=str(file))
    Intake(language=language)  # refuses a language the questions are not written in
    try:
        exchange.write_story_template(file, language=language)
    except OSError as cause:
        raise StoryTemplateUnwritable(
            "template_unwritable", file=str(file), cause=str(cause.strerror)
        ) from None


def _changed_at(file: Path) -> datetime:
    try:
        return datetime.fromtimestamp(int(file.stat().st_mtime), tz=UTC)
    except OSError as cause:
        raise StoryUnreadable("unreadable", file=str(file), cause=str(cause.strerror)) from None
