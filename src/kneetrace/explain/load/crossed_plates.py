"""Whether two force plates have each other's centres of pressure."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.plates import LOADED_N, PlateForces

Array = NDArray[np.float64]

LEAST_FELT_S: Final = 0.5
"""DESIGN: nothing is told from less."""

BETTER: Final = 0.5
"""DESIGN: points that leave less than this of the sway unexplained, once swapped, are swapped. Of
seven people and trials over plates, points as they are leave 0.33 of it or less."""

UP: Final = np.array([0.0, 1.0, 0.0])


def crossed_plates(
    plates: Sequence[PlateForces], *, left_nm: Array, held: NDArray[np.bool_], time_s: Array
) -> tuple[int, int] | None:
    """Give the numbers of two plates whose centres of pressure are each other's.

    A foot's own plate is told by where it is pressed, so swapped points only swap the pushes: that
    shows in what tips the body over from one foot to the other, where it leans more on one of them
    by turns. Who stands evenly all the time shows nothing.

    Parameters
    ----------
    plates : in the motion's times and axes
    left_nm : (time, xyz), N m, moment at the pelvis that nothing accounts for, in the world
    held : (time,), nothing but the plates carried the person
    time_s : (time,), s, even

    Returns
    -------
    tuple of int or None
        Counted from 1; None where the points are as they should be, or nobody can tell.
    """
    stepped = [at for at, plate in enumerate(plates) if (plate.force_n[:, 1] > LOADED_N).any()]
    if len(stepped) != 2:
        return None
    one, other = (plates[at] for at in stepped)
    both = held & (one.force_n[:, 1] > LOADED_N) & (other.force_n[:, 1] > LOADED_N)
    if both.sum() * (time_s[1] - time_s[0]) < LEAST_FELT_S:
        return None
    apart_m = (other.point_m - one.point_m)[both] * (1 - UP)
    about = np.cross(apart_m, UP)
    about /= np.linalg.norm(about, axis=1)[:, None]
    tips_nm = np.einsum("ti,ti->t", left_nm[both], about)
    leans_n = (one.force_n - other.force_n)[both]
    swapped_nm = tips_nm - np.einsum("ti,ti->t", np.cross(apart_m, leans_n), about)
    crossed = swapped_nm.std() < BETTER * tips_nm.std()
    return (stepped[0] + 1, stepped[1] + 1) if crossed else None
