"""Where the real recordings lie."""

import os
from pathlib import Path

from kneetrace.terms import Unavailable


class NoRecordings(Unavailable):
    """The folder of real recordings is not there."""


def data_folder() -> Path:
    """Return the folder named by ``KNEETRACE_DATA``, else the sibling ``shared/data``."""
    named = os.environ.get("KNEETRACE_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        raise NoRecordings(
            "The real recordings are not there: set KNEETRACE_DATA to the folder that holds them."
        )
    return folder
