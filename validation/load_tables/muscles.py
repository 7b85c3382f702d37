"""The muscle table: lengths of all leg muscles as splines of the joint angles they cross.

Each length is a tensor product of uniform cubic B-splines, fitted to OpenSim's lengths and moment
arms together (a moment arm is minus the slope of the length), in poses spread evenly over the
range (Sobol points). Moment arms weigh more: where a wrapping path flips, the lengths jump. Where
OpenSim's moment arms are no slopes of any length, they are tabulated apart.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.linalg import solve
from scipy.stats import qmc

from kneetrace.explain.load.splines import fill_basis
from validation.load_tables import opensim_xml
from validation.load_tables.deep_rotators import ROTATORS, Rotator, rotator_path, rotator_row
from validation.opensim_oracle import ask_opensim

Array = NDArray[np.float64]

RANGES_DEG: Final = {
    "hip_flexion": (-35, 125),
    "hip_adduction": (-45, 35),
    "hip_rotation": (-45, 45),
    "knee_angle": (-10, 125),  # the model's kneecap path ends at 120 deg
    "ankle_angle": (-45, 45),
    "subtalar_angle": (-40, 40),
}
HIP: Final = ("hip_flexion", "hip_adduction", "hip_rotation")
KNEE: Final = ("knee_angle",)
FOOT: Final = ("ankle_angle", "subtalar_angle")


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Which coordinates muscles cross, in how many intervals each, and in how many poses."""

    crosses: tuple[str, ...]
    intervals: tuple[int, ...]
    poses: int
    muscles: tuple[str, ...]
    apart: bool = False


FITS: Final = (
    Fit(
        crosses=HIP,
        intervals=(12, 6, 6),
        poses=2048,
        muscles=(
            *("addbrev", "addlong", "addmagDist", "addmagIsch", "addmagMid", "addmagProx"),
            *("glmax3", "glmed1", "glmed2", "glmed3", "glmin1", "glmin2", "glmin3", "piri"),
        ),
    ),
    Fit(
        crosses=HIP,
        intervals=(16, 8, 9),  # paths that leave and meet their wrapping surfaces
        poses=8192,
        muscles=("glmax2", "iliacus", "psoas"),
        apart=True,
    ),
    Fit(crosses=HIP, intervals=(12, 6, 6), poses=8192, muscles=("glmax1",), apart=True),
    Fit(
        crosses=HIP + KNEE,
        intervals=(7, 3, 3, 7),
        poses=4096,
        muscles=("bflh", "grac", "sart", "semimem", "semiten"),
    ),
    Fit(crosses=HIP + KNEE, intervals=(6, 3, 3, 18), poses=8192, muscles=("recfem",)),
    Fit(crosses=HIP + KNEE, intervals=(12, 5, 5, 4), poses=8192, muscles=("tfl",)),
    Fit(
        crosses=KNEE,
        intervals=(54,),
        poses=512,
        muscles=("bfsh", "vasint", "vaslat", "vasmed"),
    ),
    Fit(crosses=KNEE + FOOT, intervals=(10, 4, 3), poses=2048, muscles=("gaslat", "gasmed")),
    Fit(
        crosses=FOOT,
        intervals=(6, 6),
        poses=512,
        muscles=(
            *("edl", "ehl", "fdl", "fhl", "perbrev", "perlong", "soleus", "tibant", "tibpost"),
        ),
    ),
)

ROTATOR_FIT: Final = Fit(crosses=HIP, intervals=(12, 6, 6), poses=2048, muscles=())

# DESIGN: spreads that weigh the three things a fit has to please.
LENGTH_SD_M: Final = 2e-3
ARM_SD_M: Final = 5e-4
BEND_SD_M: Final = 2e-2  # second difference of neighbouring coefficients
HELD_OUT_POSES: Final = 256


@dataclass(frozen=True, eq=False, kw_only=True)
class MuscleTable:
    """Rows of the table of muscles, and coefficients of their splines.

    lengths : of the model's muscles, ``added`` of those it lacks, ``apart`` of the arms apart
    """

    rows: list[dict[str, Any]]
    lengths: NDArray[np.float32]
    added: NDArray[np.float32]
    apart: NDArray[np.float32]


