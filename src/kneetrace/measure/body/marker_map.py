"""Which marker of a recording stands for which place of the body: the table marker_names.toml."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from kneetrace.terms import Side

SPLIT: Final = re.compile(r"[\s._-]+")

PREDICTED: Final = "_study"
"""How OpenCap names markers that its network predicts from keypoints of two phones."""

PREDICTED_SD_M: Final = 0.022
"""Their spread: with it knees come out 4 to 5 deg uncertain, as OpenCap's are against markers
(Uhlrich et al. 2023, doi 10.1371/journal.pcbi.1011462)."""

SINGLE_ON_SKIN: Final = {"knee": "knee_lateral", "ankle": "ankle_lateral"}
"""A marker called just "R.Knee" is glued to the outside of the knee where the same set marks the
pelvis' spines; sets of joint centres know no spines."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A place of the body that markers stand for.

    names : what marker sets call it, the first one first; sd_m : see ``marker_names.toml``
    """

    name: str
    sided: bool
    sd_m: float
    names: tuple[str, ...]


@cache
def marks() -> dict[str, Mark]:
    """Return every place of the body that is looked for, by name."""
    table = tomllib.loads(
        resources.files(__package__).joinpath("marker_names.toml").read_text("utf-8")
    )
    return {
        name: Mark(
            name=name,
            sided=not row.get("unsided", False),
            sd_m=row["sd_m"],
            names=tuple(row["names"]),
        )
        for name, row in table.items()
    }


def find_marks(*, names: Sequence[str]) -> dict[str, int]:
    """Find the places of the body among a recording's markers.

    Parameters
    ----------
    names
        The markers' names as the file has them.

    Returns
    -------
    dict
        ``"right_knee_lateral"``, ``"c7"`` ... -> number of the marker, for those that are there.
    """
    there: dict[str, int] = {}
    for number, name in enumerate(names):
        there.setdefault(_plain(name), number)
    found = {
        mark: there[name]
        for mark, known in _known_names()
        for name in [next((one for one in known if one in there), None)]
        if name is not None
    }
    if {"right_asis", "left_asis"} <= found.keys():
        _settle_single_markers(found, names)
    return found


def sd_of(mark: str, *, name: str) -> float:
    """Return the spread of one mark about its place, m, one axis.

    Parameters
    ----------
    mark
        The place, as :func:`find_marks` calls it.
    name
        What the file calls the marker: one that a network put there says so.
    """
    known = marks()
    sd_m = known[mark if mark in known else mark.split("_", 1)[1]].sd_m
    return max(sd_m, PREDICTED_SD_M) if name.lower().endswith(PREDICTED) else sd_m


def _settle_single_markers(found: dict[str, int], names: Sequence[str]) -> None:
    for side in Side:
        for bare, lateral in SINGLE_ON_SKIN.items():
            number = found.get(f"{side.value}_{bare}")
            # "RKnee" is how networks' joint centres are written, with nothing in between.
            if number is None or "." not in _plain(names[number]):
                continue
            del found[f"{side.value}_{bare}"]
            found.setdefault(f"{side.value}_{lateral}", number)


@cache
def _known_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(_spelled_out())


def _spelled_out() -> Iterator[tuple[str, tuple[str, ...]]]:
    for mark in marks().values():
        if not mark.sided:
            yield mark.name, mark.names
            continue
        for side in Side:
            yield (
                f"{side.value}_{mark.name}",
                tuple(one.format(s=side.suffix, side=side.value) for one in mark.names),
            )


def _plain(name: str) -> str:
    return SPLIT.sub(".", name.rsplit(":", 1)[-1].strip().lower()).strip(".")
