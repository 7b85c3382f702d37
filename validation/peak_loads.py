"""Peak loads on the kneecap in everyday movements, beside what others published."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.evidence import kneecap_findings
from kneetrace.explain import Load, find_load
from kneetrace.terms import Side
from validation.plate_movements import PlateMovement, trials_on_plates

Array = NDArray[np.float64]

METHODS: Final = ("planar", "reaction")
SPREADS: Final = 2.0
"""Published means are given with this many standard deviations on either side."""

ACTIVITIES: Final = ("walking", "running", "stairs up", "stairs down")
LEAST_STANCE_S: Final = 0.15
KNOWN: Final = 0.7
"""DESIGN: share of a stance that must be told, with all feet on plates."""


@dataclass(frozen=True, kw_only=True)
class PeakLoads:
    """One person's movement.

    planar_bw, reaction_bw : peak of a stance (of a leg, in squat and rise), median of all, body
        weights; planar_n_kg : the first over body mass
    low_bw, high_bw : published
    """

    name: str
    activity: str
    stances: int
    planar_bw: float
    reaction_bw: float
    planar_n_kg: float
    low_bw: float
    high_bw: float


def peak_loads(data: Path) -> Iterator[PeakLoads]:
    """Find the loads of everybody over plates under the data folder."""
    for one in trials_on_plates(data):
        load = find_load(one.motion, person=one.person, plates=one.plates)
        peaks = [peak for side in Side for peak in _peaks_n(load, side, one)]
        planar_n, reaction_n = np.median(peaks, axis=0)
        low_bw, high_bw = published_bw(one.activity)
        yield PeakLoads(
            name=one.name,
            activity=one.activity,
            stances=len(peaks),
            planar_bw=planar_n / load.person.weight_n,
            reaction_bw=reaction_n / load.person.weight_n,
            planar_n_kg=planar_n / one.person.mass_kg,
            low_bw=low_bw,
            high_bw=high_bw,
        )


def table_row(one: PeakLoads) -> str:
    """Write a row of the table in ``docs/load.md``."""
    loads = f"{one.planar_bw:.1f} | {one.reaction_bw:.1f} | {one.planar_n_kg:.0f}"
    return f"| {one.activity} | `{one.name}` | {loads} | {one.low_bw:.1f} to {one.high_bw:.1f} |"


def published_bw(activity: str) -> tuple[float, float]:
    """Range of published peaks, body weights."""
    findings = kneecap_findings()
    if activity not in ACTIVITIES:
        low, high = findings["exercise_force_body_weights"].value
        return low, high
    found, at = findings["joint_force_body_weights"], ACTIVITIES.index(activity)
    spread = SPREADS * found.sd[at]
    return max(found.value[at] - spread, 0.0), found.value[at] + spread


def _peaks_n(load: Load, side: Side, one: PlateMovement) -> Iterator[tuple[float, float]]:
    """Peaks by both methods while a leg stands: of each whole stance in gait, else of all."""
    leg, told = load.legs[side], load.told[side]
    courses = [np.where(told, getattr(leg.kneecap, f"{method}_n"), 0.0) for method in METHODS]
    if one.activity not in ACTIVITIES:
        yield courses[0].max(), courses[1].max()
        return
    stands = one.truth.pushed[side]
    edges = np.flatnonzero(np.diff(stands.astype(int))) + 1
    for start, stop in pairwise(edges):
        long = load.time_s[stop] - load.time_s[start] >= LEAST_STANCE_S
        known = (told & one.whole)[start:stop].mean() > KNOWN
        if stands[start] and long and known:
            yield courses[0][start:stop].max(), courses[1][start:stop].max()
