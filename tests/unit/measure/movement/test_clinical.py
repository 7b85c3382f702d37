import math
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.evidence import Confidence, SmallestChange
from kneetrace.measure.body.motion import JOINTS, CameraPlacement, Motion
from kneetrace.measure.movement.answering import answer_test
from kneetrace.measure.movement.clinical import is_real
from kneetrace.measure.movement.events.counting import both_knees
from kneetrace.measure.movement.movements import movement_test
from kneetrace.measure.movement.readings.repetition import TAKEN_AS_STRAIGHT
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import INDEX, LANDMARKS, CleanTrack
from kneetrace.terms import (
    COORDINATES,
    Answer,
    CannotTell,
    Measure,
    Person,
    Quality,
    Side,
    Unit,
)
from tests.unit.measure.sights import sight_of

Floats = NDArray[np.float64]

PERSON = Person(height_m=1.7, mass_kg=70)
RATE_HZ = 30.0
SQUATS = 4
WIDTH_PX, HEIGHT_PX = 720, 1280
PX_PER_M = 420.0
NOISE_PX = 1.5


@dataclass(frozen=True)
class Recorded:
    """A stick figure that squats in front of a camera, with its video and fitted body."""

    clip: Clip
    track: CleanTrack
    motion: Motion


def squatter(
    *,
    right_rad: float = 1.4,
    left_rad: float = 1.4,
    yaw_rad: float = 0.0,
    sd_rad: float = 0.05,
    knees_in_m: tuple[float, float] = (0.0, 0.0),
    hips_aside_m: float = 0.0,
    right_hip_drop_m: float = 0.0,
    standing: bool = True,
    start_s: float = 0.0,
) -> Recorded:
    """Squats as raised cosines of 2.5 s with rests of 1 s; sideways offsets grow with depth."""
    rest, bend = np.zeros(30), (1 - np.cos(2 * np.pi * np.arange(75) / 75)) / 2
    depth = np.concatenate([np.zeros(60), *([bend, rest] * SQUATS)])
    time_s = start_s + np.arange(len(depth)) / RATE_HZ
    knees = {"r": right_rad * depth, "l": left_rad * depth}
    values = {name: np.zeros(len(depth)) for name in COORDINATES}
    for side, knee_rad in knees.items():
        values[f"knee_angle_{side}"] = knee_rad
        values[f"hip_flexion_{side}"] = 0.9 * knee_rad
        values[f"hip_adduction_{side}"] = 0.1 * depth
    joints_m = np.zeros((len(depth), len(JOINTS), 3))
    for name, right_m in (("hip_r", 0.1), ("mid_hip", 0.0), ("hip_l", -0.1)):
        joints_m[:, JOINTS.index(name), 2] = right_m + hips_aside_m * depth
    values["pelvis_list"] = np.arctan(right_hip_drop_m / 0.2) * depth
    lean_rad = 0.6 * depth
    joints_m[:, JOINTS.index("neck")] = 0.5 * np.stack(
        [np.sin(lean_rad), np.cos(lean_rad), np.zeros(len(depth))], axis=1
    )
    motion = Motion(
        time_s=time_s,
        values=values,
        sd={name: np.full(len(depth), sd_rad) for name in COORDINATES},
        joints_m=joints_m,
        joints_px=np.zeros((len(depth), len(JOINTS), 2)),
        planted={side: np.ones(len(depth), dtype=bool) for side in "rl"},
        residual_px=np.zeros((len(depth), len(LANDMARKS))),
        standing=(depth == 0) & standing,
        camera=CameraPlacement(
            yaw_rad=yaw_rad,
            yaw_sd_rad=math.radians(2),
            pitch_rad=0.0,
            roll_rad=0.0,
            height_m=0.9,
            distance_m=3.0,
            focal_px=900.0,
        ),
    )
    track = CleanTrack(
        person=0,
        xy_px=_landmarks_px(knees, depth, knees_in_m, hips_aside_m, right_hip_drop_m),
        visibility=np.ones((len(depth), len(LANDMARKS))),
        world_m=np.zeros((len(depth), len(LANDMARKS), 3)),
        noise_px=np.full(len(LANDMARKS), NOISE_PX),
        swapped=np.zeros(len(depth), dtype=bool),
        rejected=np.zeros((len(depth), len(LANDMARKS)), dtype=bool),
    )
    clip = Clip(
        name="synthetic.mp4",
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        time_s=time_s,
        brightness=np.full(len(depth), 0.5),
    )
    return Recorded(clip=clip, track=track, motion=motion)


