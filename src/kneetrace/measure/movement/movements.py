"""The movement tests a person can be asked to do, each read from its own file in ``tests``.

What the fields mean is said in ``MovementTest``; which view carries which measure is in
``views.toml``, and what each measure means in docs/measures.md.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final

from kneetrace.measure.refusals import refusal
from kneetrace.terms import InvalidInput

NAMES: Final = (
    "squat",
    "sit_to_stand",
    "walking",
    "running",
    "stairs_up",
    "stairs_down",
    "standing",
    "single_leg_balance",
    "side_plank",
    "single_leg_bridge",
    "sit_to_stand_30s",
    "single_leg_squat",
    "lateral_step_down",
    "forward_step_down",
    "lunge",
    "hurdle_step",
    "drop_vertical_jump",
)
"""Every movement test, in the order in which they are listed to people."""


class UnknownMovementTest(InvalidInput):
    """No movement test has this name."""


class Events(StrEnum):
    """What a recording of a test is cut into."""

    TURNS = "turns"  # out of rest and back into it: a squat, a rise
    HOLD = "hold"  # one posture held as long as asked
    STRIDES = "strides"  # from foot strike to the next foot strike of the same foot
    JUMPS = "jumps"  # landing, bending, take-off


class Posture(StrEnum):
    """How the body lies to the floor in a test."""

    UPRIGHT = "upright"
    LYING = "lying"  # no body is fitted, the picture alone is measured


class Held(StrEnum):
    """What is held, where a test is a hold."""

    STILL = "still"  # the whole body stays as it is
    ONE_FOOT = "one_foot"  # one foot carries the body, the other is in the air
    HIPS_UP = "hips_up"  # the hips stay lifted off the floor


class Deed(StrEnum):
    """What a repetition is, told from the body alone: see ``deeds.py``."""

    SQUAT = "squat"  # on both legs, over the feet
    CHAIR = "chair"  # from a seat or onto it
    ONE_LEG = "one_leg"  # one foot carries the body, the other is in the air
    SPLIT = "split"  # one foot in front of the other


class Legs(StrEnum):
    """Which legs do the test."""

    BOTH = "both"
    ONE = "one"  # one recording shows one tested leg
    IN_TURN = "in_turn"  # one after the other, as in walking: each repetition has its own


class TestedLeg(StrEnum):
    """By what the tested leg is told from the other, where one leg does the test."""

    CARRYING = "carrying"  # its foot stays, the other one is lifted
    FRONT = "front"  # its foot stands in front of the other


class Counted(StrEnum):
    """The curve in which the turns are found."""

    KNEES = "knees"  # bend of both knees
    TESTED_KNEE = "tested_knee"  # bend of the tested leg's knee
    HIPS_LOW = "hips_low"  # how far lying hips are below where they can be lifted
    FREE_KNEE = "free_knee"  # bend of the other leg's knee


class Floor(StrEnum):
    """What the feet stand on."""

    LEVEL = "level"
    STEPS = "steps"  # at different heights: a step, a box, stairs


class Excursion(StrEnum):
    """Which way the counted curve leaves the position a repetition starts and ends in."""

    INTO_FLEXION = "into_flexion"
    INTO_EXTENSION = "into_extension"

    @property
    def sign(self) -> float:
        """1 where a repetition goes into flexion, -1 where it goes into extension."""
        return 1.0 if self is Excursion.INTO_FLEXION else -1.0


class FrontalMoment(StrEnum):
    """When in a repetition the frontal-plane angles are read."""

    PEAK = "peak"
    HALF_WAY = "half_way"  # to the turn, where the thigh is not yet foreshortened (DESIGN)
    THROUGHOUT = "throughout"  # the median over the whole hold


@dataclass(frozen=True, kw_only=True)
class MovementTest:
    """One movement test as data; texts are keyed by language ("en", "es").

    shows, for_whom : what the test shows, and whom it suits and whom not; for docs/tests.md
    placements : where the phone may stand, best first, by the names in ``views.toml``
    held : where ``events`` are a hold, what is held
    deed : what each repetition has to be, where that can be told from the body; ``None``: anything
    tested_leg : where one leg does the test, how it is told from the other in a recording
    floor : whether the feet stand at one height
    time_limit_s : where the test asks for as many repetitions as possible in this time from the
        first one's start on; a repetition more than half way to its peak when it ends counts
        (chair-stand rule, Jones, Rikli, Beam 1999), later ones do not. ``None``: no limit
    counted : where ``events`` are turns, the curve they are found in
    excursion : whether a turn leaves rest into flexion (squat) or into extension (sit-to-stand)
    counts_without_return : a last repetition that reached its peak counts although the person did
        not come back before the clip ended (chair-stand rule: a full stand counts; Jones, Rikli,
        Beam 1999, Res Q Exerc Sport 70:113-119). "start" and "end" of it are seen.
    counts_shallow : a shallow repetition between two full ones counts
    measures : what is asked, by the names in ``kinds.py``
    """

    name: str
    title: dict[str, str]
    instruction: dict[str, str]
    shows: dict[str, str]
    for_whom: dict[str, str]
    placements: tuple[str, ...]
    events: Events
    legs: Legs
    posture: Posture
    held: Held
    deed: Deed | None
    tested_leg: TestedLeg
    floor: Floor
    counted: Counted
    excursion: Excursion
    counts_without_return: bool
    counts_shallow: bool
    time_limit_s: float | None
    frontal_moment: FrontalMoment
    repetitions_asked: int
    measures: tuple[str, ...]


@cache
def movement_tests() -> dict[str, MovementTest]:
    """Return every movement test by name.

    Returns
    -------
    dict
        name -> test, in the order of ``NAMES``.
    """
    folder = resources.files(__package__).joinpath("tests")
    return {
        name: _test(name, tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8")))
        for name in NAMES
    }


def movement_test(*, name: str) -> MovementTest:
    """Return the movement test of this name.

    Parameters
    ----------
    name
        As on the command line: ``"squat"``, ``"sit_to_stand"``.

    Returns
    -------
    MovementTest
        Its instruction, its measures and how its repetitions run.

    Raises
    ------
    UnknownMovementTest
        When no test has this name.
    """
    known = movement_tests()
    if name not in known:
        raise UnknownMovementTest(refusal("no_such_test", name=name, known=", ".join(known)))
    return known[name]


def _test(name: str, table: dict[str, Any]) -> MovementTest:
    return MovementTest(
        name=name,
        title=table["title"],
        instruction=table["instruction"],
        shows=table["shows"],
        for_whom=table["for_whom"],
        placements=tuple(table["placements"]),
        events=Events(table["events"]),
        legs=Legs(table["legs"]),
        posture=Posture(table.get("posture", Posture.UPRIGHT)),
        held=Held(table.get("held", Held.STILL)),
        deed=Deed(table["deed"]) if "deed" in table else None,
        tested_leg=TestedLeg(table.get("tested_leg", TestedLeg.CARRYING)),
        floor=Floor(table.get("floor", Floor.LEVEL)),
        counted=Counted(table.get("counted", Counted.KNEES)),
        excursion=Excursion(table.get("excursion", Excursion.INTO_FLEXION)),
        counts_without_return=table.get("counts_without_return", False),
        counts_shallow=table.get("counts_shallow", True),
        time_limit_s=table.get("time_limit_s"),
        frontal_moment=FrontalMoment(table.get("frontal_moment", FrontalMoment.PEAK)),
        repetitions_asked=table["repetitions_asked"],
        measures=tuple(table["measures"]),
    )
