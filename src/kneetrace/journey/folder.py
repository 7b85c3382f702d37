"""The folder results are written to: ours are replaced, anybody else's file is left alone."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kneetrace.journey.refusals import refusal
from kneetrace.terms import InvalidInput, Unavailable

REPORT_FILE: Final = "report.html"
LEDGER: Final = ".kneetrace"
"""Name of the small file in each results folder that lists what this program wrote there."""

_SPACE: Final = (errno.ENOSPC, errno.EDQUOT)


class FolderUnusable(InvalidInput):
    """Results cannot be written where they were asked for."""


class SpaceExhausted(Unavailable):
    """The disk is full; what was written before it filled is kept."""


class ResultsFolder:
    """A folder that holds the results of one recording or one assessment.

    Parameters
    ----------
    path
        Made when it is not there.
    never
        Files that must not be overwritten whatever their name: the videos being measured.

    Raises
    ------
    InvalidInput
        The folder cannot be made or written to.
    """

    def __init__(self, path: str | Path, *, never: tuple[Path, ...] = ()) -> None:
        """Make the folder when it is not there, and read what is ours in it."""
        self.path = Path(path)
        self._never = never
        try:
            with _clear_sentences(self.path):
                self.path.mkdir(parents=True, exist_ok=True)
                ledger = self.path / LEDGER
                ledger.touch()
                self._ours = set(ledger.read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError) as cause:  # a name no folder can have, a medium gone
            raise FolderUnusable(
                refusal("folder_unusable", folder=str(self.path), cause=str(cause))
            ) from None

    def refuse_foreign(self, names: tuple[str, ...]) -> None:
        """Say now, before the long work, that a file of someone else stands in the way.

        Raises
        ------
        InvalidInput
            A file of one of these names is there and was not written by this program.
        """
        for name in names:
            self._refuse_foreign(name)

    def write(self, name: str, writer: Callable[[Path], object]) -> Path:
        """Write one file whole or not at all.

        Parameters
        ----------
        name
            The file's name in this folder.
        writer
            Called with the path to write to; it is put in place once the call returns.

        Returns
        -------
        Path
            Where the file is.

        Raises
        ------
        InvalidInput
            Somebody else's file of that name is there, or the folder is not writable.
        Unavailable
            The disk is full.
        """
        self._refuse_foreign(name)
        target = self.path / name
        # The ending is kept because writers choose the format by it.
        unfinished = self.path / f".unfinished-{os.getpid()}-{name}"
        try:
            with _clear_sentences(self.path):
                writer(unfinished)
                self._claim(name)
                unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        return target

    def write_text(self, name: str, text: str) -> Path:
        """Write one text file whole or not at all; see ``write``."""
        return self.write(name, lambda path: path.write_text(text, encoding="utf-8"))

    def inner(self, name: str) -> "ResultsFolder":
        """Open a folder within this one."""
        return ResultsFolder(self.path / name, never=self._never)

    def holds(self, names: tuple[str, ...]) -> bool:
        """Tell whether results of an earlier run are here."""
        return any(name in self._ours and (self.path / name).exists() for name in names)

    def forget(self, names: tuple[str, ...]) -> None:
        """Remove results of an earlier run, so that old ones never stand beside new ones."""
        for name in names:
            if name in self._ours:
                with _clear_sentences(self.path):
                    (self.path / name).unlink(missing_ok=True)

    def _refuse_foreign(self, name: str) -> None:
        target = self.path / name
        if not target.exists():
            return
        if any(_is_same(target, video) for video in self._never):
            raise FolderUnusable(refusal("overwrites", file=str(target)))
        if name not in self._ours:
            raise FolderUnusable(refusal("foreign", file=str(target)))

    def _claim(self, name: str) -> None:
        if name not in self._ours:
            with (self.path / LEDGER).open("a", encoding="utf-8") as ledger:
                ledger.write(f"{name}\n")
            self._ours.add(name)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # absent, or a name no file can have
        return False


def free_bytes(path: Path) -> int:
    """Bytes free on the disk that holds a path (or its nearest existing parent)."""
    there = next(one for one in (path.absolute(), *path.absolute().parents) if one.exists())
    return shutil.disk_usage(there).free


@contextmanager
def _clear_sentences(folder: Path) -> Iterator[None]:
    try:
        yield
    except (FileExistsError, NotADirectoryError):
        raise FolderUnusable(refusal("no_folder", folder=str(folder))) from None
    except OSError as cause:
        if cause.errno in _SPACE:
            raise SpaceExhausted(refusal("disk_full", folder=str(folder))) from None
        if cause.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise FolderUnusable(refusal("not_yours", folder=str(folder))) from None
        raise
