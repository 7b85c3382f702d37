"""Which way up a stored picture is to be shown."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Orientation:
    """Turn and mirroring that make a stored picture upright.

    ``matrix`` is ``(xx, xy, yx, yy)``, each -1, 0 or 1: about the picture's centre, upright
    ``(x, y)`` is ``(xx * x + xy * y, yx * x + yy * y)`` of the stored one, y down.
    """

    matrix: tuple[int, int, int, int] = (1, 0, 0, 1)

    @classmethod
    def from_display_matrix(cls, numbers: NDArray[np.int32]) -> Self:
        """Read a container's display matrix, rounded to the nearest right angle.

        Parameters
        ----------
        numbers : (9,), 16.16 fixed point as FFmpeg stores it; all zero means no turn.
        """
        xx, yx, xy, yy = (int(numbers[i]) for i in (0, 1, 3, 4))
        if abs(xx) + abs(yy) >= abs(xy) + abs(yx):
            return cls(matrix=(_sign(xx), 0, 0, _sign(yy)))
        return cls(matrix=(0, _sign(xy), _sign(yx), 0))

    def turned(self, *, quarter_turns: int) -> Self:
        """Turn further by quarter turns, counter-clockwise as seen."""
        xx, xy, yx, yy = self.matrix
        for _ in range(quarter_turns % 4):
            xx, xy, yx, yy = yx, yy, -xx, -xy
        return type(self)(matrix=(xx, xy, yx, yy))

    def mirrored(self) -> Self:
        """Exchange the picture's left and right."""
        xx, xy, yx, yy = self.matrix
        return type(self)(matrix=(-xx, -xy, yx, yy))

    @property
    def swaps_axes(self) -> bool:
        """Whether width and height change places."""
        return self.matrix[0] == 0

    def upright_size(self, *, width_px: int, height_px: int) -> tuple[int, int]:
        """Give width and height (px) of the upright picture for those of the stored one."""
        return (height_px, width_px) if self.swaps_axes else (width_px, height_px)

    def stored_from_upright(self, *, width_px: int, height_px: int) -> NDArray[np.float64]:
        """Map upright pixel positions to stored ones.

        Parameters
        ----------
        width_px, height_px : size of the stored picture.

        Returns
        -------
        (xy, x-y-1), px : affine map for pixel positions counted from the first pixel's centre.
        """
        turn = np.array(self.matrix, dtype=np.float64).reshape(2, 2).T
        upright = np.array(self.upright_size(width_px=width_px, height_px=height_px))
        shift = (np.array([width_px, height_px]) - 1) / 2 - turn @ ((upright - 1) / 2)
        return np.column_stack([turn, shift])

    def upright(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Turn a stored picture ``(row, column, ...)`` upright; contiguous."""
        xx, xy, yx, yy = self.matrix
        if self.swaps_axes:
            picture, xx, yy = picture.swapaxes(0, 1), xy, yx
        return np.ascontiguousarray(picture[::yy, ::xx])


def _sign(number: int) -> int:
    return -1 if number < 0 else 1
