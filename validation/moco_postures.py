"""The same postures from OpenSim Moco: the made-up one-leg squat, of the adult of the model file.

Weights, strengths, actuators and the habit ours was calibrated to are the same. Moco's problem
lacks the give of the knee's tissue and the five deep rotators of the hip, and how a muscle's force
goes with its length is DeGroote & Fregly's.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kneetrace.explain import Deficits, stance_of, stand
from kneetrace.explain.load.skeleton import reference_skeleton
from kneetrace.explain.posture.deficits import MUSCLES
from kneetrace.explain.posture.method import ACTUATORS
from kneetrace.explain.posture.stance import COORDINATES, LUMBAR, MUSCLE_AXES
from kneetrace.explain.posture.standing_person import KNEE, StandingPerson
from kneetrace.terms import Person, Side
from validation.one_leg_squat import squat_rad
from validation.opensim_oracle import run_in_opensim

_FREE: Final = tuple(at for at in range(MUSCLE_AXES) if at != KNEE)


@dataclass(frozen=True, kw_only=True)
class MocoPosture:
    """A posture Moco found: free coordinates, without sides, and processor time."""

    taken_s: float
    angles_rad: dict[str, float]


def adult_of_model() -> StandingPerson:
    """Stand as in the one-leg squat, in the size of OpenSim's model, so that nothing is scaled."""
    skeleton = reference_skeleton()
    person = Person(height_m=skeleton.height_m, mass_kg=skeleton.mass_kg)
    stance = stance_of(person, angles=squat_rad(), side=Side.RIGHT)
    return stand(stance, deficits=Deficits(strengths=dict.fromkeys(MUSCLES, (1.0, 1.0))))


def ask_moco(
    model_file: Path, *, person: StandingPerson, strengths: Sequence[Mapping[str, float]]
) -> list[MocoPosture]:
    """Find one posture for each set of strengths (player -> factor)."""
    with tempfile.TemporaryDirectory() as place:
        asked, out = Path(place) / "asked.json", Path(place) / "found.json"
        asked.write_text(json.dumps([_asked(person, strengths=each) for each in strengths]))
        run_in_opensim("opensim_posture.py", model_file, asked, out)
        found = json.loads(out.read_text())
    if not all(each["found"] for each in found):
        raise RuntimeError("Moco found no posture")
    return [
        MocoPosture(
            taken_s=each["taken_s"],
            angles_rad={
                name.removesuffix("_r"): angle for name, angle in each["angles_rad"].items()
            },
        )
        for each in found
    ]


def _asked(person: StandingPerson, *, strengths: Mapping[str, float]) -> dict[str, Any]:
    muscles, method = person.muscles, person.method
    isometric_n = dict(zip(muscles.names, muscles.isometric_force_n.tolist(), strict=True))
    torques_nm = {
        name: float(torque)
        for (name, _, _), torque in zip(
            ACTUATORS, person.body.actuators_nm.sum(axis=0), strict=True
        )
    }
    for player, factor in strengths.items():
        for name in MUSCLES[player]:
            for table in (isometric_n, torques_nm):
                if name in table:
                    table[name] *= factor
    return {
        "pose_rad": squat_rad(),
        "habit_rad": {
            _full_name(COORDINATES[at]): float(person.stance.angles_rad[at] + person.habit[at])
            for at in _FREE
        },
        "weight_m": (person.terms.centre_m + person.habit[len(COORDINATES) :]).tolist(),
        "isometric_n": {f"{name}_r": force_n for name, force_n in isometric_n.items()},
        "actuators": [[name, _full_name(axis), torques_nm[name]] for name, axis, _ in ACTUATORS],
        "posture_cost": method.posture_cost,
        "balance_cost": method.balance_cost,
    }


def _full_name(coordinate: str) -> str:
    return coordinate if coordinate in LUMBAR else f"{coordinate}_r"
