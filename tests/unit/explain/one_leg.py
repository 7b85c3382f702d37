"""A single-leg squat turned round, for tests of postures and their causes."""

from validation.one_leg_squat import squat_rad

TURNED = ("pelvis_list", "lumbar_bending")


def mirrored_rad() -> dict[str, float]:
    """The made-up squat on the left leg."""
    swap = {"_r": "_l", "_l": "_r"}
    return {
        name[:-2] + swap.get(name[-2:], name[-2:]): -angle if name in TURNED else angle
        for name, angle in squat_rad().items()
    }
