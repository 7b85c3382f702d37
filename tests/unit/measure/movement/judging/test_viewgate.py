import math
from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure.body.motion import JOINTS, CameraPlacement, Motion
from kneetrace.measure.movement.judging.viewgate import judge_view
from kneetrace.measure.movement.measurement import ViewFinding
from kneetrace.measure.movement.movements import movement_test
from kneetrace.measure.movement.views import Verdict, carried_by
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS, CleanTrack
from kneetrace.terms import COORDINATES
from tests.unit.measure.sights import sight_of

FRAMES = 150
WIDTH_PX, HEIGHT_PX = 720, 1280


def clip(*, rate_hz: float = 30.0, brightness: float = 0.5) -> Clip:
    return Clip(
        name="synthetic.mp4",
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        time_s=np.arange(FRAMES) / rate_hz,
        brightness=np.full(FRAMES, brightness),
    )


def track(*, nose_y_px: float = 300, ankle_y_px: float = 1100) -> CleanTrack:
    xy_px = np.full((FRAMES, len(LANDMARKS), 2), WIDTH_PX / 2.0)
    xy_px[..., 1] = np.mean([nose_y_px, ankle_y_px])
    for name, index in INDEX.items():
        if any(part in name for part in ("ankle", "heel", "foot")):
            xy_px[:, index, 1] = ankle_y_px
    xy_px[:, INDEX["nose"], 1] = nose_y_px
    return CleanTrack(
        person=0,
        xy_px=xy_px,
        visibility=np.ones((FRAMES, len(LANDMARKS))),
        world_m=np.zeros((FRAMES, len(LANDMARKS), 3)),
        noise_px=np.ones(len(LANDMARKS)),
        swapped=np.zeros(FRAMES, dtype=bool),
        rejected=np.zeros((FRAMES, len(LANDMARKS)), dtype=bool),
    )


CAMERA = CameraPlacement(
    yaw_rad=math.radians(45),
    yaw_sd_rad=math.radians(3),
    pitch_rad=0.0,
    roll_rad=0.0,
    height_m=0.9,
    distance_m=3.0,
    focal_px=900.0,
)


def motion(*, camera: CameraPlacement = CAMERA, standing: bool = True) -> Motion:
    still = {name: np.zeros(FRAMES) for name in COORDINATES}
    return Motion(
        time_s=np.arange(FRAMES) / 30,
        values=still,
        sd=still,
        joints_m=np.zeros((FRAMES, len(JOINTS), 3)),
        joints_px=np.zeros((FRAMES, len(JOINTS), 2)),
        planted={side: np.ones(FRAMES, dtype=bool) for side in "rl"},
        residual_px=np.zeros((FRAMES, len(LANDMARKS))),
        standing=np.full(FRAMES, standing),
        camera=camera,
    )


def findings(
    *,
    clip: Clip = clip(),  # noqa: B008 - a constant of this module, never changed
    track: CleanTrack = track(),  # noqa: B008
    motion: Motion | None = motion(),  # noqa: B008
) -> dict[str, ViewFinding]:
    judged = judge_view(
        sight=sight_of(clip=clip, track=track, motion=motion), test=movement_test(name="squat")
    )
    return {finding.what: finding for finding in judged.findings}


def test_a_good_oblique_recording_is_only_told_what_another_place_would_show() -> None:
    assert set(findings()) == {"view_front"}


@pytest.mark.parametrize(
    ("what", "camera"),
    [
        ("roll", replace(CAMERA, roll_rad=math.radians(-9))),
        ("pitch", replace(CAMERA, pitch_rad=math.radians(30))),
        ("camera_height", replace(CAMERA, height_m=0.1)),
        ("camera_height", replace(CAMERA, height_m=2.2)),
        ("distance", replace(CAMERA, distance_m=1.0)),
        ("distance", replace(CAMERA, distance_m=9.0)),
    ],
)
def test_a_badly_placed_phone_is_noticed(what: str, camera: CameraPlacement) -> None:
    finding = findings(motion=motion(camera=camera))[what]
    assert finding.sentence.endswith(".")
    assert finding.advice.endswith(".")
    assert not finding.blocking


@pytest.mark.parametrize(
    ("what", "blocking", "recorded"),
    [
        ("dark", False, clip(brightness=0.05)),
        ("glaring", False, clip(brightness=0.97)),
        ("frame_rate", False, clip(rate_hz=15)),
        ("frame_rate", True, clip(rate_hz=5)),
    ],
)
def test_a_poor_picture_is_noticed(what: str, blocking: bool, recorded: Clip) -> None:
    assert findings(clip=recorded)[what].blocking is blocking


