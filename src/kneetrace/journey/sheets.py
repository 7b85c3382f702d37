"""An instruction sheet written to where it was asked for."""

from pathlib import Path
from typing import Final

from kneetrace.exchange import whole_file
from kneetrace.report import find_test, render_sheet
from kneetrace.terms import InvalidInput

MARK: Final = '<body class="sheet">'


class SheetUnwritable(InvalidInput):
    """The sheet cannot be written to this place."""


def write_sheet(*, test: str, language: str, path: Path) -> None:
    """Write the instruction sheet of a test; only a sheet is replaced.

    Parameters
    ----------
    test
        The name of a movement or strength test.
    language
        ``"en"`` or ``"es"``.
    path
        The HTML file; its folder must exist.

    Raises
    ------
    UnknownTest, UnknownLanguage
        There is no such test, or no instruction in this language.
    SheetUnwritable
        Somebody else's file is there, or the place cannot be written to.
    """
    page = render_sheet(test=find_test(test), language=language)
    try:
        if path.exists() and MARK not in path.read_text("utf-8", errors="replace"):
            raise SheetUnwritable(f"{path} is not an instruction sheet: choose another name.")
        with whole_file(path) as unfinished:
            unfinished.write_text(page, encoding="utf-8")
    except OSError as cause:
        raise SheetUnwritable(
            f"The sheet cannot be written to {path} ({cause.strerror}): choose another place."
        ) from None
