"""A made-up balance on one leg, filmed by a made-up phone."""

import numpy as np

from kneetrace.measure.body.skeleton import DOF, DOFS
from validation.simulated_recording import RATE_HZ, Errors, Recording, film


def balance(
    *,
    yaw_rad: float,
    lifted_s: tuple[float, float],
    end_s: float = 9.0,
    errors: Errors | None = None,
    seed: int = 0,
) -> Recording:
    """Stand on the right leg while the left foot is held up behind, from and to ``lifted_s``."""
    time_s = np.arange(0, end_s, 1 / RATE_HZ)
    dofs = np.zeros((len(time_s), len(DOFS)))
    up = np.interp(time_s, [lifted_s[0], lifted_s[0] + 0.6], [0, 1])
    up -= np.interp(time_s, [lifted_s[1] - 0.6, lifted_s[1]], [0, 1])
    up = 0.5 - 0.5 * np.cos(np.pi * up)
    dofs[:, DOF["tilt"]] = np.radians(-3)
    dofs[:, DOF["lumbar_extension"]] = np.radians(-2)
    dofs[:, DOF["list"]] = np.radians(4) * up
    for side, lift in (("r", 0.0), ("l", 1.0)):
        dofs[:, DOF[f"knee_angle_{side}"]] = np.radians(4 + 85 * lift * up)
        dofs[:, DOF[f"hip_flexion_{side}"]] = np.radians(5 + 20 * lift * up)
        dofs[:, DOF[f"hip_adduction_{side}"]] = np.radians(-3)
    dofs[:, DOF["heading"]] = -np.pi / 2 - yaw_rad
    return film(dofs, errors=errors or Errors(), rng=np.random.default_rng(seed))
