from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneetrace.exchange import FileUnreadable, read_mot, write_mot
from kneetrace.measure import Motion


def test_a_motion_comes_back_in_radians_and_metres(motion: Motion, tmp_path: Path) -> None:
    path = tmp_path / "angles.mot"
    write_mot(motion, path=path)
    back = read_mot(path)
    np.testing.assert_allclose(back.time_s, motion.time_s, atol=1e-8)
    assert tuple(back.values) == motion.reported
    for name in motion.reported:
        np.testing.assert_allclose(back.values[name], motion.values[name], atol=1e-8)


def test_the_header_is_that_of_opensim(motion: Motion, tmp_path: Path) -> None:
    path = tmp_path / "angles.mot"
    write_mot(motion, path=path)
    lines = path.read_text().splitlines()
    assert lines[:5] == ["Coordinates", "version=1", "nRows=7", "nColumns=16", "inDegrees=yes"]
    assert lines[9] == "endheader"
    assert lines[10].split("\t") == ["time", *motion.reported]
    knee = lines[10].split("\t").index("knee_angle_r")
    shown = float(lines[11].split("\t")[knee])
    assert shown == pytest.approx(np.degrees(motion.values["knee_angle_r"][0]))


def test_what_one_camera_does_not_show_is_not_written(motion: Motion, tmp_path: Path) -> None:
    path = tmp_path / "angles.mot"
    write_mot(motion, path=path)
    told = path.read_text()
    assert "hip_rotation_r" in motion.values
    assert "hip_rotation" not in told
    assert "ankle_angle" not in told


HEADER = "Coordinates\nversion=1\nnRows={rows}\nnColumns=3\ninDegrees={degrees}\nendheader\n"


@given(angle=st.floats(-3, 3), place_m=st.floats(-2, 2), degrees=st.booleans())
def test_both_angle_units_are_read(
    angle: float, place_m: float, degrees: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "either.mot"
    shown = float(np.degrees(angle)) if degrees else angle
    header = HEADER.format(rows=1, degrees="yes" if degrees else "no")
    path.write_text(f"{header}time\tknee_angle_r\tpelvis_ty\n0.0\t{shown!r}\t{place_m!r}\n")
    back = read_mot(path)
    assert back.values["knee_angle_r"][0] == pytest.approx(angle)
    assert back.values["pelvis_ty"][0] == pytest.approx(place_m)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no header at all\n1 2 3\n",
        HEADER.format(rows=2, degrees="yes") + "time\ta\tb\n0 1 2\n",
        HEADER.format(rows=1, degrees="yes") + "time\ta\tb\n0 1\n",
        HEADER.format(rows=2, degrees="yes") + "time\ta\tb\n0 1 2\n1 2",
        HEADER.format(rows=1, degrees="yes") + "time\ta\tb\n0 1 two\n",
        HEADER.format(rows=0, degrees="yes"),
    ],
)
def test_what_is_cut_off_or_no_motion_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.mot"
    path.write_text(text)
    with pytest.raises(FileUnreadable):
        read_mot(path)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="check the path"):
        read_mot(tmp_path / "nowhere.mot")


@pytest.mark.parametrize("names", ["", "time\tknee_angle_r\n"])
def test_a_file_of_a_header_alone_is_refused(names: str, tmp_path: Path) -> None:
    path = tmp_path / "a.mot"
    path.write_text(f"nRows=0\nnColumns=2\nendheader\n{names}", encoding="utf-8")
    with pytest.raises(FileUnreadable, match="no rows"):
        read_mot(path)
