"""Learning the technique score from repetitions done as asked and repetitions done wrong.

What each movement's score is made of follows from what can go wrong in it: too shallow, knees
inward, trunk or pelvis leaning, weight to one side. A handful of such lists was compared on the
people of the data, which flatters the figures a little; docs/technique.md says by how much. Each
measure can only cost points: a logistic model with weights of at least zero, drawn towards zero by
a ridge.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import rankdata

from kneetrace.measure import Repetition, judge_view, movement_test
from kneetrace.measure.movement.clinical import answers_for
from kneetrace.measure.movement.events.finders import find_events
from kneetrace.measure.movement.scene import Scene
from kneetrace.measure.movement.scores.technique import points_of
from kneetrace.measure.movement.scores.technique_models import Costly, TechniqueModel, TechniqueRule
from kneetrace.terms import Answer, Measure, Unit
from validation.kinect_people import (
    BADLY,
    FILES,
    FOLDER,
    WELL,
    measure_set,
    people,
    read_set,
    sight_behind,
)

Floats = NDArray[np.float64]

MADE_OF: Final = {
    "squat": {
        "knee_flexion_peak": Costly.LESS,
        "knee_ankle_separation_ratio_bent": Costly.LESS,
        "trunk_lean_sideways_travel": Costly.MORE,
        "pelvic_list_travel": Costly.MORE,
    },
    "hurdle_step": {
        "free_knee_flexion_peak": Costly.LESS,
        "knee_flexion_peak": Costly.MORE,
        "trunk_lean_forward_travel": Costly.MORE,
        "pelvic_list_travel": Costly.MORE,
    },
    "lunge": {
        "knee_flexion_peak": Costly.LESS,
        "trunk_lean_forward_travel": Costly.MORE,
        "trunk_lean_sideways_travel": Costly.MORE,
    },
    "sit_to_stand": {
        "knee_ankle_separation_ratio_bent": Costly.LESS,
        "trunk_lean_forward": Costly.MORE,
        "trunk_lean_sideways_travel": Costly.MORE,
        "pelvic_list_travel": Costly.MORE,
        "weight_shift_travel": Costly.MORE,
    },
}

MOST_SPREADS: Final = 2.0
RIDGE: Final = 5.0
"""Chosen for all four movements at once; AUC changes by less than 0.02 from 1.5 to 3 spreads and
from 1 to 20 of ridge. DESIGN"""

UNSEEN_QUANTILES: Final = np.linspace(0, 1, 11)
DRAWS: Final = 2000


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One repetition: who did it, whether as asked, and its measures by name."""

    person: str
    well: bool
    values: dict[str, float]


def samples(data: Path, *, test: str) -> tuple[Sample, ...]:
    """Measure every repetition of a movement as the program does, cut as the data are cut.

    Counting is judged by itself (``repetitions.py``): here a repetition that is not counted,
    because it is shallow or the sensor let a foot slide, is there all the same.
    """
    path = data / FOLDER / FILES[test]
    return tuple(
        sample
        for person in people(path)
        for label in (WELL, BADLY)
        for sample in _samples_of(path, test=test, person=person, label=label)
    )


def _samples_of(path: Path, *, test: str, person: str, label: str) -> Iterator[Sample]:
    kinect = read_set(path, person=person, labels=(label,))
    measurement = measure_set(kinect, test=test)
    sight = sight_behind(measurement)
    asked = replace(movement_test(name=test), measures=tuple(MADE_OF[test]))
    found = find_events(sight=sight, test=asked, side=measurement.side)
    cut = tuple(
        Repetition(number=number, start_s=start_s, peak_s=(start_s + end_s) / 2, end_s=end_s)
        for number, (start_s, end_s) in enumerate(kinect.cuts_s, start=1)
    )
    scene = Scene(
        test=asked,
        person=measurement.person,
        sight=sight,
        side=measurement.side,
        found=replace(found, repetitions=cut),
        judged=judge_view(sight=sight, test=asked),
    )
    answers = answers_for(scene=scene)
    for repetition in cut:
        values = _values(answers, repetition.number, asked.measures)
        yield Sample(person=person, well=label == WELL, values=values)


def _values(answers: Sequence[Answer], number: int, names: tuple[str, ...]) -> dict[str, float]:
    told = {
        name: [
            answer.value
            for answer in answers
            if isinstance(answer, Measure) and (answer.name, answer.repetition) == (name, number)
        ]
        for name in names
    }
    return {name: float(np.mean(values)) for name, values in told.items() if values}


