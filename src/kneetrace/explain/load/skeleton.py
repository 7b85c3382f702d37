"""The skeleton that carries loads: bodies with mass, joints with their exact paths.

Derived from the model of Rajagopal 2016 (doi:10.1109/TBME.2016.2586891) as scaled to one adult; the
table says from which file. Frames follow OpenSim: x forward, y up, z to the person's right.
Departures: the kneecap follows the knee by polynomials, toes are one with the foot.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.segment_masses import mass_over_both
from kneetrace.terms import Person, Sex

Array = NDArray[np.float64]

GROUND: Final = "ground"


@dataclass(frozen=True, eq=False, kw_only=True)
class Body:
    """A rigid segment.

    centre_m : (xyz,), centre of mass in the segment's frame
    inertia_kgm2 : (3, 3), about the centre of mass, in the segment's axes
    """

    name: str
    mass_kg: float
    centre_m: Array
    inertia_kgm2: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class Move:
    """One elementary motion of a joint: a turn about an axis or a slide along it.

    ``course`` holds the coefficients, constant first, of the polynomial in the coordinate that
    gives the angle (rad) or the way (m); ``coordinate`` is None where the joint is fixed.
    """

    coordinate: str | None
    turns: bool
    axis: Array
    course: tuple[float, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Joint:
    """How a child body hangs on its parent: fixed offset, moves in order, fixed offset.

    ``child_place_m`` and ``child_axes`` place the joint in the child's frame, so they are undone.
    """

    name: str
    parent: str
    child: str
    parent_place_m: Array
    parent_axes: Array
    moves: tuple[Move, ...]
    child_place_m: Array
    child_axes: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class Skeleton:
    """Bodies and joints of one person, parents before children.

    coordinates : all that move it, in order of their first appearance
    """

    height_m: float
    bodies: dict[str, Body]
    joints: tuple[Joint, ...]

    @property
    def mass_kg(self) -> float:
        """Mass of the whole person, kg."""
        return sum(body.mass_kg for body in self.bodies.values())

    @property
    def coordinates(self) -> tuple[str, ...]:
        """Names of the coordinates that move it, pelvis first."""
        moved = (move.coordinate for joint in self.joints for move in joint.moves)
        return tuple(dict.fromkeys(name for name in moved if name is not None))

    def joint_of(self, child: str) -> Joint:
        """Return the joint by which a body hangs on its parent."""
        return next(joint for joint in self.joints if joint.child == child)


def skeleton_of(person: Person) -> Skeleton:
    """Scale the reference skeleton to a person: lengths by height, masses by body mass.

    One factor for all lengths (DESIGN). Masses are spread as the person's sex spreads them, see
    ``segment_masses``; where it was not said, as the reference adult's.
    """
    reference = reference_skeleton()
    if person.sex is not None:
        reference = _spread(reference, sex=person.sex)
    return scaled(
        reference,
        length=person.height_m / reference.height_m,
        mass=person.mass_kg / reference.mass_kg,
    )


def _spread(skeleton: Skeleton, *, sex: Sex) -> Skeleton:
    bodies = {}
    for name, body in skeleton.bodies.items():
        factor = mass_over_both(name, sex=sex)
        bodies[name] = replace(
            body, mass_kg=body.mass_kg * factor, inertia_kgm2=body.inertia_kgm2 * factor
        )
    return replace(skeleton, bodies=bodies)


def scaled(skeleton: Skeleton, *, length: float, mass: float) -> Skeleton:
    """Scale every length by one factor, every mass by another, inertia by both."""
    bodies = {
        name: replace(
            body,
            mass_kg=body.mass_kg * mass,
            centre_m=body.centre_m * length,
            inertia_kgm2=body.inertia_kgm2 * mass * length**2,
        )
        for name, body in skeleton.bodies.items()
    }
    joints = tuple(
        replace(
            joint,
            parent_place_m=joint.parent_place_m * length,
            child_place_m=joint.child_place_m * length,
            moves=tuple(_scaled_move(move, length=length) for move in joint.moves),
        )
        for joint in skeleton.joints
    )
    return Skeleton(height_m=skeleton.height_m * length, bodies=bodies, joints=joints)


def _scaled_move(move: Move, *, length: float) -> Move:
    """Slides that follow an angle grow with the bones; free slides are metres as they are."""
    if move.turns or (move.coordinate or "").endswith(("_tx", "_ty", "_tz")):
        return move
    return replace(move, course=tuple(each * length for each in move.course))


@cache
def reference_skeleton() -> Skeleton:
    """Read the skeleton of the reference adult from its table."""
    table = tomllib.loads(
        resources.files(__package__).joinpath("tables/skeleton.toml").read_text(encoding="utf-8")
    )
    bodies = {row["name"]: _body(row) for row in table["body"]}
    return Skeleton(
        height_m=table["height_m"],
        bodies=bodies,
        joints=tuple(_joint(row) for row in table["joint"]),
    )


def _body(row: dict[str, Any]) -> Body:
    xx, yy, zz, xy, xz, yz = row["inertia_kgm2"]
    return Body(
        name=row["name"],
        mass_kg=row["mass_kg"],
        centre_m=np.array(row["centre_m"]),
        inertia_kgm2=np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]]),
    )


def _joint(row: dict[str, Any]) -> Joint:
    return Joint(
        name=row["name"],
        parent=row["parent"],
        child=row["child"],
        parent_place_m=np.array(row["parent_place_m"]),
        parent_axes=body_fixed_xyz(np.array(row["parent_turn_rad"])),
        moves=tuple(
            Move(
                coordinate=move.get("coordinate"),
                turns=move["turns"],
                axis=np.array(move["axis"]) / np.linalg.norm(move["axis"]),
                course=tuple(move["course"]),
            )
            for move in row["moves"]
        ),
        child_place_m=np.array(row["child_place_m"]),
        child_axes=body_fixed_xyz(np.array(row["child_turn_rad"])),
    )


def body_fixed_xyz(angles_rad: Array) -> Array:
    """Rotation matrix of turns about x, then the new y, then the new z (OpenSim's orientation)."""
    (cx, cy, cz), (sx, sy, sz) = np.cos(angles_rad), np.sin(angles_rad)
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return np.asarray(about_x @ about_y @ about_z)
