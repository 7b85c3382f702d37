"""Where the real recordings lie, and the landmarks in them, looked for once."""

import hashlib
import os
from pathlib import Path
from typing import Final

from kneetrace.exchange import read_landmarks, write_landmarks
from kneetrace.measure import Landmarks, find_landmarks
from kneetrace.terms import Unavailable

CHECKOUT: Final = Path(__file__).resolve().parents[1]
KEPT: Final = CHECKOUT / "build" / "validation" / "landmarks"


class NoRecordings(Unavailable):
    """The folder of real recordings is not there."""


def data_folder() -> Path:
    """Return the folder named by ``KNEETRACE_DATA``, else the sibling ``shared/data``."""
    named = os.environ.get("KNEETRACE_DATA")
    folder = Path(named) if named else CHECKOUT.parent / "shared" / "data"
    if not folder.is_dir():
        raise NoRecordings(
            "The real recordings are not there: set KNEETRACE_DATA to the folder that holds them."
        )
    return folder


def landmarks_of(path: Path) -> Landmarks:
    """Find everybody's landmarks in a video, or take them as found before by the same code."""
    state = hashlib.sha256(path.read_bytes())
    for file in sorted((CHECKOUT / "src" / "kneetrace" / "measure" / "pose").glob("*.py")):
        state.update(file.read_bytes())
    kept = KEPT / f"{path.stem}-{state.hexdigest()[:16]}.parquet"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        write_landmarks(find_landmarks(path), path=kept)
    return read_landmarks(kept)
