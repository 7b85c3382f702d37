"""Recorded force plates brought to a motion's times and axes, once it is sure that they can be."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.notes import load_note
from kneetrace.explain.load.plate_records import PlateRecord
from kneetrace.explain.load.plates import LOADED_N, PlateForces
from kneetrace.measure import Laboratory
from kneetrace.terms import InvalidInput

Array = NDArray[np.float64]

SLACK_S: Final = 0.05
"""DESIGN: plates may begin this much later, or end earlier, than the motion."""

STUCK_S: Final = 0.02
STUCK_SAMPLES: Final = 5
STUCK_SHARE: Final = 0.5
"""DESIGN: a push that stays at its very greatest value for so long and so many samples at a
stretch was cut off by the amplifier; one that does so for half of its time was never measured but
made up."""


class PlatesElsewhen(InvalidInput):
    """The plates were not recorded while the motion was, or not by its clock."""


class PlatesOfOtherAxes(InvalidInput):
    """The plates push along another axis than the one that points up, or downwards."""


class PlateUnusable(InvalidInput):
    """A plate was overloaded, or lacks values."""


def plates_at(
    records: Sequence[PlateRecord], *, time_s: Array, laboratory: Laboratory | None = None
) -> tuple[PlateForces, ...]:
    """Bring plates to a motion's times and axes.

    Parameters
    ----------
    records : in the axes of the laboratory
    time_s : (time,), s
    laboratory : where the motion lies in it; None where plates and motion share their axes

    Raises
    ------
    PlatesElsewhen
        When the plates do not cover the motion.
    PlateUnusable
        When a plate lacks values, or was overloaded.
    PlatesOfOtherAxes
        When the plates do not push upwards.
    """
    axes = laboratory or Laboratory(turn=np.eye(3), raised_m=0.0)
    turned = [
        PlateRecord(
            time_s=record.time_s,
            force_n=record.force_n @ axes.turn.T,
            point_m=axes.places_m(record.point_m),
            moment_nm=record.moment_nm @ axes.turn.T,
        )
        for record in records
    ]
    for number, record in enumerate(turned, start=1):
        _check(record, number=number, time_s=time_s)
    _check_upward(turned)

    def at(record: PlateRecord, columns: Array) -> Array:
        known = np.nan_to_num(columns)
        return np.column_stack([np.interp(time_s, record.time_s, column) for column in known.T])

    return tuple(
        PlateForces(
            force_n=at(record, record.force_n),
            point_m=at(record, record.point_m),
            moment_nm=at(record, record.moment_nm),
        )
        for record in turned
    )


def _check(record: PlateRecord, *, number: int, time_s: Array) -> None:
    if not np.isfinite(record.time_s).all() or (np.diff(record.time_s) <= 0).any():
        raise PlateUnusable(load_note("plate_times_back", number=number))
    first_s, last_s = float(record.time_s[0]), float(record.time_s[-1])
    if first_s > time_s[0] + SLACK_S or last_s < time_s[-1] - SLACK_S:
        raise PlatesElsewhen(
            load_note(
                "plates_elsewhen",
                first=round(first_s, 2),
                last=round(last_s, 2),
                motion_first=round(float(time_s[0]), 2),
                motion_last=round(float(time_s[-1]), 2),
            )
        )
    asked = (record.time_s >= time_s[0] - SLACK_S) & (record.time_s <= time_s[-1] + SLACK_S)
    push_n = np.linalg.norm(record.force_n, axis=1)
    told = np.isfinite(record.point_m).all(axis=1) & np.isfinite(record.moment_nm).all(axis=1)
    lost = asked & ~(np.isfinite(push_n) & (told | (push_n < LOADED_N)))
    if lost.any():
        raise PlateUnusable(
            load_note(
                "plate_gap",
                number=number,
                some=int(lost.sum()),
                all=int(asked.sum()),
                first=round(float(record.time_s[lost.argmax()]), 2),
            )
        )
    stuck_s, most_n = _stuck(record.force_n[:, 1], time_s=record.time_s)
    if stuck_s > STUCK_S:
        raise PlateUnusable(
            load_note("plate_stuck", number=number, most=round(most_n), stuck=round(stuck_s, 2))
        )


def _stuck(push_n: Array, *, time_s: Array) -> tuple[float, float]:
    """How long a push stays at its very greatest value at a stretch, s, and that value, N."""
    most_n = float(np.nanmax(push_n))
    at_most = push_n == most_n
    if most_n < LOADED_N or at_most.sum() > STUCK_SHARE * (push_n > LOADED_N).sum():
        return 0.0, most_n
    edges = np.flatnonzero(np.diff(np.concatenate([[0], at_most.astype(int), [0]]))).reshape(-1, 2)
    start, stop = edges[np.argmax(edges[:, 1] - edges[:, 0])]
    if stop - start < STUCK_SAMPLES:
        return 0.0, most_n
    return float(time_s[stop - 1] - time_s[start]), most_n


def _check_upward(records: Sequence[PlateRecord]) -> None:
    """Refuse plates that push mostly along another axis, or down."""
    felt_n = np.concatenate([np.zeros((1, 3)), *(record.force_n for record in records)])
    mean_n = felt_n[np.linalg.norm(felt_n, axis=1) > LOADED_N].sum(axis=0) / len(felt_n)
    axis = int(np.argmax(np.abs(mean_n)))
    if axis != 1 and mean_n[axis] != 0:
        raise PlatesOfOtherAxes(load_note("plates_sideways"))
    if mean_n[1] < 0:
        raise PlatesOfOtherAxes(load_note("plates_down"))
