"""How another shape of groove or kneecap changes the peak stress of the reference knee."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from kneetrace.explain.kneecap.contact import KneecapModel, KneePose, solve_contact
from kneetrace.explain.kneecap.shapes import KneecapShape, groove_field, kneecap
from kneetrace.explain.kneecap.tethers import Tethers, tethers
from validation.kneecap.response import model_hash

FLEXION_DEG: Final = (30, 60, 90)
PULLS_N: Final = (600.0, 1500.0, 3000.0)

USUAL: Final = KneecapShape()
FLAT: Final = replace(USUAL, sulcus_angle_deg=143.3)
SHALLOW: Final = replace(USUAL, groove_depth_mm=3.6)
FLAT_AND_SHALLOW: Final = replace(FLAT, groove_depth_mm=3.6)
NARROW: Final = replace(USUAL, width_mm=USUAL.width_mm - 4.32)
HIGH: Final = (1.14, 1.14 + 0.18)
"""Length of the patellar tendon over that of the kneecap: mean, and a standard deviation more."""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One other shape: in which measure, and the knees that have it.

    models : more than one where a groove may come with the usual kneecap, or with one of its shape
    told : False where the model cannot show it
    """

    name: str
    unit: str
    usual: float
    changed: float
    source: str
    models: tuple[KneecapModel, ...]
    told: bool = True


def variants() -> Iterator[Variant]:
    usual = groove_field(shape=USUAL), kneecap(shape=USUAL)
    for name, unit, measure, shape in (
        ("flatter_groove", "deg", "sulcus_angle_deg", FLAT),
        ("shallower_groove", "mm", "groove_depth_mm", SHALLOW),
        ("flatter_and_shallower_groove", "mm", "groove_depth_mm", FLAT_AND_SHALLOW),
    ):
        groove = groove_field(shape=shape)
        yield Variant(
            name=name,
            unit=unit,
            usual=getattr(USUAL, measure),
            changed=getattr(shape, measure),
            source="lim2016",
            models=tuple(
                KneecapModel(thigh=groove, cartilage=cartilage, tethers=tethers())
                for cartilage in (usual[1], kneecap(shape=shape))
            ),
        )
    yield Variant(
        name="narrower_kneecap",
        unit="mm",
        usual=USUAL.width_mm,
        changed=NARROW.width_mm,
        source="kerdari2020",
        models=(KneecapModel(thigh=usual[0], cartilage=kneecap(shape=NARROW), tethers=tethers()),),
    )
    yield Variant(
        name="higher_kneecap",
        unit="1",
        usual=HIGH[0],
        changed=HIGH[1],
        source="upadhyay2013",
        models=(
            KneecapModel(
                thigh=usual[0],
                cartilage=usual[1],
                tethers=_longer_tendon(tethers(), HIGH[1] / HIGH[0]),
            ),
        ),
        told=False,  # the model's groove has no upper end that a higher kneecap would leave
    )


def _longer_tendon(ties: Tethers, factor: float) -> Tethers:
    return replace(
        ties,
        strand_slack_mm=ties.strand_slack_mm * np.where(ties.strand_on_tibia, factor, 1.0),
    )


def _peaks(model: KneecapModel) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Peak stress, (bend, pull), MPa."""
    return np.array(
        [
            [
                solve_contact(
                    model=model,
                    pose=KneePose(flexion_rad=math.radians(bend), quadriceps_n=pull),
                ).peak_mpa
                for pull in PULLS_N
            ]
            for bend in FLEXION_DEG
        ]
    )


def write_geometry(file: Path) -> None:
    """Solve the usual knee and every variant of it, and write the ratios."""
    whole = KneecapModel(
        thigh=groove_field(shape=USUAL), cartilage=kneecap(shape=USUAL), tethers=tethers()
    )
    usual = _peaks(whole)
    parts = [
        "# Made by `python -m validation.kneecap geometry`; not written by hand.\n"
        f"# Model sha256 {model_hash()}\n"
        "# Peak stress over the reference knee's at the same pull: least and most over pulls of\n"
        f"# {', '.join(f'{pull:g}' for pull in PULLS_N)} N and, for a groove, over a kneecap as "
        "usual and one of the groove's shape.\n\n"
        f"flexion_deg = {list(FLEXION_DEG)}\n"
    ]
    for variant in variants():
        ratios = np.concatenate([_peaks(model) / usual for model in variant.models], axis=1)
        least, most = ratios.min(axis=1), ratios.max(axis=1)
        parts.append(
            f'[[effect]]\nname = "{variant.name}"\nunit = "{variant.unit}"\n'
            f"usual = {variant.usual:g}\nchanged = {variant.changed:g}\n"
            f'source = "{variant.source}"\n'
            f"told = {str(variant.told).lower()}\n"
            f"low = {[round(float(one), 3) for one in least]}\n"
            f"high = {[round(float(one), 3) for one in most]}\n"
        )
    file.write_text("\n".join(parts), encoding="utf-8")