def _landmarks_px(
    knees: dict[str, Floats],
    depth: Floats,
    knees_in_m: tuple[float, float],
    hips_aside_m: float,
    right_hip_drop_m: float,
) -> Floats:
    """Orthographic from straight in front: the person's right is on the picture's left."""
    place_m = np.full((len(depth), len(LANDMARKS), 2), np.nan)

    def put(name: str, right_m: Floats | float, up_m: Floats | float) -> None:
        place_m[:, INDEX[name], 0], place_m[:, INDEX[name], 1] = right_m, up_m

    mean_rad = both_knees(right_rad=knees["r"], left_rad=knees["l"])
    knee_m = 0.08 + 0.40 * np.cos(0.35 * mean_rad)
    hip_m = knee_m + 0.42 * np.cos(0.65 * mean_rad)
    for side, out, inward_m in (("right", 1.0, knees_in_m[0]), ("left", -1.0, knees_in_m[1])):
        for name in ("ankle", "heel", "foot_index"):
            put(f"{side}_{name}", 0.1 * out, 0.08)
        put(f"{side}_knee", 0.1 * out - inward_m * out * depth, knee_m)
        drop_m = right_hip_drop_m * depth if side == "right" else 0.0
        put(f"{side}_hip", 0.1 * out + hips_aside_m * depth, hip_m - drop_m)
        put(f"{side}_shoulder", 0.18 * out, hip_m + 0.48)
    put("nose", 0.0, hip_m + 0.7)
    px = np.stack([WIDTH_PX / 2 - PX_PER_M * place_m[..., 0], 1100 - PX_PER_M * place_m[..., 1]])
    return np.moveaxis(px, 0, -1)


def mirrored(recorded: Recorded) -> Recorded:
    """The same recording as a mirror would show it."""
    swap = {"_r": "_l", "_l": "_r"}
    odd = ("pelvis_list", "pelvis_rotation", "pelvis_tz", "lumbar_bending", "lumbar_rotation")

    def other(name: str) -> str:
        return name[:-2] + swap[name[-2:]] if name[-2:] in swap else name

    motion = recorded.motion
    values = {
        other(name): -curve if name in odd else curve for name, curve in motion.values.items()
    }
    joints_m = motion.joints_m[:, [JOINTS.index(other(name)) for name in JOINTS]]
    joints_m = joints_m * np.array([1.0, 1.0, -1.0])
    exchanged = [
        INDEX[name.replace("left", "#").replace("right", "left").replace("#", "right")]
        for name in LANDMARKS
    ]
    xy_px = recorded.track.xy_px[:, exchanged].copy()
    xy_px[..., 0] = WIDTH_PX - xy_px[..., 0]
    camera = replace(motion.camera, yaw_rad=-motion.camera.yaw_rad)
    return Recorded(
        clip=recorded.clip,
        track=replace(recorded.track, xy_px=xy_px),
        motion=replace(motion, values=values, joints_m=joints_m, camera=camera),
    )


def answers(recorded: Recorded, *, fitted: bool = True, test: str = "squat") -> tuple[Answer, ...]:
    sight = sight_of(
        clip=recorded.clip, track=recorded.track, motion=recorded.motion if fitted else None
    )
    return answer_test(sight=sight, test=test, person=PERSON).answers


