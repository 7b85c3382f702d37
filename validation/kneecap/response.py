"""The response table: the contact model solved on a grid of poses."""

import hashlib
import math
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.kneecap.contact import (
    Contact,
    KneecapModel,
    KneecapNotBalanced,
    KneePose,
    kneecap_model,
    solve_contact,
)
from kneetrace.explain.kneecap.response import FORCE

Array = NDArray[np.float64]

AXES: Final = (
    np.linspace(10, 100, 10),  # flexion, deg
    np.linspace(-10, 10, 5),  # thigh turned in, deg
    np.linspace(-5, 5, 4),  # valgus, deg
    np.linspace(math.log(200), math.log(6000), 7),  # logarithm of the quadriceps' force, N
    np.linspace(0.4, 1.6, 4),  # the vastus medialis' share of its usual part
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
    return [
        found.area_mm2,
        found.load_n,
        found.mean_mpa,
        found.peak_mpa,
        found.lateral_share,
    ]


def solve_all(model: KneecapModel, variables: Array) -> Array:
    """(pose, answer); NaN where no balance was found, not even from the pose before."""
    rows = []
    before: tuple[Array, Array] | None = None
    for one in variables:
        pose = pose_at(one)
        try:
            found = _solve(model, pose, before)
        except KneecapNotBalanced:
            rows.append([math.nan] * 5)
            continue
        before = found.rotation, found.shift_mm
        rows.append(answers_of(found))
    return np.array(rows)


def _solve(model: KneecapModel, pose: KneePose, before: tuple[Array, Array] | None) -> Contact:
    try:
        return solve_contact(model=model, pose=pose)
    except KneecapNotBalanced:
        if before is None:
            raise
        return solve_contact(model=model, pose=pose, start=before)


def model_hash() -> str:
    """What the table depends on: the model's modules and its tethers."""
    digest = hashlib.sha256((_ROOM / "tables/tethers.toml").read_bytes())
    for name in _SOURCES:
        digest.update((_ROOM / f"{name}.py").read_bytes())
    return digest.hexdigest()


def write_table(file: Path) -> int:
    """Solve the grid and write it; returns how many poses found no balance."""
    variables = np.array(list(product(*AXES)))
    answers = solve_all(kneecap_model(), variables)
    lost = int(np.isnan(answers[:, 0]).sum())
    if lost:
        raise SystemExit(f"{lost} of {len(answers)} poses found no balance: narrow the axes.")
    log_pull = variables[:, FORCE]
    powers = np.polyfit(log_pull, np.log(answers), 1)[0]
    logs = (np.log(answers) - log_pull[:, None] * powers).reshape(*map(len, AXES), -1)
    each = tuple(range(len(AXES)))
    low, high = logs.min(axis=each), logs.max(axis=each)
    steps = np.round((logs - low) / (high - low) * np.iinfo(np.uint16).max)
    np.savez_compressed(
        file,
        low=np.array([axis[0] for axis in AXES]),
        high=np.array([axis[-1] for axis in AXES]),
        powers=powers,
        answer_low=low,
        answer_high=high,
        steps=steps.astype(np.uint16),
        origin=np.array(f"python -m validation.kneecap response; model sha256 {model_hash()}"),
    )
    return lost
