"""A made-up recording that has everything a report can show."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace import measure
from kneetrace.measure import (
    JOINTS,
    LANDMARKS,
    CameraPlacement,
    CleanTrack,
    Clip,
    Landmarks,
    LandmarkTrack,
    Measurement,
    Motion,
    Repetition,
    ViewFinding,
)
from kneetrace.measure.movement.films import join_films
from kneetrace.terms import (
    COORDINATES,
    Answer,
    CannotTell,
    InvalidInput,
    Measure,
    NotMeasurable,
    Person,
    Quality,
    Sex,
    Side,
    Unit,
)

FRAMES_KEPT = 8
RATE_HZ = 15.0
STILL_S = 2.0
REPETITION_S = 2.8
COUNT = 5
SIZE_PX = (180, 320)
YAW_RAD = np.radians(35)
DEEP_RAD = {Side.RIGHT: np.radians(104), Side.LEFT: np.radians(93)}


@dataclass(frozen=True, eq=False, kw_only=True)
class PlainFrame:
    time_s: float
    rgb: NDArray[np.uint8]

    @property
    def size_px(self) -> tuple[int, int]:
        height, width, _ = self.rgb.shape
        return width, height

    def picture(self, *, size_px: tuple[int, int]) -> NDArray[np.uint8]:
        columns, rows = (
            np.arange(new) * old // new for new, old in zip(size_px, self.size_px, strict=True)
        )
        return self.rgb[rows[:, None], columns]


Frames = Callable[[], Iterator[PlainFrame]]


@pytest.fixture(scope="session")
def squat_measurement() -> Measurement:
    return make_squat_measurement()


@pytest.fixture(scope="session")
def squat_frames(squat_measurement: Measurement) -> Frames:
    """Plain frames at the made-up clip's times."""

    def frames() -> Iterator[PlainFrame]:
        width, height = SIZE_PX
        shade = np.linspace(190, 90, height, dtype=np.uint8)[:, None, None]
        picture = np.broadcast_to(shade, (height, width, 3))
        for time_s in squat_measurement.clip.time_s:
            yield PlainFrame(time_s=float(time_s), rgb=np.ascontiguousarray(picture))

    return frames


@pytest.fixture(scope="session")
def twice_filmed(squat_measurement: Measurement) -> Measurement:
    """The squats filmed again, from the side: knees alike, hips not, the knee line not seen."""

    def seen_again(answer: Answer) -> Answer:
        if isinstance(answer, CannotTell) or not answer.name.startswith("hip_flexion"):
            return answer
        off = 4 * (answer.high - answer.low)
        return replace(
            answer, value=answer.value + off, low=answer.low + off, high=answer.high + off
        )

    films = (
        replace(squat_measurement, clip=replace(squat_measurement.clip, name="front.mp4")),
        replace(
            squat_measurement,
            clip=replace(squat_measurement.clip, name="side.mp4"),
            answers=tuple(
                seen_again(each)
                for each in squat_measurement.answers
                if each.name != "frontal_plane_projection_angle"
            ),
        ),
    )
    return join_films(films=films)


@pytest.fixture
def quick_measuring(
    monkeypatch: pytest.MonkeyPatch,
    squat_measurement: Measurement,
    squat_frames: Frames,
) -> None:
    """Measure by the name of the video: missing, empty (nobody), broken, half, anything else."""

    def measure_video(
        path: Path,
        *,
        test: str,
        person: Person,
        on_stage: Callable[[str, Any], None],
        progress: Callable[[str, float], None] | None,
        **_: object,
    ) -> Measurement:
        if progress is not None:
            progress("landmarks", 1.0)
        if path.stem == "missing":
            raise InvalidInput(f"There is no file {path}: check the path.")
        if path.stem == "broken":
            raise RuntimeError("a fault of ours")
        on_stage("landmarks", squat_measurement.landmarks)
        on_stage("motion", squat_measurement.motion)
        if path.stem == "empty":
            raise NotMeasurable("Nobody was found: film the whole body.")
        found = replace(squat_measurement, test=test, person=person)
        return replace(found, answers=(), motion=None) if path.stem == "nothing" else found

    def iter_frames(path: Path, **_: object) -> Iterator[PlainFrame]:
        for index, frame in enumerate(squat_frames()):
            if path.stem == "half" and index > FRAMES_KEPT:
                raise InvalidInput("The video broke off.")
            if index % 20 == 0:
                yield frame

    def measure_views(
        paths: Sequence[Path], *, on_stage: Callable[[str, Any], None], **asked: Any
    ) -> Measurement:
        on_stage("video", paths[1])
        on_stage("second video", paths[0])
        measured = measure_video(paths[1], on_stage=on_stage, **asked)
        if paths[0].stem != "turn":
            return measured
        on_stage("second landmarks", squat_measurement.landmarks)
        on_stage("second motion", squat_measurement.motion)
        return join_films(
            films=[
                replace(measured, clip=replace(measured.clip, name=path.name))
                for path in reversed(paths)
            ]
        )

    monkeypatch.setattr(measure, "measure_video", measure_video, raising=False)
    monkeypatch.setattr(measure, "measure_views", measure_views, raising=False)
    monkeypatch.setattr(measure, "iter_frames", iter_frames, raising=False)