def named(given: tuple[Answer, ...], name: str, side: Side | None = None) -> list[Measure]:
    return [
        one for one in given if isinstance(one, Measure) and one.name == name and one.side is side
    ]


def of_repetitions(given: tuple[Answer, ...], name: str, side: Side | None = None) -> list[Measure]:
    return [one for one in named(given, name, side) if one.repetition is not None]


def untold(given: tuple[Answer, ...], name: str) -> list[CannotTell]:
    return [one for one in given if isinstance(one, CannotTell) and one.name == name]


OBLIQUE = math.radians(40)


@pytest.mark.parametrize("test", ["squat", "sit_to_stand"])
@pytest.mark.parametrize("yaw_deg", [0, 20, 40, -90, 130, 180])
@pytest.mark.parametrize("fitted", [True, False])
def test_every_measure_asked_for_is_answered(test: str, yaw_deg: float, fitted: bool) -> None:
    given = answers(squatter(yaw_rad=math.radians(yaw_deg)), fitted=fitted, test=test)
    assert {one.name for one in given} >= set(movement_test(name=test).measures)
    assert all(isinstance(one, CannotTell) for one in given if one.name == "hip_rotation")


def test_repetitions_are_counted_and_timed() -> None:
    given = answers(squatter(yaw_rad=OBLIQUE))
    (count,) = named(given, "repetition_count")
    assert (count.value, count.unit) == (SQUATS, Unit.COUNT)
    parts = [
        of_repetitions(given, f"{part}_duration")
        for part in ("descent", "hold", "ascent", "repetition")
    ]
    for descent, hold, ascent, whole in zip(*parts, strict=True):
        assert descent.value + hold.value + ascent.value == pytest.approx(whole.value, abs=0.05)
        assert descent.value == pytest.approx(ascent.value, abs=0.1)
        assert whole.value == pytest.approx(2.2, abs=0.3)


def test_the_depth_is_that_of_the_movement_and_its_interval_that_of_the_fit() -> None:
    for measure in named(answers(squatter(yaw_rad=OBLIQUE)), "knee_flexion_peak", Side.RIGHT):
        assert measure.value == pytest.approx(1.4, abs=0.03)
        assert measure.high - measure.low == pytest.approx(2 * 1.645 * 0.05, rel=0.01)
        assert measure.quality is Quality.MEASURED
        assert measure.mdc == pytest.approx(1.96 * math.sqrt(2) * 0.05, rel=0.01)
        assert measure.mdc_origin == "measured"


def test_jitter_does_not_make_a_deeper_squat() -> None:
    recorded = squatter(yaw_rad=OBLIQUE)
    knee_rad = recorded.motion.values["knee_angle_r"]
    knee_rad += np.random.default_rng(3).normal(scale=0.05, size=len(knee_rad))
    depths = [one.value for one in named(answers(recorded), "knee_flexion_peak", Side.RIGHT)]
    assert np.mean(depths) == pytest.approx(1.4, abs=0.04)


def test_repetitions_do_not_narrow_what_is_wrong_in_all_of_them() -> None:
    given = named(answers(squatter(yaw_rad=OBLIQUE)), "knee_flexion_peak", Side.RIGHT)
    (mean,) = [one for one in given if one.repetition is None]
    assert mean.high - mean.low >= 2 * 1.644 * 0.05


def test_a_difference_is_real_only_beyond_the_smallest_change() -> None:
    name = "knee_flexion_peak_difference"
    (large,) = named(answers(squatter(yaw_rad=OBLIQUE, left_rad=1.1)), name)
    assert large.value == pytest.approx(0.3, abs=0.03)
    assert large.mdc == pytest.approx(1.96 * math.sqrt(2) * 0.05, rel=0.05)
    assert is_real(difference=large)
    (small,) = named(answers(squatter(yaw_rad=OBLIQUE, left_rad=1.3)), name)
    assert not is_real(difference=small)


