"""Where every body is and how it speeds up, from coordinates and their rates."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.chain import Chain, chain_of, place
from kneetrace.explain.load.skeleton import Skeleton

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Coordinates:
    """Coordinates through time with their rates; one that is absent stays at zero.

    values, speeds, accelerations : coordinate -> (time,), rad or m, per s, per s^2
    """

    time_s: Array
    values: dict[str, Array]
    speeds: dict[str, Array]
    accelerations: dict[str, Array]


@dataclass(frozen=True, eq=False)
class Frames:
    """A frame through time, all in the world.

    axes (time, 3, 3), frame to world; place_m (time, xyz); spin (time, xyz), rad/s;
    spin_rate (time, xyz), rad/s^2; acceleration (time, xyz), m/s^2, of the frame's origin.
    """

    axes: Array
    place_m: Array
    spin: Array
    spin_rate: Array
    acceleration: Array

    def point_m(self, local_m: Array) -> Array:
        """World place of a point fixed in the frame, (time, xyz), m."""
        return np.asarray(self.place_m + self.axes @ local_m)


@dataclass(frozen=True, eq=False, kw_only=True)
class Placed:
    """The moving skeleton, all in the world: every body, and the axis of every elementary motion.

    names : of the bodies, in the order of ``chain``
    axes (time, body, 3, 3), frame to world; places_m, spins, spin_rates, accelerations
    (time, body, xyz), of the bodies' origins; lines (time, move, xyz), unit, what a move turns
    about or slides along; line_places_m (time, move, xyz), where it passes; shares (time, move),
    derivative of a move by its coordinate
    """

    names: tuple[str, ...]
    chain: Chain
    axes: Array
    places_m: Array
    spins: Array
    spin_rates: Array
    accelerations: Array
    lines: Array
    line_places_m: Array
    shares: Array

    @cached_property
    def bodies(self) -> dict[str, Frames]:
        """A frame for every body."""
        kept = (self.axes, self.places_m, self.spins, self.spin_rates, self.accelerations)
        return {
            name: Frames(*(each[:, body] for each in kept)) for body, name in enumerate(self.names)
        }


def place_bodies(skeleton: Skeleton, *, motion: Coordinates) -> Placed:
    """Place every body through time, with velocities and accelerations.

    Parameters
    ----------
    skeleton : parents before children
    motion : coordinates with rates; those the motion lacks stay at zero

    Returns
    -------
    Placed
        World frames (x forward, y up, z right).
    """
    chain = chain_of(skeleton)
    axes, places_m, spins, spin_rates, accelerations, lines, line_places_m, shares = place(
        chain,
        _table(skeleton, motion.values, times=len(motion.time_s)),
        _table(skeleton, motion.speeds, times=len(motion.time_s)),
        _table(skeleton, motion.accelerations, times=len(motion.time_s)),
    )
    return Placed(
        names=tuple(joint.child for joint in skeleton.joints),
        chain=chain,
        axes=axes,
        places_m=places_m,
        spins=spins,
        spin_rates=spin_rates,
        accelerations=accelerations,
        lines=lines,
        line_places_m=line_places_m,
        shares=shares,
    )


def _table(skeleton: Skeleton, columns: dict[str, Array], *, times: int) -> Array:
    table = np.zeros((times, len(skeleton.coordinates)))
    for column, name in zip(table.T, skeleton.coordinates, strict=True):
        if name in columns:
            column[:] = columns[name]
    return table