def make_squat_measurement() -> Measurement:
    """Five squats, the left knee bending less, seen obliquely; some measures cannot be told."""
    generator = np.random.default_rng(7)
    time_s = np.arange(0.0, STILL_S + COUNT * REPETITION_S + 1.0, 1 / RATE_HZ)
    repetitions = _repetitions()
    motion = _motion(time_s, repetitions)
    landmarks_px = np.zeros((len(time_s), len(LANDMARKS), 2))
    clip = Clip(
        name="squat.mp4",
        width_px=SIZE_PX[0],
        height_px=SIZE_PX[1],
        time_s=time_s,
        brightness=np.full(len(time_s), 0.5),
        codec="h264",
        notes=("The last 3 pictures of the file were damaged and left out.",),
    )
    track = LandmarkTrack(
        person=0,
        xy_px=landmarks_px,
        visibility=np.ones(landmarks_px.shape[:2]),
        world_m=np.zeros((*landmarks_px.shape[:2], 3)),
        score=np.ones(len(time_s)),
    )
    return Measurement(
        test="squat",
        person=Person(
            height_m=1.72, mass_kg=72, sex=Sex.FEMALE, age_years=34, label="Alex <b>Moreno</b>"
        ),
        clip=clip,
        landmarks=Landmarks(clip=clip, tracks=(track,), model="heavy"),
        track=CleanTrack(
            person=0,
            xy_px=landmarks_px,
            visibility=track.visibility,
            world_m=track.world_m,
            noise_px=np.ones(len(LANDMARKS)),
            swapped=np.zeros(len(time_s), dtype=bool),
            rejected=np.zeros(landmarks_px.shape[:2], dtype=bool),
        ),
        motion=motion,
        repetitions=repetitions,
        answers=tuple(_answers(repetitions, generator)),
        findings=(
            ViewFinding(
                what="no_standing",
                sentence="The recording does not begin with standing still.",
                advice="Stand straight and still for two seconds before the first squat.",
            ),
            ViewFinding(
                what="feet_cut",
                sentence="The left foot leaves the picture at 8.1 s.",
                advice="Stand so that both feet stay in the picture all the time.",
                blocking=True,
            ),
        ),
        method="kneetrace.measure/1",
        stage_s={"open": 0.5, "landmarks": 21.4, "body_fit": 3.3, "measures": 0.2},
    )


def _repetitions() -> tuple[Repetition, ...]:
    starts = STILL_S + REPETITION_S * np.arange(COUNT)
    whole = [
        Repetition(
            number=number,
            start_s=float(start) + 0.1,
            peak_s=float(start) + 0.5 * REPETITION_S,
            end_s=float(start) + REPETITION_S - 0.1,
        )
        for number, start in enumerate(starts, start=1)
    ]
    cut = Repetition(
        number=COUNT + 1,
        start_s=whole[-1].end_s,
        peak_s=whole[-1].end_s + 0.3,
        end_s=whole[-1].end_s + 0.5,
        complete=False,
    )
    return (*whole, cut)


def _motion(time_s: NDArray[np.float64], repetitions: tuple[Repetition, ...]) -> Motion:
    bend = np.zeros(len(time_s))
    for number, one in enumerate(repetitions[:COUNT]):
        inside = (time_s >= one.start_s) & (time_s < one.end_s)
        share = (time_s[inside] - one.start_s) / (one.end_s - one.start_s)
        bend[inside] = (1 - 0.02 * number) * np.sin(np.pi * share) ** 2
    values = {name: np.zeros(len(time_s)) for name in COORDINATES}
    sd = {name: np.full(len(time_s), np.radians(2.0)) for name in COORDINATES}
    for side, deep in DEEP_RAD.items():
        values[f"knee_angle_{side.suffix}"] = np.radians(3) + bend * deep
        values[f"hip_flexion_{side.suffix}"] = np.radians(5) + 0.9 * bend * deep
        sd[f"knee_angle_{side.suffix}"] = np.radians(2.2 + 1.5 * bend)
    # What is not seen has no value: lines must break there.
    values["hip_flexion_l"][20:24] = np.nan
    joints_m = _joints(values)
    return Motion(
        time_s=time_s,
        values=values,
        sd=sd,
        joints_m=joints_m,
        joints_px=_project(joints_m),
        planted={"r": np.ones(len(time_s), dtype=bool), "l": np.ones(len(time_s), dtype=bool)},
        residual_px=np.full((len(time_s), len(LANDMARKS)), 1.5),
        standing=time_s < STILL_S,
        camera=CameraPlacement(
            yaw_rad=float(YAW_RAD),
            yaw_sd_rad=0.05,
            pitch_rad=0.03,
            roll_rad=0.01,
            height_m=1.0,
            distance_m=3.1,
            focal_px=225.0,
        ),
    )


