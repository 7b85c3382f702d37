"""Fit a person's what-ifs to postures that were solved for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from kneetrace.explain.load.strengths import STRENGTH_RANGE
from kneetrace.explain.posture.answers import PostureAnswers, answer
from kneetrace.explain.posture.deficits import PLAYERS
from kneetrace.explain.posture.figures import posture_figures
from kneetrace.explain.posture.stance import COORDINATES
from kneetrace.explain.posture.standing_person import Case, StandingPerson, case_of, changed
from kneetrace.explain.tracing.surrogate import FREE, Formula, Output, Slider, Surrogate, terms
from kneetrace.terms import Unit

Array = NDArray[np.float64]

STRENGTHS: Final = ("hip_abduction", "hip_external_rotation", "hip_extension", "quadriceps")
"""Without the trunk: no test asks it, and from half to twice of it stress changes by 0.3 %."""

WEAKEST: Final = 0.5
STRONGEST: Final = 2.0
"""DESIGN: over the strength as measured; up to the healthy one, if that is stronger."""

ANGLES_RAD: Final[Mapping[str, float]] = {
    "hip_flexion": float(np.radians(12.0)),
    "ankle_angle": float(np.radians(6.0)),
    "hip_adduction": float(np.radians(12.0)),
    "hip_rotation": float(np.radians(15.0)),
}
"""DESIGN: how far either way from where it was measured. The hip bends for a trunk that leans."""

NARROWER: Final = (1.0, 0.65, 0.4, 0.25)
"""DESIGN: parts of these ranges, towards weakness and of angles, tried until a formula is good:
where muscles run out of strength its course has bends."""

FITTED: Final = 64
HELD_OUT: Final = 64

ENOUGH_FOUND: Final = 0.95
"""DESIGN: the part of all postures that has to have a solution."""

GOOD: Final[Mapping[Unit, float]] = {
    Unit.RATIO: 0.02,
    Unit.NEWTON: 0.02,
    Unit.RADIAN: float(np.radians(1.0)),
    Unit.METRE: 0.02,
}
"""DESIGN: what a typical error may be; of forces, over the force as measured."""

_DIGITS: Final = 6
_JOINTS: Final = (*ANGLES_RAD, "knee_rotation", "knee_valgus")
_WAYS: Final = ("forward", "up", "outward")


def fit_surrogate(
    person: StandingPerson, /, *, random: np.random.Generator, threads: int = 2
) -> Surrogate:
    """Fit a person's what-ifs to solved postures.

    Parameters
    ----------
    random : scrambles the designs
    threads : that share the postures
    """
    case = case_of(person, lacking=PLAYERS)
    now = answer(person, [case])
    outputs = tuple(
        Output(name=name, unit=unit, now=_short(values[0]))
        for name, (unit, values) in _shown(now, now=now).items()
    )

    def first(tried: Iterable[list[Slider]]) -> tuple[list[Slider], Formula | None]:
        """Return the first ranges that a formula follows closely enough, or the last."""
        for sliders in tried:
            moved = np.concatenate([_design(sliders, n, random) for n in (FITTED, HELD_OUT)])
            cases = [_moved(person, case, sliders, row) for row in moved]
            answers = answer(person, cases, threads=threads)
            formula = _formula(sliders, moved, answers, now=now, outputs=outputs)
            if formula:
                break
        return sliders, formula

    strengths, free = first(
        [_strength(person, player, part) for player in STRENGTHS] for part in NARROWER
    )
    sliders, formulas = list[Slider](), dict[str, Formula]()
    if free:
        sliders, formulas[FREE] = strengths, free
        for name in [one for one in ANGLES_RAD if one in person.stance.free]:
            held, formula = first([*strengths, _angle(person, name, part)] for part in NARROWER)
            if formula:
                sliders, formulas[name] = [*sliders, held[-1]], formula
    shown = {slider.name for slider in sliders}
    return Surrogate(
        sliders=tuple(sliders),
        outputs=outputs,
        formulas=formulas,
        left_out=tuple(name for name in (*STRENGTHS, *ANGLES_RAD) if name not in shown),
    )


def _strength(person: StandingPerson, player: str, part: float) -> Slider:
    now, healthy = person.deficits.strengths.get(player, (1.0, 1.0))
    least, most = STRENGTH_RANGE
    return Slider(
        name=player,
        unit=Unit.RATIO,
        now=_short(now),
        low=_short(max(now * WEAKEST**part, least)),
        high=_short(min(max(now * STRONGEST, healthy), most)),
    )


def _angle(person: StandingPerson, name: str, part: float) -> Slider:
    now, far = person.stance.angles_rad[COORDINATES.index(name)], part * ANGLES_RAD[name]
    return Slider(
        name=name,
        unit=Unit.RADIAN,
        now=_short(now),
        low=_short(now - far),
        high=_short(now + far),
    )


def _design(sliders: Sequence[Slider], count: int, random: np.random.Generator) -> Array:
    """Moves spread evenly over all ranges (Sobol's, as Owen 1998 scrambles them)."""
    low, high = (
        np.array([slider.moved(getattr(slider, end)) for slider in sliders])
        for end in ("low", "high")
    )
    spread = qmc.Sobol(len(sliders), rng=random).random(count)
    return np.asarray(low + (high - low) * spread)


def _moved(person: StandingPerson, case: Case, sliders: Sequence[Slider], moved: Array) -> Case:
    values = {
        slider.name: slider.value(float(move)) for slider, move in zip(sliders, moved, strict=True)
    }
    angles_rad = {name: values.pop(name) for name in ANGLES_RAD if name in values}
    return changed(person, case, values, angles_rad)


def _formula(
    sliders: Sequence[Slider],
    moved: Array,
    answers: PostureAnswers,
    *,
    now: PostureAnswers,
    outputs: Sequence[Output],
) -> Formula | None:
    """Fit the first postures; None if the others are missed by too much."""
    found = answers.found & answers.in_table
    if found.mean() < ENOUGH_FOUND:
        return None
    shown = np.stack([values for _, values in _shown(answers, now=now).values()], axis=1)
    added = shown - np.array([output.now for output in outputs])
    fitted, held_out = found & (np.arange(len(found)) < FITTED), found.copy()
    held_out[:FITTED] = False
    found_terms = terms(moved)
    by_term, *_ = np.linalg.lstsq(found_terms[fitted], added[fitted], rcond=None)
    coefficients = _shortened(by_term.T)
    errors = np.abs(added - found_terms @ coefficients.T)[held_out]
    typical = np.quantile(errors, 0.95, axis=0)
    allowed = [GOOD[one.unit] * (one.now if one.unit is Unit.NEWTON else 1.0) for one in outputs]
    if (typical > allowed).any():
        return None
    return Formula(
        sliders=tuple(slider.name for slider in sliders),
        coefficients=coefficients,
        typical_error=_shortened(typical),
        largest_error=_shortened(errors.max(axis=0)),
    )


def _shown(answers: PostureAnswers, *, now: PostureAnswers) -> dict[str, tuple[Unit, Array]]:
    """Everything a page shows, (case,) each; see ``Output``."""
    return {
        **posture_figures(answers, now=now),
        **{name: (Unit.RADIAN, answers.angles_rad[name]) for name in _JOINTS},
        **{
            f"{place}_{way}": (Unit.METRE, points_m[:, axis])
            for place, points_m in answers.points_m.items()
            for axis, way in enumerate(_WAYS)
        },
    }


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _shortened(values: Array) -> Array:
    return np.asarray(np.vectorize(_short)(values))
