"""How unsure a measured posture and the model of it are, and believable persons drawn from that."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.ground_from_motion import APART, GroundDoubt
from kneetrace.explain.load.strengths import STRENGTH_RANGE, UNMEASURED_LOG_SD
from kneetrace.explain.posture.deficits import MUSCLES, Deficits
from kneetrace.explain.posture.method import PostureMethod
from kneetrace.explain.posture.moved_stance import moved_stance
from kneetrace.explain.posture.solver import FLOOR
from kneetrace.explain.posture.stance import COORDINATES, Stance
from kneetrace.explain.posture.standing_person import StandingPerson, stand
from kneetrace.explain.posture.weight import COUNT, LEVEL, level, standing, weigh
from kneetrace.terms import INTERVAL_SDS

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Prior:
    """What is believable of a number: anything between two ends.

    by_ratio : all ratios are alike (uniform in the logarithm); otherwise all values
    """

    low: float
    high: float
    by_ratio: bool = True

    def drawn(self, random: np.random.Generator, /) -> float:
        """Draw a believable value."""
        if self.by_ratio:
            return float(np.exp(random.uniform(np.log(self.low), np.log(self.high))))
        return float(random.uniform(self.low, self.high))


METHOD_PRIORS: Final[Mapping[str, Prior]] = MappingProxyType(
    {
        "posture_cost": Prior(low=20.0 / 3, high=60.0),
        "balance_cost": Prior(low=1000.0 / 3, high=3000.0),
        "yielding": Prior(low=0.0, high=0.3, by_ratio=False),
        "turn_nm_rad": Prior(low=57.5, high=230.0),
        "valgus_nm_rad": Prior(low=285.0, high=1140.0),
        "dorsiflexion_used": Prior(low=0.0, high=1.0, by_ratio=False),
        "foot_nm": Prior(low=20.0, high=45.0),
    }
)
"""DESIGN: settings of ``PostureMethod`` -> what is believable of them, as said there.

