"""Whatever the file is, the same way leads to the same results."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kneetrace.exchange import (
    read_measurement,
    read_mot,
    read_trc,
    write_c3d,
    write_openpose,
    write_trc,
)
from kneetrace.journey import RecordingRequest, assess, measure_one
from kneetrace.journey.requests import AssessmentRequest
from kneetrace.journey.toml_fields import RequestUnreadable
from kneetrace.measure import Landmarks, LandmarkTrack, Source, Stage
from kneetrace.measure.body.upright_lab import TO_Y_UP
from kneetrace.terms import InvalidInput, Measure, NotMeasurable, Person, Side
from tests.unit.measure.marked_bodies import HEIGHT_M, markers_on, squats, table_of
from tests.unit.measure.synthetic_recording import squat

WHO = Person(height_m=HEIGHT_M, mass_kg=70)
PICTURE = {"width_px": 720, "height_px": 1280, "rate_hz": 30.0}


def write_angles(path: Path) -> None:
    table = table_of(squats())
    names = [name for name in table.values if not name.startswith("pelvis_t") or name[-1] == "t"]
    columns = np.degrees(np.column_stack([table.values[name] for name in names]))
    with path.open("w") as file:
        file.write("angles\nversion=1\ninDegrees=yes\nendheader\n")
        file.write("\t".join(["time", *names]) + "\n")
        np.savetxt(file, np.column_stack([table.time_s, columns]))


def seen_by_camera() -> Landmarks:
    recording = squat(yaw_rad=0.6)
    track = LandmarkTrack(
        person=0,
        xy_px=recording.track.xy_px,
        visibility=recording.track.visibility,
        world_m=recording.track.world_m,
        score=np.ones(recording.clip.frames),
    )
    return Landmarks(clip=recording.clip, tracks=(track,), model="made-up")


def made(folder: Path, name: str) -> Path:
    path = folder / name
    if name.endswith(".trc"):
        write_trc(markers_on(squats()), path=path)
    elif name.endswith(".c3d"):
        write_c3d(markers_on(squats()), path=path)
    elif name.endswith(".mot"):
        write_angles(path)
    else:
        write_openpose(seen_by_camera(), folder=path)
    return path


def request(path: Path) -> RecordingRequest:
    picture = PICTURE if path.suffix == "" else {}
    return RecordingRequest(file=path, test="squat", **picture)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "source", "files"),
    [
        ("a.trc", Source.MARKERS, {"angles.mot", "markers.trc"}),
        ("a.c3d", Source.MARKERS, {"angles.mot", "markers.trc"}),
        ("a.mot", Source.ANGLES, {"angles.mot", "markers.trc"}),
        ("keypoints", Source.KEYPOINTS, {"angles.mot", "markers.trc", "landmarks.parquet"}),
    ],
)
def test_every_kind_of_file_is_measured(
    name: str, source: Source, files: set[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    measurement = measure_one(request(made(tmp_path, name)), person=WHO, out=out)
    assert measurement.source is source
    cleaned = [] if source.solid else [Stage.CLEANING]
    assert list(measurement.stage_s) == [Stage.OPEN, *cleaned, Stage.BODY_FIT, Stage.MEASURES]
    bends = [
        answer
        for answer in measurement.answers
        if answer.name == "knee_flexion_peak" and isinstance(answer, Measure)
    ]
    assert {answer.side for answer in bends} == set(Side)
    written = {one.name for one in out.iterdir() if not one.name.startswith(".")}
    assert written == files | {"measurement.json"}
    stored = read_measurement(out / "measurement.json")
    assert (stored.camera is None) == source.solid
    assert len(read_trc(out / "markers.trc").time_s) == len(read_mot(out / "angles.mot").time_s)


def test_measuring_what_was_measured_gives_the_same(tmp_path: Path) -> None:
    first = measure_one(request(made(tmp_path, "a.trc")), person=WHO, out=tmp_path / "one")
    for name in ("markers.trc", "angles.mot"):
        again = measure_one(request(tmp_path / "one" / name), person=WHO, out=tmp_path / name[:3])
        knees = [
            max(
                answer.value
                for answer in measurement.answers
                if answer.name == "knee_flexion_peak" and isinstance(answer, Measure)
            )
            for measurement in (first, again)
        ]
        assert knees[1] == pytest.approx(knees[0], abs=np.radians(1))


def test_a_c3d_that_does_not_say_which_way_is_up_asks_the_person(tmp_path: Path) -> None:
    trial = markers_on(squats())
    path = tmp_path / "a.c3d"
    write_c3d(replace(trial, places_m=trial.places_m @ TO_Y_UP["+Z"]), path=path)
    path.write_bytes(path.read_bytes().replace(b"Y_SCREEN", b"Q_SCREEN"))
    measurement = measure_one(request(path), person=WHO, out=tmp_path / "out")
    assert "up_axis" in [finding.what for finding in measurement.findings]
    assert any(isinstance(answer, Measure) for answer in measurement.answers)


def test_results_never_overwrite_the_file_they_come_from(tmp_path: Path) -> None:
    measure_one(request(made(tmp_path, "a.trc")), person=WHO, out=tmp_path)
    with pytest.raises(InvalidInput, match="would overwrite"):
        measure_one(request(tmp_path / "angles.mot"), person=WHO, out=tmp_path)
    assert (tmp_path / "angles.mot").exists()


def test_keypoints_need_the_size_of_their_picture(tmp_path: Path) -> None:
    with pytest.raises(RequestUnreadable, match="give height_px, rate_hz"):
        RecordingRequest(file=tmp_path / "a.json", test="squat", width_px=720)


def test_only_a_video_can_be_mirrored(tmp_path: Path) -> None:
    with pytest.raises(RequestUnreadable, match="is no video"):
        RecordingRequest(file=tmp_path / "a.trc", test="squat", mirrored=True)


def test_an_axis_must_be_one() -> None:
    with pytest.raises(RequestUnreadable, match=r"\+X -X \+Y"):
        RecordingRequest(file=Path("a.trc"), test="squat", up="Z")


def test_markers_of_nobody_are_refused_in_one_sentence(tmp_path: Path) -> None:
    trial = markers_on(squats())
    path = tmp_path / "a.trc"
    write_trc(replace(trial, names=tuple(f"M{n}" for n in range(len(trial.names)))), path=path)
    with pytest.raises(NotMeasurable, match="which lack the pelvis"):
        measure_one(request(path), person=WHO, out=tmp_path / "out")


def test_a_report_tells_of_all_kinds_side_by_side(tmp_path: Path) -> None:
    paths = [made(tmp_path, name) for name in ("a.trc", "a.mot", "keypoints")]
    assess(
        AssessmentRequest(person=WHO, recordings=tuple(map(request, paths))), out=tmp_path / "out"
    )
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "a.trc: markers" in page
    assert "a.mot: joint angles" in page
    assert page.count("Where the phone stood") == 1
