"""What pulls on a kneecap: four heads of the quadriceps, patellar tendon and retinacula."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Tethers:
    """Attachments in a right knee's axes, mm: x forward, y up, z to the right.

    heads : (head,), names; head_from_mm : on the thigh; head_to_mm : on the kneecap;
    head_share : (head,), of the quadriceps' force, adding up to 1
    strand_on_tibia : (strand,); strand_from_mm : on thigh or shank; strand_to_mm : on the kneecap;
    strand_stiffness_n : per unit of strain; strand_slack_mm
    wrap_centre_mm : (xy,), and wrap_radius_mm: the cylinder the quadriceps' tendon lies on
    rest_mm : (xyz,), of the kneecap in the straight knee
    """

    heads: tuple[str, ...]
    head_from_mm: Array
    head_to_mm: Array
    head_share: Array
    strand_on_tibia: NDArray[np.bool_]
    strand_from_mm: Array
    strand_to_mm: Array
    strand_stiffness_n: Array
    strand_slack_mm: Array
    wrap_centre_mm: Array
    wrap_radius_mm: float
    rest_mm: Array


@cache
def tethers() -> Tethers:
    """Read the tethers of the Lenhart knee: origin and hash stand in their table."""
    file = resources.files("kneetrace.explain.kneecap").joinpath("tables", "tethers.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    heads, strands = table["head"], table["strand"]
    rest_mm = np.array(table["rest_mm"])
    from_mm, to_mm = _points(strands, "from_mm"), _points(strands, "to_mm")
    strain = np.array([one["strain_at_rest"] for one in strands])
    length_mm = np.linalg.norm(to_mm + rest_mm - from_mm, axis=1)
    force_n = np.array([one["strongest_n"] for one in heads])
    return Tethers(
        heads=tuple(one["name"] for one in heads),
        head_from_mm=_points(heads, "from_mm"),
        head_to_mm=_points(heads, "to_mm"),
        head_share=force_n / force_n.sum(),
        strand_on_tibia=np.array([one["on_tibia"] for one in strands]),
        strand_from_mm=from_mm,
        strand_to_mm=to_mm,
        strand_stiffness_n=np.array([one["stiffness_n"] for one in strands]),
        strand_slack_mm=length_mm / (1 + strain),
        wrap_centre_mm=np.array(table["wrap_centre_mm"]),
        wrap_radius_mm=table["wrap_radius_mm"],
        rest_mm=rest_mm,
    )


def _points(entries: list[dict[str, list[float]]], key: str) -> Array:
    return np.array([entry[key] for entry in entries], dtype=np.float64)