Effort is the unit of both costs: its weight is their common factor and has no prior of its own.
"""

ANGLE_SDS_DEG: Final[Mapping[str, float]] = MappingProxyType(
    {
        "hip_flexion": 6.0,
        "hip_adduction": 4.0,
        "hip_rotation": 6.0,
        "knee_angle": 5.0,
        "ankle_angle": 5.0,
        "subtalar_angle": 4.0,
        "lumbar_extension": 6.0,
        "lumbar_bending": 3.0,
        "lumbar_rotation": 5.0,
    }
)
"""DESIGN: error of joint angles seen by one camera, standard deviation, deg, about as large as the
errors that validation finds in made-up recordings."""


_LEVELLING: Final = 6


@dataclass(frozen=True, eq=False, kw_only=True)
class PostureErrors:
    """How far a measured person may be from the real one, as standard deviations. All are DESIGN.

    angles_rad : coordinate without side -> rad; absent: exact
    weight_m : the weight stands on the foot as the measured posture says, within that, m: errors
        that would topple the person are none
    apart : of how far two feet push each other apart (``ground_from_motion.APART``)
    strengths_log : strength player -> of the logarithm of the strength, of those not measured too
    strengths_correlation : (player, player), of those logarithms, in the order of ``MUSCLES``
    dorsiflexion_rad, pronation_rad : rad
    """

    angles_rad: Mapping[str, float] = field(
        default_factory=lambda: {
            name: float(np.radians(sd_deg)) for name, sd_deg in ANGLE_SDS_DEG.items()
        }
    )
    weight_m: float = 0.02
    apart: float = GroundDoubt().apart / INTERVAL_SDS
    strengths_log: Mapping[str, float] = field(
        default_factory=lambda: dict.fromkeys(MUSCLES, UNMEASURED_LOG_SD)
    )
    strengths_correlation: Array = field(default_factory=lambda: np.eye(len(MUSCLES)))
    dorsiflexion_rad: float = float(np.radians(2.5))
    pronation_rad: float = float(np.radians(2.0))


def drawn_person(
    person: StandingPerson, /, *, errors: PostureErrors, random: np.random.Generator
) -> StandingPerson:
    """Draw a believable person, with believable habits of all people, behind a measured one.

    Raises
    ------
    PostureNotHeld, LegOutsideTables
        When what was drawn is nobody who could stand so.
    """
    return stand(
        drawn_stance(person.stance, errors=errors, random=random),
        deficits=drawn_deficits(person.deficits, errors=errors, random=random),
        method=drawn_method(random),
    )


def drawn_method(random: np.random.Generator, /) -> PostureMethod:
    """Draw believable settings."""
    drawn: dict[str, Any] = {name: one.drawn(random) for name, one in METHOD_PRIORS.items()}
    return PostureMethod(**drawn)


def drawn_stance(
    stance: Stance, /, *, errors: PostureErrors, random: np.random.Generator
) -> Stance:
    """Draw a stance within the errors of its angles, in balance as the measured one is."""
    sds = np.array([errors.angles_rad.get(name, 0.0) for name in COORDINATES])
    moved = sds * random.standard_normal(COUNT)
    noise_m = errors.weight_m * random.standard_normal(len(FLOOR))
    if stance.footing.legs == 2:
        return _drawn_on_two(stance, sds, moved, noise_m, errors=errors, random=random)
    shift, sure = _shift(stance), errors.weight_m**2 * np.eye(len(FLOOR))
    return moved_stance(stance, _given(moved, sds, shift, shift @ moved + noise_m, sure))


def _drawn_on_two(
    stance: Stance,
    sds: Array,
    moved: Array,
    noise_m: Array,
    *,
    errors: PostureErrors,
    random: np.random.Generator,
) -> Stance:
    """Likewise between two feet that stay, with the ground pushing each where it may."""
    body, off, slopes = standing(stance), np.empty(LEVEL), np.empty((LEVEL, COUNT))
    sds, moved = sds.copy(), moved.copy()
    for name in ("lumbar_bending", "lumbar_rotation"):
        sds[COORDINATES.index(name)] = moved[COORDINATES.index(name)] = 0.0
    level(body, np.zeros(COUNT), off, slopes)
    # Forward the weight stands as measured; sideways it stands between the feet.
    seen = np.vstack([_shift(stance)[:1], slopes])
    sure = np.diag([errors.weight_m**2, *np.full(LEVEL, 0.0)])
    moved = _given(moved, sds, seen, seen @ moved + np.array([noise_m[0], 0.0, 0.0, 0.0]), sure)
    for _ in range(_LEVELLING):
        level(body, moved, off, slopes)
        moved = _given(moved, sds, slopes, off, np.zeros((LEVEL, LEVEL)))
    footing = stance.footing
    apart = max(1.0 + errors.apart / APART * random.standard_normal(), 0.0)
    pushed = footing._replace(
        beside_m=footing.beside_m + noise_m[1], inward_n=apart * footing.inward_n
    )
    return replace(moved_stance(stance, moved), footing=pushed)


def _given(moved: Array, sds: Array, slopes: Array, off: Array, sure: Array) -> Array:
    """A normal draw, given that something of it is off by so much, and how sure that is."""
    spread = slopes * sds**2
    return np.asarray(moved - spread.T @ np.linalg.solve(spread @ slopes.T + sure, off))


def _shift(stance: Stance) -> Array:
    """How the weight goes over the floor: (floor axis, coordinate), m/rad."""
    moments, growth, centre = np.empty(COUNT), np.empty((COUNT, COUNT)), np.empty(3)
    going = np.empty((COUNT, 3))
    weigh(standing(stance), np.zeros(COUNT), moments, growth, centre, going)
    return going[:, FLOOR].T


def drawn_deficits(
    deficits: Deficits, /, *, errors: PostureErrors, random: np.random.Generator
) -> Deficits:
    """Draw what a person may lack; a strength that was not measured is unsure and no lack."""
    strengths = {}
    together = np.linalg.cholesky(errors.strengths_correlation)
    off = together @ random.standard_normal(len(MUSCLES))
    for player, off_sds in zip(MUSCLES, off, strict=True):
        now, healthy = deficits.strengths.get(player, (1.0, 1.0))
        drawn = now * np.exp(errors.strengths_log.get(player, 0.0) * off_sds)
        drawn = float(np.clip(drawn, *STRENGTH_RANGE))
        strengths[player] = (drawn, healthy if deficits.measured(player) else drawn)
    limit_error, pronation_error = random.standard_normal(2)
    limits, pronation_rad = deficits.dorsiflexion_rad, deficits.pronation_rad
    if limits is not None:
        limits = (limits[0] + errors.dorsiflexion_rad * limit_error, limits[1])
    if pronation_rad is not None:
        pronation_rad += errors.pronation_rad * pronation_error
    return replace(
        deficits, strengths=strengths, dorsiflexion_rad=limits, pronation_rad=pronation_rad
    )
