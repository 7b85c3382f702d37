from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pytest

from kneetrace.exchange import (
    FileUnreadable,
    MarkersUnwritable,
    MarkerTrial,
    TrialEvent,
    UpUnknown,
    read_c3d,
    write_c3d,
)
from kneetrace.measure import TO_Y_UP
from kneetrace.terms import Side


def trial(*, markers: int = 2, frames: int = 3, start_s: float = 0.0) -> MarkerTrial:
    places_m = np.random.default_rng(1).normal(0, 1, (frames, markers, 3))
    places_m[1, 0] = np.nan
    return MarkerTrial(
        time_s=start_s + np.arange(frames) / 50,
        names=tuple(f"M{number}" for number in range(markers)),
        places_m=places_m,
        rate_hz=50.0,
        events=(
            TrialEvent(time_s=0.02, label="Foot Strike", side=Side.LEFT),
            TrialEvent(time_s=61.5, label="turns"),
        ),
    )


def foreign(folder: Path, *, unit: str = "mm", up: str | None = None) -> Path:
    """A file whose one marker lies 1, 2 and 3 units along its own axes."""
    content: Any = ezc3d.c3d()
    content["parameters"]["POINT"]["UNITS"]["value"] = [unit]
    content["parameters"]["POINT"]["RATE"]["value"] = [100.0]
    content["parameters"]["POINT"]["LABELS"]["value"] = ["A"]
    if up is not None:
        content.add_parameter("POINT", "Y_SCREEN", [up])
    content["data"]["points"] = np.array([1.0, 2.0, 3.0, 1.0]).reshape(4, 1, 1)
    path = folder / "a.c3d"
    content.write(str(path))
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    written = trial(start_s=3.2)
    write_c3d(written, path=tmp_path / "a.c3d")
    read = read_c3d(tmp_path / "a.c3d")
    assert read.names == written.names
    assert read.rate_hz == written.rate_hz
    np.testing.assert_allclose(read.time_s, written.time_s)
    np.testing.assert_allclose(read.places_m, written.places_m, rtol=1e-6)
    assert [(one.label, one.side) for one in read.events] == [
        ("Foot Strike", Side.LEFT),
        ("turns", None),
    ]
    assert read.events[1].time_s == pytest.approx(61.5)


def test_a_marker_at_the_origin_was_not_seen(tmp_path: Path) -> None:
    made = trial()
    made.places_m[2, 1] = 0.0
    write_c3d(made, path=tmp_path / "a.c3d")
    assert np.isnan(read_c3d(tmp_path / "a.c3d").places_m[2, 1]).all()


def test_more_markers_than_one_parameter_holds(tmp_path: Path) -> None:
    write_c3d(trial(markers=300), path=tmp_path / "a.c3d")
    assert read_c3d(tmp_path / "a.c3d").names == trial(markers=300).names


@pytest.mark.parametrize(
    ("up", "place"),
    [
        ("+X", (-2, 1, 3)),
        ("-X", (2, -1, 3)),
        ("+Y", (1, 2, 3)),
        ("-Y", (1, -2, -3)),
        ("+Z", (1, 3, -2)),
        ("-Z", (1, -3, 2)),
    ],
)
def test_the_axis_that_points_up_becomes_y(
    up: str, place: tuple[float, ...], tmp_path: Path
) -> None:
    said = read_c3d(foreign(tmp_path, up=up))
    np.testing.assert_allclose(said.places_m[0, 0], np.array(place) / 1000)
    asked = read_c3d(foreign(tmp_path), up=up)
    np.testing.assert_allclose(asked.places_m, said.places_m)


def test_the_unit_is_the_one_the_file_names(tmp_path: Path) -> None:
    assert read_c3d(foreign(tmp_path, unit="m", up="+Y")).places_m[0, 0, 0] == 1
    with pytest.raises(FileUnreadable, match="in ft"):
        read_c3d(foreign(tmp_path, unit="ft", up="+Y"))


def test_not_knowing_which_way_is_up_is_said(tmp_path: Path) -> None:
    with pytest.raises(UpUnknown, match="name it"):
        read_c3d(foreign(tmp_path))
    with pytest.raises(UpUnknown, match="name it"):
        read_c3d(foreign(tmp_path, up="+Y"), up="skyward")


@pytest.mark.parametrize("content", [b"", b"no such thing" * 60, b"\x02\x50" + bytes(600)])
def test_a_damaged_file_is_told_in_one_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.c3d"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable, match="damaged or no C3D"):
        read_c3d(path)


def test_a_file_that_was_cut_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.c3d"
    write_c3d(trial(markers=20, frames=50), path=path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 2000])
    with pytest.raises(FileUnreadable, match="cut off"):
        read_c3d(path)


def test_an_absent_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="no such file"):
        read_c3d(tmp_path / "a.c3d")