def test_trunk_lean_is_measured_against_the_vertical() -> None:
    given = named(answers(squatter(yaw_rad=OBLIQUE)), "trunk_lean_forward")
    assert [one.value for one in given] == pytest.approx([0.6] * SQUATS, abs=0.02)


def test_a_knee_inside_the_line_from_hip_to_ankle_is_positive() -> None:
    given = answers(squatter(knees_in_m=(0.05, -0.05)))
    right, left = (
        named(given, "frontal_plane_projection_angle", side) for side in (Side.RIGHT, Side.LEFT)
    )
    assert all(one.value > 0.15 and one.quality is Quality.COARSE for one in right)
    assert all(one.value < -0.15 for one in left)
    peaks = named(given, "frontal_plane_projection_angle_peak", Side.RIGHT)
    for peak, deepest in zip(peaks, right, strict=True):
        assert peak.value >= deepest.value - 0.01


def test_knees_together_lower_the_separation_ratio() -> None:
    level = named(answers(squatter()), "knee_ankle_separation_ratio")
    inward = named(answers(squatter(knees_in_m=(0.04, 0.04))), "knee_ankle_separation_ratio")
    assert [one.value for one in level] == pytest.approx([1.0] * SQUATS, abs=0.01)
    assert [one.value for one in inward] == pytest.approx([0.6] * SQUATS, abs=0.03)


@pytest.mark.parametrize("fitted", [True, False])
def test_signs_of_what_goes_to_the_right(fitted: bool) -> None:
    recorded = _facing(squatter(hips_aside_m=0.04, right_hip_drop_m=0.03))
    given = answers(recorded, fitted=fitted)
    assert all(one.value == pytest.approx(0.2, abs=0.03) for one in named(given, "weight_shift"))
    assert all(one.value > 0.1 for one in named(given, "pelvic_list"))
    # Hips to the right below shoulders that stay: the trunk leans to the left.
    leans = named(given, "trunk_lean_sideways")
    assert leans
    assert all(one.value == pytest.approx(-0.08, abs=0.03) for one in leans)


def test_a_forward_lean_makes_a_sideways_lean_less_sure() -> None:
    recorded = squatter(yaw_rad=math.radians(20), sd_rad=0.0)
    unsure = replace(
        recorded,
        motion=replace(
            recorded.motion, camera=replace(recorded.motion.camera, yaw_sd_rad=math.radians(10))
        ),
    )
    widths = [
        np.mean([one.high - one.low for one in named(answers(each), "trunk_lean_sideways")])
        for each in (recorded, unsure)
    ]
    assert widths[1] > 1.5 * widths[0]


@pytest.mark.parametrize("fitted", [True, False])
@pytest.mark.parametrize("yaw_rad", [0.0, OBLIQUE])
def test_a_mirror_exchanges_the_sides(fitted: bool, yaw_rad: float) -> None:
    odd = {"pelvic_list", "trunk_lean_sideways", "weight_shift"}
    recorded = squatter(yaw_rad=yaw_rad, left_rad=1.2, knees_in_m=(0.03, 0.01), hips_aside_m=0.02)
    image = mirrored(recorded)
    if not fitted:
        recorded, image = _facing(recorded), _facing(image)
    given = {_key(one): one for one in answers(recorded, fitted=fitted)}
    seen = {_key(one, mirror=True): one for one in answers(image, fitted=fitted)}
    assert given.keys() == seen.keys()
    for key, one in given.items():
        two = seen[key]
        assert type(one) is type(two)
        if isinstance(one, Measure) and isinstance(two, Measure):
            sign = -1 if one.name in odd or one.name.endswith("_difference") else 1
            assert two.value == pytest.approx(sign * one.value, abs=1e-9)
            assert two.high - two.low == pytest.approx(one.high - one.low, abs=1e-9)


