"""What a posture looks like, and what the kneecap bears in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.kneecap.contact import KneePose
from kneetrace.explain.kneecap.response import (
    FORCE,
    VARIABLES,
    KneecapContacts,
    kneecap_contacts,
    response_table,
)
from kneetrace.explain.load.kneecap import KneecapLoad, kneecap_load
from kneetrace.explain.load.muscle_forces import LegForces
from kneetrace.explain.load.muscles import LEG_AXES
from kneetrace.explain.load.reference_load import ADULT
from kneetrace.explain.posture.deficits import PLAYERS
from kneetrace.explain.posture.stance import COORDINATES, TISSUE
from kneetrace.explain.posture.standing_person import (
    Case,
    Postures,
    StandingPerson,
    case_of,
    changed,
    respond,
)
from kneetrace.explain.posture.weight import places
from kneetrace.terms import Side

Array = NDArray[np.float64]

_UP: Final = np.array([0.0, 1.0, 0.0])
_MIRROR: Final = np.array([1.0, 1.0, -1.0])


@dataclass(frozen=True, eq=False, kw_only=True)
class PostureAnswers:
    """Postures as a clinician sees them, (case,) each, whichever leg stands.

    angles_rad : coordinate -> (case,), without sides; lumbar angles as of the person's right leg
    forces_n : muscle -> (case,), N
    pelvic_drop_rad : of the pelvis' free side, lower is positive
    trunk_lean_rad : of mid-hip to neck over the standing leg
    trunk_forward_rad : likewise, forward
    knee_in_rad : bend of hip, knee and ankle as seen from the front, knee inward positive
    points_m : place -> (case, 3), m, forward, up and outward of where the standing ankle was
        measured
    kneecap : the joint's load by both methods
    contact : what the reference knee bears under this pull, turned and tilted as much as the
        posture differs from the measured one; for ratios only
    in_table : where the contact was solved for; beyond, the edge of the table was read
    found : where it is false nothing of the case means anything
    """

    angles_rad: dict[str, Array]
    forces_n: dict[str, Array]
    pelvic_drop_rad: Array
    trunk_lean_rad: Array
    trunk_forward_rad: Array
    knee_in_rad: Array
    points_m: dict[str, Array]
    kneecap: KneecapLoad
    contact: KneecapContacts
    in_table: NDArray[np.bool_]
    found: NDArray[np.bool_]

    def taken(self, cases: NDArray[np.int64], /) -> Self:
        """Pick cases, in this order."""
        picked: Self = _taken(self, cases)
        return picked


def _taken(record: Any, cases: NDArray[np.int64]) -> Any:
    """Pick cases of an array, or of all arrays of a record or a dictionary."""
    if isinstance(record, np.ndarray):
        return record[cases]
    if isinstance(record, dict):
        return {name: _taken(one, cases) for name, one in record.items()}
    parts = {field.name: _taken(getattr(record, field.name), cases) for field in fields(record)}
    return replace(record, **parts)


def answer(person: StandingPerson, cases: Sequence[Case], /, *, threads: int = 1) -> PostureAnswers:
    """Find the posture of every case, how it looks, and what the kneecap bears in it."""
    return told(person, cases, respond(person, cases, threads=threads))


def what_if(
    person: StandingPerson,
    /,
    *,
    strengths: Mapping[str, float] | None = None,
    angles_rad: Mapping[str, float] | None = None,
) -> PostureAnswers:
    """Tell how the person would stand with other strengths, or with some joints held.

    Parameters
    ----------
    strengths : strength player -> factor over the model's adult; the others stay as measured
    angles_rad : coordinate without side -> rad; all that are free answer to it

    Returns
    -------
    PostureAnswers
        Two cases: as measured, and what was asked.

    Raises
    ------
    ImpossibleDeficit
        For a strength that is no player's or no person's, or an angle that cannot be held.
    """
    now = case_of(person, lacking=PLAYERS)
    return answer(person, [now, changed(person, now, strengths or {}, angles_rad or {})])


def told(person: StandingPerson, cases: Sequence[Case], postures: Postures, /) -> PostureAnswers:
    """Tell what postures look like, and what the kneecap bears in them."""
    stance = person.stance
    moved = postures.moved_rad
    behind, points = zip(*stance.points_m.values(), strict=True)
    shaped = moved + np.stack([case.tilt for case in cases])
    found_m = places(person.body.standing, shaped, np.array(behind), np.array(points))
    at = dict(zip(stance.points_m, found_m.transpose(1, 0, 2), strict=True))
    if stance.footing.legs == 2:
        at |= {f"other_{joint}": at[joint] * _MIRROR for joint in ("hip", "knee", "ankle")}
    aside = np.cross(stance.facing, _UP)
    seen = np.stack([stance.facing, _UP, aside], axis=1)
    _, ankle_m = stance.points_m["ankle"]
    trunk = at["neck"] - (at["hip"] + at["other_hip"]) / 2
    across = at["other_hip"] - at["hip"]
    angles = stance.angles_rad + moved
    kneecap = _kneecap(person, postures)
    contact, in_table = _contact(person, kneecap, moved)
    return PostureAnswers(
        angles_rad=dict(zip(COORDINATES, angles.T, strict=True)),
        forces_n=dict(zip(person.muscles.names, postures.forces_n.T, strict=True)),
        pelvic_drop_rad=np.arctan2(-across @ _UP, np.abs(across @ aside)),
        trunk_lean_rad=np.arctan2(trunk @ aside, trunk @ _UP),
        trunk_forward_rad=np.arctan2(trunk @ stance.facing, trunk @ _UP),
        knee_in_rad=_slant(at["ankle"] - at["knee"], aside) - _slant(at["knee"] - at["hip"], aside),
        points_m={name: (place_m - ankle_m) @ seen for name, place_m in at.items()},
        kneecap=kneecap,
        contact=contact,
        in_table=in_table,
        found=postures.found,
    )


def _slant(down: Array, aside: Array) -> Array:
    """Outward slant of a line that runs downwards, as seen from the front."""
    return np.asarray(np.arctan2(down @ aside, -down @ _UP))


def _kneecap(person: StandingPerson, postures: Postures) -> KneecapLoad:
    cases, leg = len(postures.found), len(LEG_AXES)
    none = np.zeros((cases, leg))
    forces = LegForces(
        side=Side.RIGHT,
        time_s=np.arange(cases, dtype=np.float64),
        names=person.muscles.names,
        activations=postures.activations[:, : len(person.muscles.names)],
        forces_n=postures.forces_n,
        moments_nm=postures.moments_nm[:, :leg],
        residual_nm=none,
        strongest_nm=none,
        weakest_nm=none,
        converged=postures.found,
    )
    bend = np.full(cases, person.stance.angles_rad[COORDINATES.index("knee_angle")])
    return kneecap_load(forces, flexion_rad=bend)


def _contact(
    person: StandingPerson, kneecap: KneecapLoad, moved: Array
) -> tuple[KneecapContacts, NDArray[np.bool_]]:
    """Ask the reference knee."""
    table = response_table()
    pull_n = _reference_pull_n(person, kneecap)
    inward, valgus = (moved[:, COORDINATES.index(name)] for name in TISSUE)
    wanted = dict(
        zip(
            VARIABLES,
            (
                np.degrees(kneecap.flexion_rad),
                np.degrees(inward),
                np.degrees(valgus),
                np.log(np.maximum(pull_n, 1.0)),
                np.ones(len(pull_n)),
            ),
            strict=True,
        )
    )
    held = {
        name: np.clip(value, low, high)
        for (name, value), low, high in zip(wanted.items(), table.low, table.high, strict=True)
    }
    contact = kneecap_contacts(
        flexion_rad=np.radians(held["flexion_deg"]),
        inward_rad=np.radians(held["inward_deg"]),
        valgus_rad=np.radians(held["valgus_deg"]),
        quadriceps_n=np.exp(held[VARIABLES[FORCE]]),
        medialis_share=held["medialis_share"],
    )
    inside = np.all([np.isclose(wanted[name], held[name]) for name in VARIABLES], axis=0)
    return contact, np.asarray(inside)


def reference_pose(person: StandingPerson, answers: PostureAnswers, /, *, case: int) -> KneePose:
    """The reference knee's pose in a case, to solve and draw."""
    inward, valgus = (answers.angles_rad[name] for name in TISSUE)
    return KneePose(
        flexion_rad=float(answers.kneecap.flexion_rad[case]),
        inward_rad=float(inward[case]),
        valgus_rad=float(valgus[case]),
        quadriceps_n=float(_reference_pull_n(person, answers.kneecap)[case]),
    )


def _reference_pull_n(person: StandingPerson, kneecap: KneecapLoad) -> Array:
    """Pull on the reference knee, which grows with the person (as in ``load.kneecap_contact``)."""
    scale = person.stance.person.height_m / ADULT.height_m
    return np.asarray(kneecap.quadriceps_n / scale**2)