def fit_model(learnt_from: Sequence[Sample], *, test: str) -> TechniqueModel:
    """Learn how a movement's repetitions are scored; its AUC is not known from these (NaN)."""
    made_of = MADE_OF[test]
    values = np.array([[each.values.get(name, np.nan) for name in made_of] for each in learnt_from])
    well = np.array([each.well for each in learnt_from])
    done_well = values[well]
    middle = np.nanmedian(done_well, axis=0)
    low, high = np.nanquantile(done_well, (0.1, 0.9), axis=0)
    spread = (high - low) / 2
    sign = np.array([1.0 if costly is Costly.MORE else -1.0 for costly in made_of.values()])
    beyond = np.clip(sign * (values - middle) / spread, 0, MOST_SPREADS)
    unseen = np.nanquantile(beyond, UNSEEN_QUANTILES, axis=0)
    beyond = np.where(np.isfinite(beyond), beyond, np.nanmedian(beyond, axis=0))
    best, weights = _logistic(beyond, well)
    usual = np.nanquantile(done_well, (0.05, 0.95), axis=0)
    return TechniqueModel(
        test=test,
        best=best,
        most=MOST_SPREADS,
        rules=tuple(
            TechniqueRule(
                measure=name,
                unit=UNITS[name],
                costly=costly,
                middle=float(middle[at]),
                spread=float(spread[at]),
                usual=(float(usual[0, at]), float(usual[1, at])),
                weight=float(weights[at]),
                unseen=tuple(map(float, unseen[:, at])),
            )
            for at, (name, costly) in enumerate(made_of.items())
        ),
        auc=np.nan,
        auc_low=np.nan,
        auc_high=np.nan,
        people=len({each.person for each in learnt_from}),
        repetitions=len(learnt_from),
    )


UNITS: Final = {
    name: Unit.RATIO if "ratio" in name or "shift" in name else Unit.RADIAN
    for made_of in MADE_OF.values()
    for name in made_of
}


def _logistic(beyond: Floats, well: NDArray[np.bool_]) -> tuple[float, Floats]:
    """Ridge logistic regression, weights >= 0: log odds of well = best - beyond @ weights."""
    count, rules = beyond.shape

    def loss(at: Floats) -> tuple[float, Floats]:
        odds = at[0] - beyond @ at[1:]
        wrong = 1 / (1 + np.exp(-odds)) - well
        value = np.mean(np.logaddexp(0, odds) - well * odds)
        ridge = RIDGE / count
        gradient = np.concatenate([[wrong.mean()], -(wrong @ beyond) / count + ridge * at[1:]])
        return float(value + ridge / 2 * (at[1:] ** 2).sum()), gradient

    bounds = [(None, None)] + [(0, None)] * rules
    found = minimize(loss, np.zeros(rules + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    return float(found.x[0]), np.asarray(found.x[1:])


@dataclass(frozen=True, eq=False, kw_only=True)
class Unseen:
    """Points of repetitions whose people the model had not seen."""

    person: NDArray[np.str_]
    well: NDArray[np.bool_]
    points: Floats


def score_unseen(all_samples: Sequence[Sample], *, test: str) -> Unseen:
    """Score each person's repetitions by what was learnt from the others."""
    persons = np.array([each.person for each in all_samples])
    points = np.zeros(len(all_samples))
    for person in np.unique(persons):
        model = fit_model([each for each in all_samples if each.person != person], test=test)
        for at, each in enumerate(all_samples):
            if each.person == person:
                points[at] = points_of(model=model, values=each.values)
    return Unseen(person=persons, well=np.array([each.well for each in all_samples]), points=points)


def auc(points: Floats, *, well: NDArray[np.bool_]) -> float:
    """Chance that a repetition done well has more points than one done badly."""
    ranks = rankdata(points)
    good, bad = int(well.sum()), int((~well).sum())
    return float((ranks[well].sum() - good * (good + 1) / 2) / (good * bad))


def auc_interval(scored: Unseen) -> tuple[float, float]:
    """90 % interval of the AUC over draws of people."""
    rng = np.random.default_rng(0)
    own = {person: np.flatnonzero(scored.person == person) for person in np.unique(scored.person)}
    drawn = []
    for _ in range(DRAWS):
        at = np.concatenate([own[person] for person in rng.choice(list(own), len(own))])
        drawn.append(auc(scored.points[at], well=scored.well[at]))
    low, high = np.quantile(drawn, (0.05, 0.95))
    return float(low), float(high)
