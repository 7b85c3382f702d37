"""A person's what-ifs as small formulas, for pages with sliders where no solver runs.

What a page shows is a quadratic function of what was moved, through the person as measured. A joint
that is held is another problem than one that is free, so every angle has a formula of its own, over
all strengths and itself; with none held, all joints answer to the strengths.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.terms import InvalidInput, OutsideEvidence, Unit

Array = NDArray[np.float64]

SURROGATE_METHOD: Final = "kneetrace.what_if/1"

FREE: Final = "free"
"""The formula in which no joint is held."""


class NotASlider(InvalidInput):
    """Something was moved that cannot be, or two joints were held at once."""


class BeyondSurrogate(OutsideEvidence):
    """Something was moved further than a formula was fitted, or none fits closely enough."""


@dataclass(frozen=True, kw_only=True)
class Slider:
    """Something that may be moved: a strength, or a joint's angle.

    name : of a strength player, or of a coordinate without side
    unit : a ratio over the model's adult, or rad
    now, low, high : as measured, and how far it may go
    """

    name: str
    unit: Unit
    now: float
    low: float
    high: float

    def moved(self, value: float, /) -> float:
        """How far a value is from now: how much more of a muscle the same force takes, or rad."""
        return self.now / value - 1.0 if self.unit is Unit.RATIO else value - self.now

    def value(self, moved: float, /) -> float:
        """Undo ``moved``."""
        return self.now / (1.0 + moved) if self.unit is Unit.RATIO else self.now + moved


@dataclass(frozen=True, kw_only=True)
class Output:
    """Something a page shows, as measured.

    name : ``peak_stress``, ``mean_stress``, ``contact_area``: over now; ``lateral_share``: of the
        load; ``kneecap_reaction``, ``kneecap_planar``: its load by both methods;
        ``quadriceps_pull``; ``pelvic_drop``, ``trunk_lean``, ``trunk_forward``, ``knee_in`` and
        joints: as in ``PostureAnswers``; ``hip_forward``, ``hip_up``, ``hip_outward`` ...: places
    """

    name: str
    unit: Unit
    now: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Formula:
    """How the outputs follow from all strengths and, if one is held, a joint.

    sliders : in the order of their moves
    coefficients : (output, term), of ``terms`` of the moves; what comes out is added to now
    typical_error, largest_error : (output,), in its unit; 95 % and all of the postures that were
        solved for but not fitted
    """

    sliders: tuple[str, ...]
    coefficients: Array
    typical_error: Array
    largest_error: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class Surrogate:
    """One person's what-ifs.

    sliders : strengths, then angles
    outputs : in the order of a formula's rows
    formulas : ``"free"``, or the angle that is held -> formula; empty: nothing can be moved
    left_out : sliders that no formula follows closely enough for this person: show none
    """

    sliders: tuple[Slider, ...]
    outputs: tuple[Output, ...]
    formulas: Mapping[str, Formula]
    left_out: tuple[str, ...]

    def at(self, values: Mapping[str, float], /) -> dict[str, float]:
        """Tell all outputs.

        Parameters
        ----------
        values : slider -> value; a strength that is absent is as measured, a joint is free

        Raises
        ------
        NotASlider
            For a name that is none, or when two joints are held at once.
        BeyondSurrogate
            Where no formula reaches; ``what_if`` solves for it.
        """
        if FREE not in self.formulas or set(values) & set(self.left_out):
            raise BeyondSurrogate("No formula follows this person's postures closely enough.")
        sliders = {slider.name: slider for slider in self.sliders}
        for name, value in values.items():
            if name not in sliders:
                raise NotASlider(f"{name} cannot be moved: take one of {', '.join(sliders)}.")
            low, high = sliders[name].low, sliders[name].high
            if not low <= value <= high:
                raise BeyondSurrogate(f"{name} goes from {low:.3g} to {high:.3g}, not {value:.3g}.")
        held = [name for name in values if name in self.formulas]
        if len(held) > 1:
            raise NotASlider(f"{' and '.join(held)} cannot both be held: leave one free.")
        formula = self.formulas[held[0] if held else FREE]
        moved = [
            sliders[name].moved(values[name]) if name in values else 0.0 for name in formula.sliders
        ]
        added = formula.coefficients @ terms(np.array(moved))
        return {
            output.name: output.now + float(more)
            for output, more in zip(self.outputs, added, strict=True)
        }

    def document(self) -> dict[str, Any]:
        """Write everything as a plain dictionary; ``report/what_if_model.js`` reads it.

        ::

            {"method": "kneetrace.what_if/1",
             "sliders": [{"name": , "unit": "1" or "rad", "now": , "low": , "high": }],
             "outputs": [{"name": , "unit": , "now": }],
             "formulas": {"free": {"sliders": [name], "coefficients": [output][term],
                                   "typical_error": [output], "largest_error": [output]},
                          "hip_flexion": ...},
             "left_out": [name]}
        """
        return {
            "method": SURROGATE_METHOD,
            "sliders": [vars(slider) for slider in self.sliders],
            "outputs": [vars(output) for output in self.outputs],
            "formulas": {
                name: {
                    key: value.tolist() if isinstance(value, np.ndarray) else list(value)
                    for key, value in vars(formula).items()
                }
                for name, formula in self.formulas.items()
            },
            "left_out": list(self.left_out),
        }


def terms(moved: Array, /) -> Array:
    """Every move, then every product of two, itself and those after it: (..., term)."""
    pairs = combinations_with_replacement(range(moved.shape[-1]), 2)
    products = [moved[..., one] * moved[..., other] for one, other in pairs]
    return np.concatenate([moved, np.stack(products, axis=-1)], axis=-1)
