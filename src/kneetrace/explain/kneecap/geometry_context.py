"""How much another shape of groove or kneecap would change the stress: context, never a finding.

A camera sees no groove. These ratios say how far knees of published shapes lie apart in the model,
beside which a person's own changes are to be read; they are applied to nobody.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, kw_only=True)
class GeometryEffect:
    """Peak stress of a knee of another shape over the reference knee's, at the same pull.

    unit : of ``usual`` and ``changed``, the published measures; "1": length of the patellar
        tendon over that of the kneecap (Insall & Salvati)
    source : id in ``evidence``, of both
    flexion_deg : (bend,), of low and high
    low, high : (bend,), least and most, over pulls and over how the kneecap fits the other groove
    told : False where the model cannot show the effect: its groove has no upper end, which a high
        kneecap would leave; people with one had less area in touch and more stress (ward2004)
    """

    name: str
    unit: str
    usual: float
    changed: float
    source: str
    flexion_deg: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    told: bool


@cache
def geometry_context() -> tuple[GeometryEffect, ...]:
    """Give what the shape of groove and kneecap does to the peak stress of the reference knee."""
    file = resources.files("kneetrace.explain.kneecap").joinpath("tables", "geometry.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    bends = tuple(table["flexion_deg"])
    return tuple(
        GeometryEffect(
            flexion_deg=bends, low=tuple(row.pop("low")), high=tuple(row.pop("high")), **row
        )
        for row in table["effect"]
    )