def _facing(recorded: Recorded) -> Recorded:
    """Give the network's 3-D guess that the person faces the camera."""
    world_m = np.zeros((recorded.clip.frames, len(LANDMARKS), 3))
    for name in ("hip", "shoulder"):
        world_m[:, INDEX[f"right_{name}"], 0] = -0.15
        world_m[:, INDEX[f"left_{name}"], 0] = 0.15
    return replace(recorded, track=replace(recorded.track, world_m=world_m))


def _key(one: Answer, *, mirror: bool = False) -> tuple[str, Side | None, int | None]:
    side = one.side.other if mirror and one.side is not None else one.side
    return one.name, side, one.repetition


def test_the_clock_of_the_video_plays_no_part() -> None:
    early, late = (answers(squatter(knees_in_m=(0.02, 0.0), start_s=s)) for s in (0.0, 77.0))
    for one, two in zip(early, late, strict=True):
        assert _key(one) == _key(two)
        if isinstance(one, Measure) and isinstance(two, Measure):
            assert two.value == pytest.approx(one.value, abs=0.02)


def test_the_size_of_the_picture_plays_no_part() -> None:
    recorded = squatter(knees_in_m=(0.02, 0.0), hips_aside_m=0.02)
    larger = replace(
        recorded,
        clip=replace(recorded.clip, width_px=2 * WIDTH_PX, height_px=2 * HEIGHT_PX),
        track=replace(
            recorded.track, xy_px=2 * recorded.track.xy_px, noise_px=2 * recorded.track.noise_px
        ),
    )
    for one, two in zip(answers(recorded), answers(larger), strict=True):
        if isinstance(one, Measure) and isinstance(two, Measure):
            assert two.value == pytest.approx(one.value, abs=1e-6)
            assert two.high == pytest.approx(one.high, abs=1e-4)


def test_an_oblique_view_gives_flexion_and_refuses_the_frontal_plane() -> None:
    given = answers(squatter(yaw_rad=OBLIQUE))
    assert len(of_repetitions(given, "knee_flexion_peak", Side.LEFT)) == SQUATS
    for name in ("frontal_plane_projection_angle", "weight_shift", "pelvic_list"):
        (refusal,) = untold(given, name)
        assert "straight in front" in refusal.advice


def test_a_front_view_without_standing_tells_no_flexion() -> None:
    (refusal,) = untold(answers(squatter(standing=False)), "knee_flexion_peak")
    assert "standing straight" in refusal.advice
    assert named(answers(squatter()), "knee_flexion_peak", Side.RIGHT)[0].quality is Quality.COARSE


def test_from_the_side_the_far_leg_is_coarse() -> None:
    given = answers(squatter(yaw_rad=math.radians(80)))  # the phone stands on the left
    (right, *_), (left, *_) = (
        named(given, "knee_flexion_peak", side) for side in (Side.RIGHT, Side.LEFT)
    )
    assert (right.quality, left.quality) == (Quality.COARSE, Quality.MEASURED)


def test_without_a_fitted_body_the_picture_still_tells_what_it_shows() -> None:
    given = answers(_facing(squatter(knees_in_m=(0.05, 0.05))), fitted=False)
    assert named(given, "repetition_count")[0].value == SQUATS
    assert len(named(given, "frontal_plane_projection_angle", Side.RIGHT)) == SQUATS
    (refusal,) = untold(given, "knee_flexion_peak")
    assert refusal.reason


def test_no_repetition_is_said_once_for_each_measure() -> None:
    given = answers(squatter(yaw_rad=OBLIQUE, right_rad=0.05, left_rad=0.05))
    assert named(given, "repetition_count")[0].value == 0
    (refusal,) = untold(given, "knee_flexion_peak")
    assert "No complete repetition" in refusal.reason


