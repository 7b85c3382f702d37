"""The tethers of the kneecap from the public Lenhart knee model (fbknee.osim, Apache-2.0)."""

import hashlib
import re
from pathlib import Path
from typing import Final

HEADS: Final = ("recfem", "vasint", "vaslat", "vasmed")
_HIP_TO_DISTAL_M: Final = (0.00600005, 0.404425, 0.00126524)
_PELVIS_TO_HIP_M: Final = (-0.056276, -0.07849, 0.07726)
_ORIGIN: Final = """\
# Made by `python -m validation.kneecap tethers`; not written by hand.
# Origin: fbknee.osim of the public repository clnsmith/wisco_opensim (models/fbknee/lenhart,
# Apache-2.0), the knee of Lenhart RL et al. (Ann Biomed Eng 2015, doi:10.1007/s10439-015-1326-3).
# sha256 {sha256}
# Changed: right side only, millimetres, in the axes of the distal femur; hip straight.
# wrap_radius_mm 27 between the two cylinders of the model (28 and 26).

source = "lenhart_knee2015"
rest_mm = [53.0, 5.0, 4.0]
wrap_centre_mm = [16.0, 7.42]
wrap_radius_mm = 27.0
"""


def tethers_toml(model_file: Path) -> str:
    """Write the table from the model's file."""
    text = re.sub(r"<!--.*?-->", "", model_file.read_text(errors="replace"), flags=re.S)
    parts = [_ORIGIN.format(sha256=hashlib.sha256(model_file.read_bytes()).hexdigest())]
    for name in HEADS:
        block = _block(text, "Thelen2003Muscle", f"{name}_r")
        points = _points(block)
        first = next(i for i, (body, _) in enumerate(points) if body == "patella_r")
        strongest = float(re.findall(r"<max_isometric_force>(.*?)<", block)[0])
        parts.append(
            f'[[head]]\nname = "{name}"\nfrom_mm = {_in_distal(*points[first - 1])}\n'
            f"to_mm = {_mm(points[first][1])}\nstrongest_n = {strongest}\n"
        )
    for name in re.findall(r'<WISCO_Ligament name="((?:PT|lPFL|mPFL)\d)">', text):
        block = _block(text, "WISCO_Ligament", name)
        ends = dict(_points(block))
        kneecap = ends.pop("patella_r")
        ((body, other),) = ends.items()
        stiffness, strain = (
            float(re.findall(rf"<{key}>(.*?)<", block)[0])
            for key in ("linear_stiffness", "reference_strain")
        )
        parts.append(
            f'[[strand]]\nname = "{name}"\non_tibia = {str(body.startswith("tibia")).lower()}\n'
            f"from_mm = {_mm(other)}\nto_mm = {_mm(kneecap)}\n"
            f"stiffness_n = {stiffness}\nstrain_at_rest = {strain}\n"
        )
    return "\n".join(parts)


def _block(text: str, tag: str, name: str) -> str:
    found = re.search(rf'<{tag} name="{name}">(.*?)</{tag}>', text, re.S)
    if found is None:
        raise ValueError(f"The model has no {name}")
    return found[1]


def _points(block: str) -> list[tuple[str, list[float]]]:
    pattern = r"/(\w+)</socket_parent_frame_connectee_name>\s*<location>([^<]*)<"
    return [(body, [float(x) for x in at.split()]) for body, at in re.findall(pattern, block)]


def _in_distal(body: str, at: list[float]) -> list[float]:
    if body == "pelvis":
        at = [a - b for a, b in zip(at, _PELVIS_TO_HIP_M, strict=True)]
    return _mm([a + b for a, b in zip(at, _HIP_TO_DISTAL_M, strict=True)])


def _mm(at: list[float]) -> list[float]:
    return [round(1000 * value, 4) for value in at]
