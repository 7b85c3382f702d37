import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.explain.load.plate_records import PlateRecord, plate_record
from kneetrace.measure import TO_Y_UP, ForcePlate

MIDDLE_M = np.array([0.3, 0.1, -0.2])
PRESSED_M = MIDDLE_M + np.array([0.07, 0.0, -0.04])
TWIST_NM = np.array([0.0, 4.0, 0.0])
RATE_HZ = 1000


def pushed(
    *, offset_n: float = 0.0, offset_nm: float = 0.0, idle: int = 200, turn: NDArray[np.float64]
) -> ForcePlate:
    """Somebody steps on a level plate, off its middle; ``turn`` gives all other axes."""
    force_n = np.repeat([[30.0, 600.0, -20.0]], 400, axis=0)
    moment_nm = np.cross(PRESSED_M - MIDDLE_M, force_n) + TWIST_NM
    force_n[:idle] = moment_nm[:idle] = 0.0
    corners_m = MIDDLE_M + 0.25 * np.array([[1, 0, 1], [1, 0, -1], [-1, 0, -1], [-1, 0, 1.0]])
    return ForcePlate(
        time_s=np.arange(400) / RATE_HZ,
        force_n=(force_n + offset_n) @ turn.T,
        moment_nm=(moment_nm + offset_nm) @ turn.T,
        pressure_centre_m=np.full((400, 3), np.nan),
        corners_m=corners_m @ turn.T,
    )


def check(record: PlateRecord, turn: NDArray[np.float64]) -> None:
    np.testing.assert_allclose(record.force_n[-1], turn @ [30.0, 600.0, -20.0], atol=1e-9)
    np.testing.assert_allclose(record.point_m[-1], turn @ PRESSED_M, atol=1e-9)
    np.testing.assert_allclose(record.moment_nm[-1], turn @ TWIST_NM, atol=1e-9)


@pytest.mark.parametrize("up", sorted(TO_Y_UP))
def test_where_a_plate_is_pushed_is_found_in_any_axes(up: str) -> None:
    check(plate_record(pushed(turn=TO_Y_UP[up])), TO_Y_UP[up])


def test_what_an_idle_plate_feels_is_taken_off() -> None:
    check(plate_record(pushed(offset_n=-18.0, offset_nm=1.5, turn=np.eye(3))), np.eye(3))


def test_a_plate_that_is_never_idle_keeps_what_it_felt() -> None:
    check(plate_record(pushed(idle=0, turn=np.eye(3))), np.eye(3))


def test_the_middle_stands_for_the_pressure_while_nobody_is_there() -> None:
    record = plate_record(pushed(turn=np.eye(3)))
    np.testing.assert_allclose(record.point_m[0], MIDDLE_M)