def _joints(values: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Legs over planted feet, in the plane each leg bends in."""
    frames = len(values["knee_angle_r"])
    places = {}
    for side, z in ((Side.RIGHT, 0.12), (Side.LEFT, -0.12)):
        knee = values[f"knee_angle_{side.suffix}"]
        shin = 0.4 * knee
        ankle = np.stack([np.zeros(frames), np.full(frames, 0.08), np.full(frames, z)], axis=-1)
        places[f"ankle_{side.suffix}"] = ankle
        places[f"heel_{side.suffix}"] = ankle + np.array([-0.05, -0.06, 0])
        places[f"toe_{side.suffix}"] = ankle + np.array([0.18, -0.06, 0.02])
        up = 0.41 * np.stack([np.sin(shin), np.cos(shin), np.zeros(frames)], axis=-1)
        places[f"knee_{side.suffix}"] = ankle + up
        thigh = knee - shin
        on = 0.42 * np.stack([-np.sin(thigh), np.cos(thigh), np.zeros(frames)], axis=-1)
        places[f"hip_{side.suffix}"] = places[f"knee_{side.suffix}"] + on
    middle = (places["hip_r"] + places["hip_l"]) / 2
    lean = 0.35 * values["knee_angle_r"]
    neck = middle + 0.5 * np.stack([np.sin(lean), np.cos(lean), np.zeros(frames)], axis=-1)
    places |= {
        "mid_hip": middle,
        "neck": neck,
        "shoulder_r": neck + np.array([0, 0, 0.18]),
        "shoulder_l": neck + np.array([0, 0, -0.18]),
    }
    return np.stack([places[joint] for joint in JOINTS], axis=1)


def _project(joints_m: NDArray[np.float64]) -> NDArray[np.float64]:
    forward, up, rightward = np.moveaxis(joints_m, -1, 0)
    depth = 3.1 - np.cos(YAW_RAD) * forward + np.sin(YAW_RAD) * rightward
    across = -np.cos(YAW_RAD) * rightward - np.sin(YAW_RAD) * forward
    scale = 225.0 / depth
    return np.stack([SIZE_PX[0] / 2 + scale * across, SIZE_PX[1] / 2 - scale * (up - 1.0)], axis=-1)


def _answers(
    repetitions: tuple[Repetition, ...], generator: np.random.Generator
) -> Iterator[Answer]:
    yield Measure(name="repetition_count", value=COUNT, low=COUNT, high=COUNT, unit=Unit.COUNT)
    for one in repetitions[:COUNT]:
        for name, seconds in (
            ("repetition_duration", one.end_s - one.start_s),
            ("descent_duration", one.peak_s - one.start_s - 0.2),
            ("hold_duration", 0.3),
            ("ascent_duration", one.end_s - one.peak_s - 0.1),
        ):
            yield _around(name, seconds, reach=0.1, unit=Unit.SECOND, repetition=one.number)
        for side, deep in DEEP_RAD.items():
            wobble = generator.normal(scale=np.radians(1.2))
            for name, value, reach_deg in (
                ("knee_flexion_peak", deep + wobble, 6.0),
                ("hip_flexion_peak", 0.9 * deep + wobble, 9.0),
            ):
                yield _around(
                    name, value, reach=np.radians(reach_deg), side=side, repetition=one.number
                )
            yield _around(
                "frontal_plane_projection_angle",
                np.radians(7) + wobble,
                reach=np.radians(12),
                side=side,
                repetition=one.number,
                quality=Quality.COARSE,
            )
            yield CannotTell(
                name="hip_rotation",
                side=side,
                repetition=one.number,
                reason="One camera cannot see a thigh turn about its own axis.",
                advice="A therapist can test hip rotation by hand.",
            )
        yield _around(
            "trunk_lean_forward", np.radians(41), reach=np.radians(4), repetition=one.number
        )
    for side, deep in DEEP_RAD.items():
        yield _around(
            "knee_flexion_peak",
            deep,
            reach=np.radians(6),
            side=side,
            mdc=np.radians(10),
            mdc_origin="measured",
        )
        yield _around("knee_flexion_peak_spread", np.radians(2), reach=np.radians(1), side=side)
    yield _around(
        "knee_flexion_peak_difference",
        np.radians(11),
        reach=np.radians(4),
        mdc=np.radians(6.5),
        mdc_origin="measured",
    )
    yield _around(
        "hip_flexion_peak_difference",
        np.radians(3),
        reach=np.radians(7),
        mdc=np.radians(9),
        mdc_origin="measured",
    )
    yield CannotTell(
        name="pelvic_list",
        reason="From 35° off the front, the pelvis' tilt cannot be told from its turn.",
        advice="Make one more recording with the phone straight in front of you.",
    )


def _around(
    name: str,
    value: float,
    *,
    reach: float,
    unit: Unit = Unit.RADIAN,
    quality: Quality = Quality.MEASURED,
    side: Side | None = None,
    repetition: int | None = None,
    mdc: float | None = None,
    mdc_origin: str | None = None,
) -> Measure:
    return Measure(
        name=name,
        value=float(value),
        low=float(value - reach),
        high=float(value + reach),
        unit=unit,
        quality=quality,
        side=side,
        repetition=repetition,
        mdc=None if mdc is None else float(mdc),
        mdc_origin=mdc_origin,
    )