def test_a_hidden_leg_is_not_guessed() -> None:
    recorded = squatter()
    recorded.track.xy_px[:, INDEX["right_knee"]] = np.nan
    given = answers(recorded)
    assert len(untold(given, "frontal_plane_projection_angle")) == SQUATS
    assert len(named(given, "frontal_plane_projection_angle", Side.LEFT)) == SQUATS


def test_bending_while_walking_is_no_squat() -> None:
    recorded = squatter(yaw_rad=OBLIQUE)
    walked_px = np.linspace(-250, 250, recorded.clip.frames)
    recorded.track.xy_px[..., 0] += 4 * walked_px[:, None]
    assert named(answers(recorded), "repetition_count")[0].value == 0


def test_walking_into_place_spoils_no_squat() -> None:
    recorded = squatter(yaw_rad=OBLIQUE)
    recorded.track.xy_px[:45, :, 0] -= np.linspace(600, 0, 45)[:, None]
    assert named(answers(recorded), "repetition_count")[0].value == SQUATS


def test_an_interval_that_says_nothing_is_not_given() -> None:
    given = answers(squatter(yaw_rad=OBLIQUE, sd_rad=math.radians(25)))
    assert not named(given, "knee_flexion_peak", Side.RIGHT)
    assert all("leaves it open" in one.reason for one in untold(given, "knee_flexion_peak"))


def test_where_the_recording_stands_in_the_way_only_the_count_is_told() -> None:
    recorded = squatter()
    time_s = recorded.clip.time_s
    slow = replace(
        recorded.clip, time_s=np.linspace(time_s[0], 6 * time_s[-1], len(time_s))
    )  # five pictures a second
    given = answers(replace(recorded, clip=slow))
    assert [one.name for one in given if isinstance(one, Measure)] == ["repetition_count"]
    refused = [one for one in given if isinstance(one, CannotTell)]
    assert {one.reason for one in refused if one.name != "hip_rotation"} == {
        "The video has only 5 pictures a second."
    }


@pytest.mark.parametrize(
    ("test", "measure"),
    [("squat", "knee_flexion_start"), ("sit_to_stand", "knee_flexion_standing")],
)
def test_a_knee_that_was_taken_as_straight_is_not_told_straight(test: str, measure: str) -> None:
    anchored = answers(squatter(yaw_rad=OBLIQUE), test=test)
    assert not [one for one in anchored if isinstance(one, Measure) and one.name == measure]
    assert {one.reason for one in untold(anchored, measure)} == {TAKEN_AS_STRAIGHT.reason}
    free = answers(squatter(yaw_rad=OBLIQUE, standing=False), test=test)
    assert named(free, measure, Side.RIGHT)


def test_a_seated_knee_is_told_however_the_legs_were_measured() -> None:
    given = answers(squatter(yaw_rad=OBLIQUE), test="sit_to_stand")
    assert named(given, "knee_flexion_start", Side.RIGHT)


def test_no_recording_is_to_blame_for_what_none_can_show() -> None:
    recorded = squatter()
    slow = replace(recorded.clip, time_s=recorded.clip.time_s * 6)
    for given in (answers(recorded), answers(replace(recorded, clip=slow))):
        (refused,) = untold(given, "hip_rotation")
        assert "One camera cannot see" in refused.reason


@pytest.mark.parametrize(("published_rad", "origin"), [(0.01, "measured"), (2.0, "someone2014")])
def test_a_published_figure_may_only_widen_what_is_called_noise(
    published_rad: float, origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def published(*, measure: str, test: str) -> SmallestChange:
        return SmallestChange(
            measure=measure,
            test=test,
            unit=Unit.RADIAN,
            low=published_rad / 2,
            high=published_rad,
            method="by hand",
            confidence=Confidence.DERIVED,
            sources=("someone2014",),
        )

    monkeypatch.setattr("kneetrace.measure.movement.clinical.smallest_change", published)
    measure = named(answers(squatter()), "knee_flexion_peak", Side.RIGHT)[0]
    assert measure.mdc_origin == origin
