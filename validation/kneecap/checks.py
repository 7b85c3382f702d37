"""Every published check of the kneecap's contact, as the decision record 7 numbers them."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from kneetrace.explain.kneecap.contact import (
    Contact,
    KneecapModel,
    KneecapNotBalanced,
    KneePose,
    solve_contact,
)
from kneetrace.explain.kneecap.planar import force_ratio

LEAST_AREA_MM2: Final = {30: 269.0, 60: 396.0, 90: 269.0}
MOST_AREA_MM2: Final = {30: 414 * 1.24, 60: 520 * 1.24}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One point of the score; ``shown`` is the figure that tells most."""

    number: int
    name: str
    holds: bool
    shown: float
    unit: str
    bound: str


class Bench:
    """One model, each pose solved once."""

    def __init__(self, model: KneecapModel) -> None:
        self._model = model
        self._found: dict[KneePose, Contact | None] = {}

    def at(self, flexion_deg: float, **degrees: float) -> Contact | None:
        pose = pose_of(flexion_deg, **degrees)
        if pose not in self._found:
            try:
                self._found[pose] = solve_contact(model=self._model, pose=pose)
            except KneecapNotBalanced:
                self._found[pose] = None
        return self._found[pose]

    def tell(self, what: Callable[[Contact], float], flexion_deg: float, **degrees: float) -> float:
        found = self.at(flexion_deg, **degrees)
        return math.nan if found is None else what(found)

    def change(
        self, what: Callable[[Contact], float], flexion_deg: float, **degrees: float
    ) -> float:
        """Percent more than in the same bend without any of it."""
        return 100 * (self.tell(what, flexion_deg, **degrees) / self.tell(what, flexion_deg) - 1)


def pose_of(
    flexion_deg: float,
    *,
    inward_deg: float = 0,
    valgus_deg: float = 0,
    q_deg: float = 0,
    medialis_share: float = 1,
    quadriceps_n: float = 600,
) -> KneePose:
    return KneePose(
        flexion_rad=math.radians(flexion_deg),
        inward_rad=math.radians(inward_deg),
        valgus_rad=math.radians(valgus_deg),
        quadriceps_n=quadriceps_n,
        medialis_share=medialis_share,
        q_angle_rad=math.radians(q_deg),
    )


def area(found: Contact) -> float:
    return found.area_mm2


def peak(found: Contact) -> float:
    return found.peak_mpa


def mean(found: Contact) -> float:
    return found.mean_mpa


def lateral(found: Contact) -> float:
    return found.lateral_share


def load(found: Contact) -> float:
    return found.load_n


def checks(bench: Bench) -> Iterator[Check]:
    """Go through the thirteen points of the score."""
    areas = {bend: bench.tell(area, bend) for bend in (15, 30, 60, 90)}
    most = {**MOST_AREA_MM2, 90: 1.1 * areas[60]}
    for number, bend in enumerate((30, 60, 90), start=1):
        yield _within(
            number, f"area_{bend}_mm2", areas[bend], LEAST_AREA_MM2[bend], most[bend], "mm2"
        )
    grows = min(areas[30] - areas[15], areas[60] - areas[30])
    yield _within(4, "area_grows_to_60_mm2", grows, 0, math.inf, "mm2, least step")
    for number, bend in enumerate((30, 60, 90), start=5):
        published = float(force_ratio(flexion_rad=np.array([math.radians(bend)]))[0])
        off = 100 * (bench.tell(load, bend) / 600 / published - 1)
        yield _within(number, f"force_ratio_{bend}_percent", off, -20, 20, "% off van Eijden")
    shares = [bench.tell(lateral, bend) for bend in (30, 60, 90)]
    yield _within(8, "lateral_share", min(shares), 0.5, 1, "share, least")
    for number, turn in ((9, 5), (10, 10)):
        rises = [bench.change(peak, bend, inward_deg=turn) for bend in (15, 30, 45, 60)]
        yield _within(
            number, f"turned_in_{turn}_peak_percent", min(rises), 0, math.inf, "%, least rise"
        )
    wider = bench.change(peak, 20, q_deg=10)
    yield _within(11, "wider_q_peak_percent", wider, 0, math.inf, "% (published 45)")
    bends = (30, 60, 90)
    without = float(np.mean([bench.change(peak, bend, medialis_share=0) for bend in bends]))
    yield _within(12, "no_medialis_peak_percent", without, 9, 29, "% (published 19 +- 10)")
    area_off = float(np.mean([bench.change(area, bend, medialis_share=0) for bend in bends]))
    yield _within(13, "no_medialis_area_percent", area_off, -10, 10, "%")


def _within(number: int, name: str, value: float, low: float, high: float, unit: str) -> Check:
    holds = low < value <= high if low == 0 else low <= value <= high
    bound = f"> {low:g}" if math.isinf(high) else f"{low:.4g}..{high:.4g}"
    return Check(number=number, name=name, holds=holds, shown=value, unit=unit, bound=bound)
