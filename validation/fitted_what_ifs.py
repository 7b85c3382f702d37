"""How far formulas of a page's sliders are from the solver, at postures they never saw."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from kneetrace.explain import fit_surrogate, what_if
from validation.simulated_shares import stress, true_persons

ASKED: Final = 40
"""Postures for each formula of each person."""


@dataclass(frozen=True, kw_only=True)
class Missed:
    """One posture: stress, over now, and the angle that is furthest off, rad."""

    stress: float
    angle_rad: float


def missed(random: np.random.Generator, *, people: int) -> Iterator[Missed]:
    """Ask made-up people's formulas and the solver about postures anywhere within the sliders."""
    for person, _ in islice(true_persons(random), people):
        surrogate = fit_surrogate(person, random=random)
        for held, formula in surrogate.formulas.items():
            sliders = [one for one in surrogate.sliders if one.name in formula.sliders]
            for _ in range(ASKED):
                asked = {one.name: random.uniform(one.low, one.high) for one in sliders}
                told = surrogate.at(asked)
                angles = {name: value for name, value in asked.items() if name == held}
                strengths = {name: value for name, value in asked.items() if name != held}
                exact = what_if(person, strengths=strengths, angles_rad=angles)
                if not exact.found[1]:
                    continue
                looks = {
                    "pelvic_drop": exact.pelvic_drop_rad,
                    "trunk_lean": exact.trunk_lean_rad,
                    "trunk_forward": exact.trunk_forward_rad,
                    "knee_in": exact.knee_in_rad,
                    **{name: exact.angles_rad[name] for name in ("hip_adduction", "hip_rotation")},
                }
                yield Missed(
                    stress=abs(told["peak_stress"] - stress(exact)[1] / stress(exact)[0]),
                    angle_rad=max(abs(told[name] - values[1]) for name, values in looks.items()),
                )