def muscle_table(model_file: Path) -> MuscleTable:
    """Fit every muscle of the right leg; its twin is its mirror image."""
    model = opensim_xml.read_model(model_file)
    parameters = {row["name"]: row for row in opensim_xml.muscles(model)}
    rows, lengths, added, apart = [], [], [], []
    for fit in FITS:
        seen = _ask(model_file, fit=fit, seed=1, poses=fit.poses)
        unseen = _ask(model_file, fit=fit, seed=2, poses=HELD_OUT_POSES)
        for name in fit.muscles:
            found = _fitted(seen[name], fit=fit).astype(np.float32)
            errors_m = _arm_errors_m(found.astype(float), unseen[name], fit=fit)
            length, *arms = np.split(found, 1 + len(fit.crosses)) if fit.apart else [found]
            lengths.append(length)
            apart += arms
            rows.append(
                {
                    **parameters[f"{name}_r"],
                    "name": name,
                    **_about(fit, errors_m),
                }
            )
    minimus_n = sum(row["isometric_force_n"] for row in rows if row["name"].startswith("glmin"))
    for rotator in ROTATORS:
        path = _straight(rotator, seed=1, poses=ROTATOR_FIT.poses)
        found = _fitted(path, fit=ROTATOR_FIT).astype(np.float32)
        added.append(found)
        path = _straight(rotator, seed=2, poses=HELD_OUT_POSES)
        errors_m = _arm_errors_m(found.astype(float), path, fit=ROTATOR_FIT)
        rows.append(
            {**rotator_row(rotator, gluteus_minimus_n=minimus_n), **_about(ROTATOR_FIT, errors_m)}
        )
    return MuscleTable(
        rows=rows,
        lengths=np.concatenate(lengths),
        added=np.concatenate(added),
        apart=np.concatenate(apart),
    )


def _about(fit: Fit, errors_m: Array) -> dict[str, Any]:
    return {
        "crosses": list(fit.crosses),
        "intervals": list(fit.intervals),
        "arms_apart": fit.apart,
        "arm_error_rms_m": float(f"{np.sqrt(np.mean(errors_m**2)):.2g}"),
        "arm_error_worst_m": float(f"{np.abs(errors_m).max():.2g}"),
    }


@dataclass(frozen=True, eq=False, kw_only=True)
class Sampled:
    """poses (pose, coordinate), rad; lengths_m (pose,); arms_m (pose, coordinate)."""

    poses: Array
    lengths_m: Array
    arms_m: Array


def _straight(rotator: Rotator, *, seed: int, poses: int) -> Sampled:
    asked_poses = _spread(ROTATOR_FIT, seed=seed, poses=poses)
    lengths_m, arms_m = rotator_path(rotator, poses=asked_poses)
    return Sampled(poses=asked_poses, lengths_m=lengths_m, arms_m=arms_m)


def _spread(fit: Fit, *, seed: int, poses: int) -> Array:
    low, high = _range_rad(fit)
    spread = qmc.Sobol(len(low), seed=seed).random(poses)
    edged = np.clip(1.06 * spread - 0.03, 0.0, 1.0)  # some poses lie on the very edges
    return np.asarray(low + (high - low) * edged)


def _ask(model_file: Path, *, fit: Fit, seed: int, poses: int) -> dict[str, Sampled]:
    asked_poses = _spread(fit, seed=seed, poses=poses)
    with tempfile.TemporaryDirectory() as folder:
        asked, out = Path(folder, "asked.npz"), Path(folder, "told.npz")
        arrays: dict[str, Any] = {}
        for name in fit.muscles:
            arrays[f"{name}_r.coordinates"] = [f"{each}_r" for each in fit.crosses]
            arrays[f"{name}_r.poses"] = asked_poses
        np.savez(asked, **arrays)
        ask_opensim("muscles", model_file, "--asked", asked, "--out", out)
        with np.load(out) as told:
            return {
                name: Sampled(
                    poses=asked_poses,
                    lengths_m=told[f"{name}_r.lengths_m"],
                    arms_m=told[f"{name}_r.arms_m"],
                )
                for name in fit.muscles
            }


