"""The response table: the contact model solved on a grid of poses."""

import hashlib
import math
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from kneetrace.explain.kneecap.contact import (
    CARRIED,
    Contact,
    KneecapModel,
    KneePose,
    kneecap_model,
    solve_contact,
    turn_z,
)
from kneetrace.explain.kneecap.response import ANSWERS

Array = NDArray[np.float64]

AXES: Final = (
    np.linspace(10, 100, 19),  # flexion, deg
    np.linspace(-10, 10, 9),  # thigh turned in, deg
    np.linspace(-5, 5, 5),  # valgus, deg
    np.linspace(math.log(200), math.log(6000), 7),  # logarithm of the quadriceps' force, N
    np.linspace(0.4, 1.6, 5),  # the vastus medialis' share of its usual part
)
_SOURCES: Final = ("contact", "distance_field", "energy", "shapes", "tethers")
_ROOM: Final = Path(__file__).resolve().parents[2] / "src/kneetrace/explain/kneecap"


def pose_at(variables: Array) -> KneePose:
    flexion, inward, valgus, log_pull, share = (float(one) for one in variables)
    return KneePose(
        flexion_rad=math.radians(flexion),
        inward_rad=math.radians(inward),
        valgus_rad=math.radians(valgus),
        quadriceps_n=math.exp(log_pull),
        medialis_share=share,
    )


def answers_of(found: Contact) -> list[float]:
    return [getattr(found, name) for name in ANSWERS]


def solve_all(model: KneecapModel, variables: Array) -> Array:
    """(pose, answer), each solved on its own."""
    return np.array([answers_of(solve_contact(model=model, pose=pose_at(v))) for v in variables])


def _placed(model: KneecapModel, variables: Array) -> Array:
    """(pose, ``PLACED``) of neighbours, each started where the one before came to rest."""
    rows = []
    start: tuple[Array, Array] | None = None
    for one in variables:
        pose = pose_at(one)
        found = solve_contact(model=model, pose=pose, start=start)
        start = found.rotation, found.shift_mm
        turn = Rotation.from_matrix(found.rotation @ turn_z(CARRIED * pose.flexion_rad))
        over_pull = np.array([found.load_n, found.pressed_n]) / pose.quadriceps_n
        rows.append([*turn.as_rotvec(), *found.shift_mm, *np.log(over_pull)])
    return np.array(rows)


def model_hash() -> str:
    """What the table depends on: the model's modules and its tethers."""
    digest = hashlib.sha256((_ROOM / "tables/tethers.toml").read_bytes())
    for name in _SOURCES:
        digest.update((_ROOM / f"{name}.py").read_bytes())
    return digest.hexdigest()


def write_table(file: Path) -> None:
    """Solve the grid, on two threads, and write it."""
    variables = np.array(list(product(*AXES)))
    rows = np.split(variables, len(AXES[0]) * len(AXES[1]))
    with ThreadPoolExecutor(2) as pool:
        solved = pool.map(partial(_placed, kneecap_model()), rows)
        placed = np.concatenate(list(solved)).reshape(*map(len, AXES), -1)
    each = tuple(range(len(AXES)))
    least, most = placed.min(axis=each), placed.max(axis=each)
    steps = np.round((placed - least) / (most - least) * np.iinfo(np.uint16).max)
    np.savez_compressed(
        file,
        low=np.array([axis[0] for axis in AXES]),
        high=np.array([axis[-1] for axis in AXES]),
        least=least,
        most=most,
        steps=steps.astype(np.uint16),
        origin=np.array(f"python -m validation.kneecap response; model sha256 {model_hash()}"),
    )
