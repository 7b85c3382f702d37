"""A made-up drop jump: off a box, landing, at once up again, and landing once more."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from kneetrace.measure.body.skeleton import ANKLE_HEIGHT, CONSTANT, DOF, DOFS
from validation.simulated_recording import USUAL, Floats
from validation.simulated_tests import HEIGHT_M, two_links

GRAVITY_M_S2: Final = 9.81
STANDING_S: Final = 2.5
ABSORBED_M: Final = 0.2
RISE_S: Final = 0.8
FORWARD_M: Final = 0.35


@dataclass(frozen=True, eq=False, kw_only=True)
class DropJump:
    """The motion, ``(frame, dof)``, along x on a floor at 0, and when it really happens, s."""

    dofs: Floats
    contact_s: float
    deepest_s: float
    take_off_s: float
    landing_s: float

    @property
    def flight_s(self) -> float:
        """How long the feet are in the air."""
        return self.landing_s - self.take_off_s


def drop_jump(
    *, rate_hz: float, box_m: float = 0.3, jump_m: float = 0.25, bend_m: float = 0.28
) -> DropJump:
    """Drop from a box and jump up, hips and ankles moving as free fall and even braking have it."""
    falls_s = float(np.sqrt(2 * box_m / GRAVITY_M_S2))
    lands, leaves = (float(np.sqrt(2 * GRAVITY_M_S2 * drop)) for drop in (box_m, jump_m))
    contact_s = STANDING_S + falls_s
    deepest_s = contact_s + 2 * bend_m / lands
    take_off_s = deepest_s + 2 * bend_m / leaves
    landing_s = take_off_s + 2 * leaves / GRAVITY_M_S2
    absorbed_s = landing_s + 2 * ABSORBED_M / leaves
    up_s = absorbed_s + RISE_S
    time_s = np.arange(0, up_s + STANDING_S, 1 / rate_hz)

    def since(start_s: float) -> Floats:
        return np.asarray(np.maximum(time_s - start_s, 0.0))

    brake, push, catch = (
        speed**2 / (2 * way_m)
        for speed, way_m in ((lands, bend_m), (leaves, bend_m), (leaves, ABSORBED_M))
    )
    hips_m = np.select(
        [
            time_s < STANDING_S,
            time_s < contact_s,
            time_s < deepest_s,
            time_s < take_off_s,
            time_s < landing_s,
            time_s < absorbed_s,
            time_s < up_s,
        ],
        [
            np.full(len(time_s), box_m),
            box_m - GRAVITY_M_S2 / 2 * since(STANDING_S) ** 2,
            -lands * since(contact_s) + brake / 2 * since(contact_s) ** 2,
            -bend_m + push / 2 * since(deepest_s) ** 2,
            leaves * since(take_off_s) - GRAVITY_M_S2 / 2 * since(take_off_s) ** 2,
            -leaves * since(landing_s) + catch / 2 * since(landing_s) ** 2,
            -ABSORBED_M * (0.5 + 0.5 * np.cos(np.pi * since(absorbed_s) / RISE_S)),
        ],
        0.0,
    )
    airborne = np.where(time_s < STANDING_S, box_m, np.maximum(hips_m, 0.0))
    ahead_m = FORWARD_M * np.clip((time_s - STANDING_S) / falls_s, 0, 1)
    return DropJump(
        dofs=_posed(hips_m, airborne, ahead_m),
        contact_s=contact_s,
        deepest_s=deepest_s,
        take_off_s=take_off_s,
        landing_s=landing_s,
    )


def _posed(hips_m: Floats, feet_m: Floats, ahead_m: Floats) -> Floats:
    leg_m = (USUAL[CONSTANT["thigh"]] + USUAL[CONSTANT["shank"]]) * HEIGHT_M
    dofs = np.zeros((len(hips_m), len(DOFS)))
    ankles_m = np.stack([ahead_m, ANKLE_HEIGHT * HEIGHT_M + feet_m], axis=1)
    hip_m = np.stack([ahead_m, ANKLE_HEIGHT * HEIGHT_M + 0.999 * leg_m + hips_m], axis=1)
    bent = np.clip((feet_m - hips_m) / 0.3, 0, 1)
    hip_m[:, 0] -= 0.12 * bent
    dofs[:, DOF["tilt"]] = np.radians(-3 - 20 * bent)
    dofs[:, DOF["lumbar_extension"]] = np.radians(-2 - 20 * bent)
    thigh, knee = two_links(ankles_m - hip_m)
    for side in "rl":
        dofs[:, DOF[f"knee_angle_{side}"]] = knee
        dofs[:, DOF[f"hip_flexion_{side}"]] = thigh - dofs[:, DOF["tilt"]]
        dofs[:, DOF[f"hip_adduction_{side}"]] = np.radians(-4)
        dofs[:, DOF[f"ankle_angle_{side}"]] = knee - thigh
    dofs[:, DOF["pelvis_tx"]], dofs[:, DOF["pelvis_ty"]] = hip_m.T
    return dofs
