"""Strength tests from entries to files."""

from pathlib import Path
from typing import Final

from kneetrace import exchange
from kneetrace.journey.folder import ResultsFolder
from kneetrace.journey.strength_request import StrengthRequest
from kneetrace.measure import StrengthExamination, examine_strength
from kneetrace.terms import InvalidInput, Person

STRENGTH_FILE: Final = "strength.json"


class TemplateUnwritable(InvalidInput):
    """The empty table cannot be written where it was asked for."""


class NothingUsable(InvalidInput):
    """Nothing of what was entered could be used."""


def examine_one(
    request: StrengthRequest, *, person: Person, out: str | Path, never: tuple[Path, ...] = ()
) -> StrengthExamination:
    """Tell what one person's strength tests came to, and write ``strength.json``.

    Parameters
    ----------
    request
        What was entered.
    person
        Whose body scales it.
    out
        Folder for the file.
    never
        Files that must not be overwritten: those the tests were read from.

    Raises
    ------
    InvalidInput
        The folder cannot be used, or nothing that was entered can be.
    """
    folder = ResultsFolder(out, never=never)
    folder.refuse_foreign((STRENGTH_FILE,))
    examination = examine_strength(
        person=person,
        entries=request.entries,
        home=request.home,
        problems=request.problems,
        efforts=request.efforts,
    )
    if not examination.shows_anything:
        first, *others = examination.problems or ("There is no strength test: enter at least one.",)
        more = f" ({len(others)} more could not be used either.)" if others else ""
        raise NothingUsable(f"{first}{more}")
    folder.write(STRENGTH_FILE, lambda path: exchange.write_strength(examination, path=path))
    return examination


def write_template(path: str | Path) -> None:
    """Write an empty table of strength tests to fill in; a file that is there is left alone.

    Raises
    ------
    TemplateUnwritable
        When a file is there, or its folder is not.
    """
    file = Path(path)
    if file.exists():
        raise TemplateUnwritable(f"{file} is there already: give another name.")
    if file.suffix.lower() != ".xlsx":
        raise TemplateUnwritable(f"{file.name} must end in .xlsx: it is a spreadsheet.")
    try:
        exchange.write_strength_template(file)
    except OSError as cause:
        raise TemplateUnwritable(
            f"{file} cannot be written ({cause.strerror}): choose another place."
        ) from None
