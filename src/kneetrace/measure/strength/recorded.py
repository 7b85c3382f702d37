"""A strength entry read from raw force-time recordings, one trial in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kneetrace.measure.strength.entries import StrengthEntry
from kneetrace.measure.strength.force_file import UnreadableForceFile, read_force_file
from kneetrace.measure.strength.force_trace import Effort, ForceTrace, find_effort
from kneetrace.measure.strength.protocols import Holding
from kneetrace.measure.strength.units import Quantity
from kneetrace.terms import InvalidInput, NotMeasurable, Side


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What recordings of one leg held: an entry, each effort, and what could not be read."""

    entry: StrengthEntry
    efforts: tuple[Effort, ...]
    problems: tuple[str, ...]


def entry_from_recordings(
    paths: Sequence[Path],
    /,
    *,
    test: str,
    side: Side,
    holding: Holding,
    position: str,
    lever_arm_m: float | None = None,
    channel: str | None = None,
    unit: str | None = None,
    rate_hz: float | None = None,
    tested_on: date | None = None,
) -> Recorded:
    """Read the trials of one leg from force-time files; each trial's peak is its force.

    Parameters
    ----------
    paths
        One file for each trial.
    test, side, holding, position, lever_arm_m, tested_on
        As in ``StrengthEntry``.
    channel
        Name of the force column, where a file has several.
    unit, rate_hz
        Of files that do not say them.

    Returns
    -------
    Recorded
        A file that holds no usable effort becomes a problem.

    Raises
    ------
    InvalidInput, NotMeasurable
        When no file holds one: the reason of the first.
    """
    efforts: list[Effort] = []
    refused: list[InvalidInput | NotMeasurable] = []
    for path in paths:
        try:
            trace = _chosen(
                read_force_file(path, unit=unit, rate_hz=rate_hz), channel=channel, file=path.name
            )
            efforts.append(find_effort(trace=trace))
        except (InvalidInput, NotMeasurable) as wrong:
            refused.append(wrong)
    if not efforts:
        raise refused[0]
    return Recorded(
        entry=StrengthEntry(
            test=test,
            side=side,
            trials=tuple(effort.peak_n for effort in efforts),
            quantity=Quantity.FORCE,
            holding=holding,
            position=position,
            lever_arm_m=lever_arm_m,
            tested_on=tested_on,
            places=tuple(effort.name for effort in efforts),
        ),
        efforts=tuple(efforts),
        problems=tuple(map(str, refused)),
    )


def _chosen(traces: Sequence[ForceTrace], *, channel: str | None, file: str) -> ForceTrace:
    names = ", ".join(trace.name for trace in traces)
    if channel is None and len(traces) > 1:
        raise UnreadableForceFile(
            f"{file} has several force columns ({names}): say which one to read."
        )
    found = [trace for trace in traces if channel in (None, trace.name)]
    if not found:
        raise UnreadableForceFile(f"{file} has no force column {channel!r}: choose one of {names}.")
    return ForceTrace(
        name=f"{file}, {found[0].name}", rate_hz=found[0].rate_hz, force_n=found[0].force_n
    )
