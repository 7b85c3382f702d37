"""A person who stands as measured, because of strengths, limits and habit.

The habit (where the person would stand if effort were free) is chosen such that the measured
strengths give the measured posture; every counterfactual changes one cause and asks again.
"""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.muscles import LEG_AXES, LegMuscles, inside_tables, muscles_of
from kneetrace.explain.load.skeleton import reference_skeleton
from kneetrace.explain.posture.deficits import MUSCLES, Deficits, ImpossibleDeficit
from kneetrace.explain.posture.effort import Body, Work, effort, new_work
from kneetrace.explain.posture.held_knee import held_knee
from kneetrace.explain.posture.method import ACTUATORS, PostureMethod
from kneetrace.explain.posture.solver import (
    ANKLE,
    FLOOR,
    Terms,
    constrain,
    firm_rows,
    settle_all,
)
from kneetrace.explain.posture.stance import (
    COORDINATES,
    FOLLOWING,
    FREE,
    HELD,
    MUSCLE_AXES,
    Stance,
)
from kneetrace.explain.posture.weight import COUNT, standing
from kneetrace.terms import NotMeasurable, OutsideEvidence

Array = NDArray[np.float64]

KNEE: Final = COORDINATES.index("knee_angle")
SUBTALAR: Final = COORDINATES.index("subtalar_angle")

AT_LIMIT_RAD: Final = np.radians(3.0)
"""DESIGN: an ankle within that of its measured limit is taken to be held back by it; knee-to-wall
angles repeat no better."""

_FIRM_STEPS: Final = 8

UNMET_NM_KG: Final = 0.1
"""DESIGN: as in ``load``: where strengths fall short of that much of a moment, a body of that mass,
those strengths and that posture do not belong together."""


class PostureNotHeld(NotMeasurable):
    """The measured strengths cannot hold the measured posture."""


class LegOutsideTables(OutsideEvidence):
    """A joint of a standing leg is bent further than the muscles are known."""


@dataclass(frozen=True, eq=False, kw_only=True)
class StandingPerson:
    """A person whose measured posture follows from measured strengths.

    strengths_now, strengths_healthy : (muscle or actuator,), over the model's adult
    habit : (coordinate and 2,), rad and m away from the stance, of joints and weight
    habit_healthy : likewise, of a healthy movement pattern
    unpronated : (coordinate,), rad, by which a healthy foot is shaped otherwise
    ankle_now, ankle_healthy : rad from the stance to the ankle's limit
    held_back : the ankle stands at its limit, and goes as far as that whatever it is
    held_nm : (moment axis, muscle or actuator), N m, what each gives in the stance
    """

    stance: Stance
    method: PostureMethod
    muscles: LegMuscles
    body: Body
    deficits: Deficits
    strengths_now: Array
    strengths_healthy: Array
    habit: Array
    habit_healthy: Array
    unpronated: Array
    ankle_now: float
    ankle_healthy: float
    held_back: bool
    held_nm: Array
    terms: Terms


@dataclass(frozen=True, eq=False, kw_only=True)
class Postures:
    """Postures of least cost, (case,) each.

    moved_rad : (case, coordinate), away from the stance
    activations : (case, muscle or actuator)
    forces_n : (case, muscle), N
    moments_nm : (case, moment axis), N m, that gravity asks
    found : (case,); where it is false the others mean nothing
    """

    moved_rad: Array
    activations: Array
    forces_n: Array
    moments_nm: Array
    found: NDArray[np.bool_]


@dataclass(frozen=True, eq=False, kw_only=True)
class Case:
    """One counterfactual.

    strengths : (muscle or actuator,), over the model's adult
    tilt : (coordinate,), rad, by which bones are shaped otherwise
    habit : (coordinate and 2,), rad and m away from the stance, of joints and weight
    held_rad : (coordinate,), rad away from the stance, of those that are held; NaN: free
    ankle_most : rad from the stance
    """

    strengths: Array
    tilt: Array
    habit: Array
    held_rad: Array
    ankle_most: float


