"""Are raw force recordings read right?

Load-cell recordings of four actions in 30 older adults. The data's own table of peaks and best
seconds is the truth; a channel whose peak in that table is not positive recorded no effort.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from kneetrace.measure.strength.force_trace import DeadChannel, Effort, ForceTrace, find_effort
from kneetrace.measure.strength.units import si_factor
from validation.recordings import data_folder
from validation.row import Row

CHANNELS: Final = ("kneeext", "kneeflex", "dorsi", "plantar")
RATE_HZ: Final = 2000.0
FOLDER: Final = "strength-elderly-dynamometry"
ALLOWED_SHARE: Final = 0.01


def rows() -> Iterator[Row]:
    folder = data_folder() / FOLDER
    _, newton_per_kgf = si_factor(unit="kgf")
    peaks, seconds, dead_found, live_called_dead = [], [], [], 0
    for trace, peak_kgf, second_kgf in _recordings(folder, newton_per_kgf):
        effort = _effort(trace)
        if peak_kgf <= 0:
            dead_found.append(effort is None)
            continue
        if effort is None:
            live_called_dead += 1
            continue
        peaks.append(_within(effort.peak_n / newton_per_kgf, peak_kgf))
        seconds.append(_within(effort.best_second_n / newton_per_kgf, second_kgf))
    data = f"{FOLDER}: 30 people, 4 channels"
    yield Row(
        "strength.peak_within_1_percent_share", float(np.mean(peaks)), "", ">= 1.0", None, data
    )
    yield Row(
        "strength.best_second_within_1_percent_share", float(np.mean(seconds)), "", None, None, data
    )
    yield Row("strength.dead_channels_found", float(np.mean(dead_found)), "", ">= 1.0", None, data)
    yield Row("strength.live_channels_called_dead", live_called_dead, "", "<= 0", None, data)


def _recordings(folder: Path, newton_per_kgf: float) -> Iterator[tuple[ForceTrace, float, float]]:
    with (folder / "summary_peaks.csv").open(encoding="utf-8") as file:
        summary = list(csv.DictReader(file))
    recorded = np.load(folder / "DNM_2000Hz_kgf.npz")
    for person in summary:
        name = f"ID{int(person['id']):02d}"
        force_n = recorded[name].astype(np.float64) * newton_per_kgf
        for column, channel in enumerate(CHANNELS):
            yield (
                ForceTrace(name=f"{name} {channel}", rate_hz=RATE_HZ, force_n=force_n[:, column]),
                float(person[f"peak_{channel}"]),
                float(person[f"max1s_{channel}"]),
            )


def _effort(trace: ForceTrace) -> Effort | None:
    try:
        return find_effort(trace=trace)
    except DeadChannel:
        return None


def _within(found: float, expected: float) -> bool:
    # The table is rounded to hundredths.
    return abs(found - expected) <= max(ALLOWED_SHARE * expected, 0.005)
