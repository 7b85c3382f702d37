"""A file is written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Give a place beside ``path`` to write to, and put it there once the block ends well.

    When the block fails, whatever lay at ``path`` before still does.

    Parameters
    ----------
    path
        Where the file shall be; its folder must exist.

    Yields
    ------
    Path
        A name in the same folder with the same ending (writers choose the format by it).
    """
    target = Path(path)
    unfinished = target.with_name(f".unfinished-{os.getpid()}-{target.name}")
    try:
        yield unfinished
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