def stand(
    stance: Stance, /, *, deficits: Deficits, method: PostureMethod | None = None
) -> StandingPerson:
    """Explain a measured posture by measured strengths, limits and the habit that is left.

    Raises
    ------
    PostureNotHeld
        When the measured strengths cannot hold the measured posture.
    LegOutsideTables
        When a joint is bent further than the muscle tables reach.
    """
    method = method or PostureMethod()
    leg = stance.angles_rad[: len(LEG_AXES)]
    muscles = muscles_of(stance.person, reference_height_m=reference_skeleton().height_m)
    if not inside_tables(muscles, angles_rad=leg[None]).all():
        raise LegOutsideTables("A joint is bent further than the muscles are known: no posture.")
    body = Body(
        standing(stance),
        held_knee(muscles, knee_rad=stance.angles_rad[KNEE]),
        leg.copy(),
        method.actuators(mass_kg=stance.person.mass_kg, legs=stance.footing.legs),
    )
    now, healthy = (_strengths(muscles, deficits=deficits, which=which) for which in (0, 1))
    work, still = new_work(body), np.zeros(COUNT)
    effort(body, now, np.zeros(COUNT), still, work)
    if np.abs(work.price).max() > UNMET_NM_KG * stance.person.mass_kg:
        raise PostureNotHeld(
            "The measured strengths cannot hold the measured posture: check strengths, mass and "
            "posture."
        )
    terms = Terms(
        method.costs(),
        method.tissue(),
        work.moments[MUSCLE_AXES:].copy(),
        method.balance_cost,
        work.centre[FLOOR].copy(),
    )
    habit = _habit(body, terms, still, work)
    held_nm = work.torques * work.activations
    unpronated = np.zeros(COUNT)
    unpronated[SUBTALAR] = deficits.pronation_rad or 0.0
    ankle_now, ankle_healthy = np.inf, np.inf
    held_back = False
    if deficits.dorsiflexion_rad is not None:
        limit_now, limit_healthy = deficits.dorsiflexion_rad
        left = limit_now - stance.angles_rad[ANKLE]
        more = max(limit_healthy - limit_now, 0.0)
        held_back = left <= AT_LIMIT_RAD
        ankle_now = 0.0 if held_back else left
        ankle_healthy = ankle_now + more * (method.dorsiflexion_used if held_back else 1.0)
    habit_healthy = habit
    if deficits.healthy_posture is not None:
        # Bones of a healthy shape stand alike with the joint turned back.
        there = -unpronated
        for name, angle_rad in deficits.healthy_posture.items():
            at = COORDINATES.index(name)
            if name in stance.free:
                there[at] += angle_rad - stance.angles_rad[at]
        follows = _places(FOLLOWING[stance.footing.legs])
        for _ in range(_FIRM_STEPS):
            effort(body, healthy, unpronated, there, work)
            off, slopes = _firm(body, terms, unpronated, there, work)
            there[follows] -= np.linalg.solve(slopes[:, follows], off)
        shifted_m = work.centre[FLOOR] - terms.centre_m
        habit_healthy = _habit(body, terms, there + unpronated, work)
        habit_healthy += np.concatenate([there, shifted_m])
    return StandingPerson(
        stance=stance,
        method=method,
        muscles=muscles,
        body=body,
        deficits=deficits,
        strengths_now=now,
        strengths_healthy=healthy,
        habit=habit,
        habit_healthy=habit_healthy,
        unpronated=unpronated,
        ankle_now=ankle_now,
        ankle_healthy=ankle_healthy,
        held_back=held_back,
        held_nm=held_nm,
        terms=terms,
    )


def case_of(person: StandingPerson, /, *, lacking: Collection[str]) -> Case:
    """Give the person some of their deficits, and make them healthy in all others.

    Parameters
    ----------
    lacking : players that are as they are now
    """
    strengths = person.strengths_healthy.copy()
    names = _names(person.muscles)
    for player in lacking:
        for muscle in MUSCLES.get(player, ()):
            strengths[names.index(muscle)] = person.strengths_now[names.index(muscle)]
    habit = person.habit if "movement_pattern" in lacking else person.habit_healthy
    ankle = person.ankle_now if "ankle_dorsiflexion" in lacking else person.ankle_healthy
    held_rad = np.full(COUNT, np.nan)
    held_rad[_places(HELD[person.stance.footing.legs])] = 0.0
    if person.held_back:
        held_rad[ANKLE] = ankle
    return Case(
        strengths=strengths,
        tilt=np.zeros(COUNT) if "foot_pronation" in lacking else person.unpronated,
        habit=habit,
        held_rad=held_rad,
        ankle_most=ankle,
    )