def test_a_file_without_markers_is_told(tmp_path: Path) -> None:
    content: Any = ezc3d.c3d()
    content["parameters"]["POINT"]["RATE"]["value"] = [100.0]
    content["data"]["points"] = np.ones((4, 0, 3))
    content.write(str(tmp_path / "a.c3d"))
    with pytest.raises(FileUnreadable, match="no markers"):
        read_c3d(tmp_path / "a.c3d", up="+Y")


@pytest.mark.parametrize("name", ["", " a", "é", "a\tb", "a" * 128, "M1"])
def test_a_name_the_format_cannot_hold_is_refused(name: str, tmp_path: Path) -> None:
    bad = MarkerTrial(
        time_s=np.zeros(1), names=(name, "M1"), places_m=np.ones((1, 2, 3)), rate_hz=1.0
    )
    with pytest.raises(MarkersUnwritable):
        write_c3d(bad, path=tmp_path / "a.c3d")


FORCE_N, PRESSED_M, TWIST_NM = np.array([10.0, 20, -700]), np.array([0.05, -0.03, 0]), 4.0
ORIGIN_M = np.array([0.12, 0.2, -0.04])


def channels(kind: int) -> Any:
    """What a plate of one of the format's kinds tells of the same push, in its own axes, N and mm.

    Source: the C3D file format's user guide, c3d.org, force plates of type 1 to 4.
    """
    moment_nm = np.cross(PRESSED_M, FORCE_N) + np.array([0, 0, TWIST_NM])
    if kind == 1:
        return np.r_[FORCE_N, 1000 * PRESSED_M[:2], 1000 * TWIST_NM]
    if kind in (2, 4):
        return np.r_[FORCE_N, 1000 * (moment_nm - np.cross(FORCE_N, ORIGIN_M))]
    a, b, down = ORIGIN_M
    at = moment_nm - np.cross(FORCE_N, [0, 0, down])
    upright = np.array([[1, 1, 1, 1], [b, b, -b, -b], [-a, a, a, -a]])
    corners = np.linalg.lstsq(upright, np.array([FORCE_N[2], at[0], at[1]]), rcond=None)[0]
    across = at[2] / b
    x, y = FORCE_N[:2] / 2
    return np.r_[x - across / 2, x + across / 2, y, y, corners]


def with_plate(folder: Path, *, kind: int) -> Path:
    told = channels(kind) if kind <= 4 else np.ones(6)
    content: Any = ezc3d.c3d()
    content["parameters"]["POINT"]["UNITS"]["value"] = ["mm"]
    content["parameters"]["POINT"]["RATE"]["value"] = [100.0]
    content["parameters"]["POINT"]["LABELS"]["value"] = ["A"]
    content["parameters"]["ANALOG"]["RATE"]["value"] = [200.0]
    content["parameters"]["ANALOG"]["LABELS"]["value"] = [f"C{n}" for n in range(len(told))]
    content["data"]["points"] = np.ones((4, 1, 5))
    content["data"]["analogs"] = np.repeat(told[:, None], 10, axis=1)[None]
    plates = content["parameters"]["FORCE_PLATFORM"]
    plates["USED"]["value"] = np.array([1])
    plates["TYPE"]["value"] = np.array([kind])
    corners_mm = [[500.0, 500, 0, 0], [0.0, 400, 400, 0], [0.0, 0, 0, 0]]
    plates["CORNERS"]["value"] = np.array(corners_mm)[:, :, None]
    plates["ORIGIN"]["value"] = 1000 * ORIGIN_M[:, None]
    plates["CHANNEL"]["value"] = np.arange(1, len(told) + 1)[:, None]
    if kind != 2:
        plates["CAL_MATRIX"]["value"] = np.eye(6)[:, :, None]
    path = folder / "plate.c3d"
    content.write(str(path))
    return path


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_a_plate_of_any_kind_tells_the_same_push(kind: int, tmp_path: Path) -> None:
    (plate,) = read_c3d(with_plate(tmp_path, kind=kind), up="+Z").plates
    # The plate's x and y lie along the file's -y and x; Z up turns to Y up.
    turn = TO_Y_UP["+Z"] @ np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1.0]])
    force_n = turn @ FORCE_N
    moment_nm = turn @ (np.cross(PRESSED_M, FORCE_N) + np.array([0, 0, TWIST_NM]))
    middle_m = TO_Y_UP["+Z"] @ [0.25, 0.2, 0.0]
    assert plate.force_n.shape == (10, 3)
    np.testing.assert_allclose(plate.force_n[0], force_n, atol=1e-3)
    np.testing.assert_allclose(plate.moment_nm[0], moment_nm, atol=1e-3)
    np.testing.assert_allclose(plate.pressure_centre_m[0], middle_m + turn @ PRESSED_M, atol=1e-5)


def test_a_plate_of_a_kind_nobody_reads_is_counted(tmp_path: Path) -> None:
    trial = read_c3d(with_plate(tmp_path, kind=6), up="+Z")
    assert trial.plates == ()
    assert trial.plates_unread == 1
    assert trial.names == ("A",)
