"""What a camera straight in front of the person, turning with the pelvis, would see.

Somebody who lies is seen from the side.
"""

from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter1d

from kneetrace.measure.body.motion import JOINTS, CameraPlacement, Motion
from kneetrace.measure.body.skeleton import Array
from kneetrace.measure.body.stillness import fill_gaps
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS, CleanTrack, Landmarks, LandmarkTrack

PX_PER_M: Final = 1000.0
WIDTH_PX, HEIGHT_PX = 2000, 2600
FLOOR_PX: Final = 2300.0
"""The picture: nothing is foreshortened, and there is room below the floor's line."""

FRONT_CAMERA: Final = CameraPlacement(
    yaw_rad=0.0,
    yaw_sd_rad=0.0,
    pitch_rad=0.0,
    roll_rad=0.0,
    height_m=1.0,
    distance_m=1000.0,
    focal_px=1000.0 * PX_PER_M,
)
"""Straight in front, and so far away that nothing is foreshortened."""

HEADING_SMOOTHING_S: Final = 0.25
"""The camera follows the pelvis' heading no faster than this. DESIGN"""

PLACE_SMOOTHING_S: Final = 1.0
"""A person who goes further than a step is followed by the camera this slowly. DESIGN"""

SHOWN: Final = {
    f"{side}_{mark}": f"{joint}_{side[0]}"
    for side in ("right", "left")
    for mark, joint in (
        ("shoulder", "shoulder"),
        ("hip", "hip"),
        ("knee", "knee"),
        ("ankle", "ankle"),
        ("heel", "heel"),
        ("foot_index", "toe"),
    )
}
"""Landmark -> joint of the skeleton; the other landmarks are not known."""


def front_px(*, places_m: Array, joints_m: Array, time_s: Array) -> Array:
    """Place points of the world in the picture from straight in front.

    Parameters
    ----------
    places_m
        ``(time, point, xyz)``, m, Y up.
    joints_m
        ``(time, joint, xyz)``, m, as in Motion: the person the camera follows.
    time_s
        ``(time,)``, s.

    Returns
    -------
    ``(time, point, xy)``, px, x right (the person's left) and y down.
    """
    rate_hz = (len(time_s) - 1) / np.ptp(time_s) if len(time_s) > 1 else 1.0
    hip_r, hip_l = (joints_m[:, JOINTS.index(f"hip_{side}")] for side in "rl")
    across = gaussian_filter1d(
        fill_gaps((hip_r - hip_l)[:, [0, 2]]), HEADING_SMOOTHING_S * rate_hz, axis=0
    )
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    middle = fill_gaps(0.5 * (hip_r + hip_l)[:, [0, 2]])
    followed = gaussian_filter1d(middle, PLACE_SMOOTHING_S * rate_hz, axis=0, mode="nearest")
    right_m = ((places_m[..., [0, 2]] - followed[:, None]) * across[:, None]).sum(axis=-1)
    return np.stack(
        [WIDTH_PX / 2 - PX_PER_M * right_m, FLOOR_PX - PX_PER_M * places_m[..., 1]], axis=-1
    )


def side_px(*, places_m: Array, joints_m: Array) -> Array:
    """Place points of the world in the picture of somebody who lies, taken from the side.

    Parameters
    ----------
    places_m, joints_m
        As for :func:`front_px`; the picture's x axis is the body's own, feet to shoulders.

    Returns
    -------
    ``(time, point, xy)``, px.
    """
    shoulders, ankles = (
        joints_m[:, [JOINTS.index(f"{joint}_{side}") for side in "rl"]].mean(axis=1)
        for joint in ("shoulder", "ankle")
    )
    level = np.stack([shoulders, ankles])[..., [0, 2]]
    known = np.isfinite(level).all(axis=(0, 2))
    # A mark that was never seen leaves the picture as it would be seen along the lab's z axis.
    ends = np.median(level[:, known], axis=1) if known.any() else np.array([[1.0, 0.0], [0.0, 0.0]])
    along = (ends[0] - ends[1]) / max(float(np.linalg.norm(ends[0] - ends[1])), 1e-9)
    way_m = ((places_m[..., [0, 2]] - ends.mean(axis=0)) * along).sum(axis=-1)
    return np.stack(
        [WIDTH_PX / 2 + PX_PER_M * way_m, FLOOR_PX - PX_PER_M * places_m[..., 1]], axis=-1
    )


def picture_of(
    *, motion: Motion, name: str, notes: tuple[str, ...] = ()
) -> tuple[Landmarks, CleanTrack]:
    """Draw a motion as the landmarks that its ``joints_px`` are.

    Parameters
    ----------
    motion
        Of a body known in space.
    name, notes
        Of the recording, as in Clip.

    Returns
    -------
    Landmarks, CleanTrack
        Of one person; NaN for landmarks that are not known.
    """
    frames = len(motion.time_s)
    xy_px = np.full((frames, len(LANDMARKS), 2), np.nan)
    noise_px = np.full(len(LANDMARKS), np.nan)
    for landmark, joint in SHOWN.items():
        xy_px[:, INDEX[landmark]] = motion.joints_px[:, JOINTS.index(joint)]
        noise_px[INDEX[landmark]] = PX_PER_M * motion.joint_sd_m[joint]
    seen = np.isfinite(xy_px).all(axis=2)
    visibility = seen.astype(np.float64)
    world_m = np.full((frames, len(LANDMARKS), 3), np.nan)
    clip = Clip(
        name=name,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        time_s=motion.time_s,
        brightness=np.full(frames, np.nan),
        notes=notes,
    )
    everybody = LandmarkTrack(
        person=0,
        xy_px=xy_px,
        visibility=visibility,
        world_m=world_m,
        score=np.where(seen.any(axis=1), 1.0, np.nan),
    )
    track = CleanTrack(
        person=0,
        xy_px=xy_px,
        visibility=visibility,
        world_m=world_m,
        noise_px=noise_px,
        swapped=np.zeros(frames, dtype=bool),
        rejected=np.zeros(seen.shape, dtype=bool),
    )
    return Landmarks(clip=clip, tracks=(everybody,), model="front_picture"), track