def changed(
    person: StandingPerson,
    case: Case,
    strengths: Mapping[str, float],
    angles_rad: Mapping[str, float],
) -> Case:
    """Change some strengths of a case, and hold some joints at given angles.

    Raises
    ------
    ImpossibleDeficit
        For a strength that is no player's or no person's, or an angle that cannot be held.
    """
    Deficits(strengths={player: (factor, factor) for player, factor in strengths.items()})
    names, free = _names(person.muscles), person.stance.free
    factors, held_rad = case.strengths.copy(), case.held_rad.copy()
    for player, factor in strengths.items():
        factors[[names.index(muscle) for muscle in MUSCLES[player]]] = factor
    for name, angle_rad in angles_rad.items():
        if name not in free or not np.isfinite(angle_rad):
            raise ImpossibleDeficit(
                f"{name} cannot be held at {np.degrees(angle_rad):g}°: give a number for one of "
                f"{', '.join(sorted(free))}."
            )
        at = COORDINATES.index(name)
        held_rad[at] = angle_rad - person.stance.angles_rad[at]
    return replace(case, strengths=factors, held_rad=held_rad)


def respond(person: StandingPerson, cases: Sequence[Case], /, *, threads: int = 1) -> Postures:
    """Find the posture of least cost in every case, each started where the last one ended.

    Parameters
    ----------
    cases : neighbours alike, so that starts are near
    threads : that share the cases
    """
    parts = [part for part in np.array_split(np.arange(len(cases)), threads) if len(part)]
    with ThreadPoolExecutor(len(parts)) as pool:
        found = list(pool.map(lambda part: _respond(person, [cases[n] for n in part]), parts))
    moved, activations, forces, moments, done = (
        np.concatenate(each) for each in zip(*found, strict=True)
    )
    return Postures(
        moved_rad=moved, activations=activations, forces_n=forces, moments_nm=moments, found=done
    )


def _respond(
    person: StandingPerson, cases: Sequence[Case]
) -> tuple[Array, Array, Array, Array, NDArray[np.bool_]]:
    held_rad = np.stack([case.held_rad for case in cases])
    found: tuple[Array, Array, Array, Array, NDArray[np.bool_]] = settle_all(
        person.body,
        person.terms,
        np.stack([case.strengths for case in cases]),
        np.stack([case.tilt for case in cases]),
        np.stack([_wished(person, case) for case in cases]),
        np.isfinite(held_rad),
        np.nan_to_num(held_rad),
        np.array([case.ankle_most for case in cases]),
    )
    return found


def _wished(person: StandingPerson, case: Case) -> Array:
    """The habit, and how far joints give way under the moments that muscles gain or lose."""
    if not person.method.yielding:
        return case.habit
    gained_nm = (person.held_nm * (case.strengths / person.strengths_now - 1)).sum(axis=1)
    moved = np.zeros(len(case.habit))
    moved[:MUSCLE_AXES] = person.method.yielding * gained_nm / person.method.joint_nm_rad
    return case.habit + moved


def _habit(body: Body, terms: Terms, placed: Array, work: Work) -> Array:
    """How far a habit lies from where effort brought a person: joints, rad, then the weight, m.

    Many habits would end there; this is the one that costs least to leave. What pulls at the
    knee's tissue, against its bend or at the other half of the body is carried by those and is no
    habit.
    """
    legs = body.standing.footing.legs
    free, follows = _places(FREE[legs]), _places(FOLLOWING[legs])
    _, slopes = _firm(body, terms, np.zeros(COUNT), placed, work)
    ways = np.zeros((COUNT, len(free)))
    ways[free] = np.eye(len(free))
    ways[follows] = -np.linalg.solve(slopes[:, follows], slopes[:, free])
    shift = work.going[:, FLOOR].T @ ways
    cost = ways.T @ (terms.posture_cost[:, None] * ways) + terms.balance_cost * shift.T @ shift
    chosen = np.linalg.solve(cost, work.slope @ ways)
    return np.concatenate([ways @ chosen, shift @ chosen])


def _firm(body: Body, terms: Terms, tilt: Array, moved: Array, work: Work) -> tuple[Array, Array]:
    """What has to vanish where ``effort`` was asked last, and its slopes."""
    rows = firm_rows(body)
    off, slopes = np.zeros(rows), np.zeros((rows, COUNT))
    constrain(body, terms, tilt, moved, work, off, slopes)
    return off, slopes


def _places(names: Sequence[str]) -> NDArray[np.int64]:
    return np.array([COORDINATES.index(name) for name in names])


def _names(muscles: LegMuscles) -> tuple[str, ...]:
    return (*muscles.names, *(name for name, _, _ in ACTUATORS))


def _strengths(muscles: LegMuscles, *, deficits: Deficits, which: int) -> Array:
    factors = {
        muscle: pair[which]
        for player, pair in deficits.strengths.items()
        for muscle in MUSCLES[player]
    }
    return np.array([factors.get(name, 1.0) for name in _names(muscles)])
