"""The kneecap table: how each head of the quadriceps pulls the kneecap onto the thigh."""

import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np

from kneetrace.explain.load.muscle_forces import QUADRICEPS
from validation.opensim_oracle import ask_opensim

FLEXION_DEG: Final = np.arange(-10.0, 126.0, 5.0)
HIP_FLEXION_DEG: Final = 40.0  # DESIGN: the rectus' pull changes by a twentieth with the hip


def kneecap_table(model_file: Path) -> dict[str, Any]:
    """Pulls at 1 N of tension, thigh axes, at every tabulated knee flexion."""
    poses = np.radians(np.column_stack([np.full(len(FLEXION_DEG), HIP_FLEXION_DEG), FLEXION_DEG]))
    arrays: dict[str, Any] = {}
    for name in QUADRICEPS:
        arrays[f"{name}_r.coordinates"] = ["hip_flexion_r", "knee_angle_r"]
        arrays[f"{name}_r.poses"] = poses
    with tempfile.TemporaryDirectory() as folder:
        asked, out = Path(folder, "asked.npz"), Path(folder, "told.npz")
        np.savez(asked, **arrays)
        ask_opensim("kneecap", model_file, "--asked", asked, "--out", out)
        with np.load(out) as told:
            rows = [
                {"name": name, "pull_per_n": told[f"{name}_r.pulls"].round(5).tolist()}
                for name in QUADRICEPS
            ]
    return {"flexion_deg": FLEXION_DEG.tolist(), "muscle": rows}
