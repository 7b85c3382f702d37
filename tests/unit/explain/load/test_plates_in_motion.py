from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kneetrace.explain.load.plate_records import PlateRecord
from kneetrace.explain.load.plates_in_motion import (
    PlatesElsewhen,
    PlatesOfOtherAxes,
    PlateUnusable,
    plates_at,
)
from kneetrace.measure import TO_Y_UP, Laboratory

TIME_S = np.arange(200) / 100


def record(along: tuple[float, float, float] = (0.1, 1.0, 0.2)) -> PlateRecord:
    push_n = 400 + 300 * np.sin(2 * np.pi * TIME_S)
    nothing = np.zeros((200, 3))
    return PlateRecord(
        time_s=TIME_S, force_n=np.outer(push_n, along), point_m=nothing, moment_nm=nothing
    )


def test_plates_are_brought_to_the_motions_times_and_axes() -> None:
    lab = Laboratory(turn=TO_Y_UP["+Z"], raised_m=0.02)
    turned = replace(record(), force_n=record().force_n @ TO_Y_UP["+Z"], point_m=np.ones((200, 3)))
    (plate,) = plates_at([turned], time_s=TIME_S[10:20] + 0.005, laboratory=lab)
    assert plate.force_n[0, 1] == pytest.approx(400 + 300 * np.sin(2 * np.pi * 0.105), abs=1)
    np.testing.assert_allclose(plate.point_m[0], [1, 1.02, -1])


def test_a_pressure_that_nobody_presses_may_lack() -> None:
    idle = replace(record(), force_n=np.zeros((200, 3)), point_m=np.full((200, 3), np.nan))
    (plate,) = plates_at([idle], time_s=TIME_S)
    assert not plate.point_m.any()


def lost(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    columns = columns.copy()
    columns[50:60] = np.nan
    return columns


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: replace(one, force_n=lost(one.force_n)),
        lambda one: replace(one, point_m=lost(one.point_m)),
        lambda one: replace(one, moment_nm=lost(one.moment_nm)),
    ],
)
def test_values_that_lack_are_refused(spoil: Callable[[PlateRecord], PlateRecord]) -> None:
    with pytest.raises(PlateUnusable, match=r"plate 2 lacks values in 10 of 200 .* 0\.5 s"):
        plates_at([record(), spoil(record())], time_s=TIME_S)


def test_a_plate_that_was_overloaded_is_refused() -> None:
    cut = replace(record(), force_n=np.minimum(record().force_n, 600.0))
    with pytest.raises(PlateUnusable, match="stays at exactly 600 N"):
        plates_at([cut], time_s=TIME_S)


def test_times_that_stand_still_are_refused() -> None:
    with pytest.raises(PlateUnusable, match="go forward"):
        plates_at([replace(record(), time_s=np.zeros(200))], time_s=TIME_S)


@pytest.mark.parametrize(
    ("along", "words"),
    [((0.0, -1.0, 0.1), "down"), ((0.1, 0.0, 1.0), "sideways"), ((-1.0, 0.2, 0.0), "sideways")],
)
def test_plates_that_do_not_push_up_are_refused(
    along: tuple[float, float, float], words: str
) -> None:
    with pytest.raises(PlatesOfOtherAxes, match=words):
        plates_at([record(along)], time_s=TIME_S)


def test_plates_of_another_time_are_refused() -> None:
    with pytest.raises(PlatesElsewhen, match="cut both"):
        plates_at([record()], time_s=TIME_S + 1)
