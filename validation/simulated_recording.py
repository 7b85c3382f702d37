"""A made-up phone films a known motion: what the fit is given, and what is true."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from kneetrace.measure.body.projection import project
from kneetrace.measure.body.skeleton import (
    ANKLE_HEIGHT,
    CONSTANT,
    CONSTANTS,
    DOF,
    MARK_NAMES,
    pose_body,
)
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS, CleanTrack

Floats = NDArray[np.float64]

FOCAL_PX: Final = 896.0
SIZE_PX: Final = (720, 1280)
RATE_HZ: Final = 30.0
DISTANCE_M: Final = 3.1
USUAL: Final = np.array([constant.mean for constant in CONSTANTS])


@dataclass(frozen=True, kw_only=True)
class Errors:
    """How the network errs. Slow errors are shares of stature and stay alike for ``memory_s``.

    ``lean`` is the spread of a clip-long leaning of the network's 3-D guess, depth per height.
    """

    trembling_px: float = 1.5
    landmark: float = 0.0
    depth: float = 0.0
    lean: float = 0.0
    memory_s: float = 0.6


@dataclass(frozen=True, eq=False, kw_only=True)
class Recording:
    """A film of a known motion; ``dofs`` (frame, dof) is the truth, rad and m."""

    clip: Clip
    track: CleanTrack
    dofs: Floats


def film(
    dofs: Floats,
    *,
    errors: Errors,
    rng: np.random.Generator,
    constants: Floats = USUAL,
    height_m: float = 1.7,
    anchor: str | None = "right_heel",
    rate_hz: float = RATE_HZ,
) -> Recording:
    """Film a motion, ``DISTANCE_M`` away; the anchor stays on the floor.

    Without an anchor the body stands where the motion's own places put it, on a floor at 0.
    """
    dofs = dofs.copy()
    if anchor is None:
        dofs[:, DOF["pelvis_tz"]] -= DISTANCE_M
    else:
        heel = pose_body(dofs=dofs, constants=constants, height_m=height_m).points_m[
            :, MARK_NAMES.index(anchor)
        ]
        clearance_m = (ANKLE_HEIGHT - constants[CONSTANT["heel_down"]]) * height_m
        dofs[:, :3] -= heel - [0.0, clearance_m, -DISTANCE_M]
    points_m = pose_body(dofs=dofs, constants=constants, height_m=height_m).points_m
    centre_px = (SIZE_PX[0] / 2, SIZE_PX[1] / 2)
    seen = project(
        points_m=points_m, constants=constants, focal_px=FOCAL_PX, centre_px=centre_px
    ).xy_px
    frames = len(dofs)

    def slow(rows: tuple[int, ...], sd: float) -> Floats:
        keep = np.exp(-1 / (errors.memory_s * rate_hz))
        white = rng.standard_normal((frames, *rows))
        white[0] /= np.sqrt(1 - keep**2)
        return np.asarray(sd * np.sqrt(1 - keep**2) * lfilter([1.0], [1.0, -keep], white, axis=0))

    marks = [INDEX[name] for name in MARK_NAMES]
    tall_px = FOCAL_PX * height_m / DISTANCE_M
    xy_px = np.full((frames, len(LANDMARKS), 2), np.nan)
    xy_px[:, INDEX["nose"]] = seen[:, :1].mean(axis=1) - [0.0, 0.12 * tall_px]
    trembling = rng.normal(0, errors.trembling_px, seen.shape)
    xy_px[:, marks] = seen + trembling + slow((len(marks), 2), errors.landmark * tall_px)

    guess_m = (points_m - points_m.mean(axis=1, keepdims=True)) * [1.0, -1.0, -1.0]
    guess_m[..., 2] += slow((len(marks),), errors.depth * height_m)
    guess_m[..., 2] += rng.normal(0, errors.lean) * guess_m[..., 1]
    world_m = np.zeros((frames, len(LANDMARKS), 3))
    world_m[:, marks] = guess_m
    return Recording(
        clip=Clip(
            name="simulated",
            width_px=SIZE_PX[0],
            height_px=SIZE_PX[1],
            time_s=np.arange(frames) / rate_hz,
            brightness=np.full(frames, 0.5),
        ),
        track=CleanTrack(
            person=0,
            xy_px=xy_px,
            visibility=np.ones((frames, len(LANDMARKS))),
            world_m=world_m,
            noise_px=np.full(len(LANDMARKS), errors.trembling_px),
            swapped=np.zeros(frames, dtype=bool),
            rejected=np.zeros((frames, len(LANDMARKS)), dtype=bool),
        ),
        dofs=dofs,
    )
