from pathlib import Path

import numpy as np
import pytest

from kneetrace.exchange import FileUnreadable, read_plates

NAMES = [f"ground_force_1_{mark}{axis}" for mark in "vpm" for axis in "xyz"]


def written(path: Path, names: list[str], rows: int = 3) -> Path:
    lines = [
        "\t".join(["time", *names]),
        *("\t".join(str(n + row) for n in range(len(names) + 1)) for row in range(rows)),
    ]
    head = f"nColumns={len(names) + 1}\nnRows={rows}\nendheader\n"
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_forces_are_read_as_they_stand(tmp_path: Path) -> None:
    (plate,) = read_plates(written(tmp_path / "grf.mot", NAMES))
    np.testing.assert_array_equal(plate.force_n[0], [1, 2, 3])
    np.testing.assert_array_equal(plate.point_m[0], [4, 5, 6])
    np.testing.assert_array_equal(plate.moment_nm[2], [9, 10, 11])


def test_moments_may_be_named_torques(tmp_path: Path) -> None:
    names = [name.replace("force_1_m", "torque_1_") for name in NAMES]
    (plate,) = read_plates(written(tmp_path / "grf.sto", names))
    np.testing.assert_array_equal(plate.moment_nm[0], [7, 8, 9])


@pytest.mark.parametrize("names", [["knee_angle_r"], NAMES[:3], NAMES[:2] + NAMES[3:]])
def test_a_file_without_whole_plates_is_refused(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(FileUnreadable, match=r"grf\.mot"):
        read_plates(written(tmp_path / "grf.mot", names))