def _range_rad(fit: Fit) -> tuple[Array, Array]:
    low, high = np.radians([RANGES_DEG[name] for name in fit.crosses]).T
    return low, high


def _fitted(sampled: Sampled, *, fit: Fit) -> Array:
    """Coefficients of the length; where arms stand apart, those of each arm after them."""
    values = _design(sampled.poses, fit=fit)
    if fit.apart:
        bends = _bends(fit)
        parts = [
            _least_squares(
                [values / LENGTH_SD_M, bends / BEND_SD_M], [sampled.lengths_m / LENGTH_SD_M]
            )
        ]
        for arm_m in sampled.arms_m.T:
            parts.append(_least_squares([values / ARM_SD_M, bends / BEND_SD_M], [arm_m / ARM_SD_M]))
        return np.concatenate(parts)
    rows = [values / LENGTH_SD_M]
    wanted = [sampled.lengths_m / LENGTH_SD_M]
    for k in range(len(fit.crosses)):
        rows.append(_design(sampled.poses, fit=fit, slope=k) / ARM_SD_M)
        wanted.append(-sampled.arms_m[:, k] / ARM_SD_M)
    return _least_squares([*rows, _bends(fit) / BEND_SD_M], wanted)


def _least_squares(rows: list[sparse.csr_array], wanted: list[Array]) -> Array:
    """Solve by the normal equations; rows beyond those wanted want zero."""
    matrix = sparse.vstack(rows).tocsr()
    sought = np.concatenate(wanted)
    sought = np.concatenate([sought, np.zeros(matrix.shape[0] - len(sought))])
    normal = (matrix.T @ matrix).toarray()
    normal[np.diag_indices_from(normal)] += 1e-6
    return np.asarray(solve(normal, matrix.T @ sought, assume_a="pos", overwrite_a=True))


def _arm_errors_m(coefficients: Array, sampled: Sampled, *, fit: Fit) -> Array:
    if fit.apart:
        apart = np.split(coefficients, 1 + len(fit.crosses))[1:]
        values = _design(sampled.poses, fit=fit)
        return np.asarray(np.column_stack([values @ each for each in apart]) - sampled.arms_m)
    slopes = [
        _design(sampled.poses, fit=fit, slope=k) @ coefficients for k in range(len(fit.crosses))
    ]
    return np.asarray(-np.column_stack(slopes) - sampled.arms_m)


def _design(poses: Array, *, fit: Fit, slope: int | None = None) -> sparse.csr_array:
    """What each coefficient adds to the length, or to its slope along one coordinate."""
    low, high = _range_rad(fit)
    column = np.zeros((len(poses), 1), dtype=int)
    weight = np.ones((len(poses), 1))
    for k, intervals in enumerate(fit.intervals):
        per_rad = intervals / (high[k] - low[k])
        value, by_interval = np.zeros((2, len(poses), 4))
        first = np.array(
            [
                fill_basis((pose - low[k]) * per_rad, intervals, value[p], by_interval[p])
                for p, pose in enumerate(poses[:, k])
            ]
        )
        along = by_interval * per_rad if slope == k else value
        places = first[:, None] + np.arange(4)
        column = (column[:, :, None] * (intervals + 3) + places[:, None, :]).reshape(len(poses), -1)
        weight = (weight[:, :, None] * along[:, None, :]).reshape(len(poses), -1)
    starts = np.arange(0, column.size + 1, column.shape[1])
    shape = (len(poses), int(np.prod([each + 3 for each in fit.intervals])))
    return sparse.csr_array((weight.ravel(), column.ravel(), starts), shape=shape)


def _bends(fit: Fit) -> sparse.csr_array:
    """Second differences of the coefficients along every coordinate."""
    counts = [each + 3 for each in fit.intervals]
    rows = []
    for k, count in enumerate(counts):
        parts = [sparse.eye_array(each) for each in counts]
        parts[k] = sparse.diags_array([1.0, -2.0, 1.0], offsets=[0, 1, 2], shape=(count - 2, count))
        product = parts[0]
        for part in parts[1:]:
            product = sparse.kron(product, part)
        rows.append(product)
    return sparse.csr_array(sparse.vstack(rows))