@pytest.mark.parametrize(
    ("what", "blocking", "seen"),
    [
        ("too_small", False, track(nose_y_px=600, ankle_y_px=800)),
        ("too_small", True, track(nose_y_px=600, ankle_y_px=650)),
        ("upside_down", True, track(nose_y_px=1100, ankle_y_px=300)),
        ("cut_off_feet", False, track(ankle_y_px=1300)),
        ("cut_off_head", False, track(nose_y_px=-20)),
    ],
)
def test_a_person_who_does_not_show_well_is_noticed(
    what: str, blocking: bool, seen: CleanTrack
) -> None:
    assert findings(track=seen)[what].blocking is blocking


@pytest.mark.parametrize(("missing", "what"), [(0.3, "leaving"), (0.7, "few_frames")])
def test_a_person_who_leaves_is_noticed(missing: float, what: str) -> None:
    seen = track()
    seen.xy_px[: int(missing * FRAMES)] = np.nan
    assert what in findings(track=seen)


@pytest.mark.parametrize(("frames", "blocking"), [(30, True), (70, False)])
def test_a_long_absence_blocks_only_where_too_little_is_left(frames: int, blocking: bool) -> None:
    seen = track()
    seen.xy_px[frames:] = np.nan
    assert findings(track=seen)["few_frames"].blocking is blocking


def test_walking_is_noticed() -> None:
    seen = track()
    seen.xy_px[..., 0] += np.linspace(-150, 150, FRAMES)[:, None]
    assert "walking" in findings(track=seen)


def test_nobody_in_view_is_said_and_nothing_else_about_the_person() -> None:
    seen = track()
    seen.xy_px[:] = np.nan
    assert "few_frames" in findings(track=seen, motion=None)


def test_a_missing_standing_start_is_asked_for() -> None:
    assert "two seconds" in findings(motion=motion(standing=False))["no_standing_start"].advice


def test_what_blocks_comes_first() -> None:
    dark = clip(brightness=0.05)
    seen = sight_of(clip=dark, track=track(nose_y_px=1100, ankle_y_px=300), motion=motion())
    judged = judge_view(sight=seen, test=movement_test(name="squat"))
    blocking = [finding.blocking for finding in judged.findings]
    assert blocking == sorted(blocking, reverse=True)
    assert blocking[0]


def test_without_depth_and_without_a_fit_the_view_is_not_guessed() -> None:
    seen = sight_of(clip=clip(), track=track(), motion=None)
    judged = judge_view(sight=seen, test=movement_test(name="squat"))
    assert judged.view is None
    assert "view_unknown" in {finding.what for finding in judged.findings}
    for measure in ("weight_shift", "frontal_plane_projection_angle"):
        assert carried_by(judged=judged, test="squat", measure=measure).verdict is Verdict.NO
    carried = carried_by(judged=judged, test="squat", measure="repetition_count")
    assert carried.verdict is Verdict.ALLOWED


@pytest.mark.parametrize("yaw_deg", [0, 40, 90, -90, -40, 170])
def test_without_a_fit_the_view_comes_from_the_networks_guess(yaw_deg: float) -> None:
    seen, yaw_rad = track(), math.radians(yaw_deg)
    for name in ("hip", "shoulder"):
        right = 0.15 * np.array([-math.cos(yaw_rad), 0.0, math.sin(yaw_rad)])
        seen.world_m[:, INDEX[f"right_{name}"]] = right
        seen.world_m[:, INDEX[f"left_{name}"]] = -right
    judged = judge_view(
        sight=sight_of(clip=clip(), track=seen, motion=None), test=movement_test(name="squat")
    )
    assert judged.yaw_rad == pytest.approx(yaw_rad)
    assert not judged.from_fit
    assert judged.yaw_sd_rad >= math.radians(10)


def test_who_is_asked_to_walk_is_not_told_to_stand() -> None:
    seen = track()
    seen.xy_px[..., 0] += np.linspace(-150, 150, FRAMES)[:, None]
    sight = sight_of(clip=clip(), track=seen, motion=motion(standing=False))
    told = {f.what for f in judge_view(sight=sight, test=movement_test(name="walking")).findings}
    assert not told & {"walking", "no_standing_start"}
