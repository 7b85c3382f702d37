"""How women and men differ in how mass is spread over the body.

Shares of body mass of young women and men: de Leva 1996 (J Biomech 29:1223-1230,
doi:10.1016/0021-9290(95)00178-6, table 4, after Zatsiorsky). The reference skeleton keeps its own
shares, taken for halfway between the two (DESIGN); a sex moves each by what it differs from there.
"""

from types import MappingProxyType
from typing import Final

from kneetrace.terms import Sex

SHARES_PCT: Final = MappingProxyType(
    {
        "head": {Sex.FEMALE: 6.68, Sex.MALE: 6.94},
        "upper_trunk": {Sex.FEMALE: 15.45, Sex.MALE: 15.96},
        "middle_trunk": {Sex.FEMALE: 14.65, Sex.MALE: 16.33},
        "lower_trunk": {Sex.FEMALE: 12.47, Sex.MALE: 11.17},
        "upper_arm": {Sex.FEMALE: 2.55, Sex.MALE: 2.71},
        "forearm": {Sex.FEMALE: 1.38, Sex.MALE: 1.62},
        "hand": {Sex.FEMALE: 0.56, Sex.MALE: 0.61},
        "thigh": {Sex.FEMALE: 14.78, Sex.MALE: 14.16},
        "shank": {Sex.FEMALE: 4.81, Sex.MALE: 4.33},
        "foot": {Sex.FEMALE: 1.29, Sex.MALE: 1.37},
    }
)
"""Segment -> share of body mass, %; of arms and legs each side."""

_SEGMENTS: Final = MappingProxyType(
    {
        "torso": ("head", "upper_trunk", "middle_trunk"),
        "pelvis": ("lower_trunk",),
        "humerus": ("upper_arm",),
        "ulna": ("forearm",),
        "radius": ("forearm",),
        "hand": ("hand",),
        "femur": ("thigh",),
        "patella": ("thigh",),
        "tibia": ("shank",),
        "talus": ("foot",),
        "calcn": ("foot",),
        "toes": ("foot",),
    }
)


def mass_over_both(body: str, /, *, sex: Sex) -> float:
    """Tell what a sex gives a body of the skeleton, over what women and men give it on average."""
    segments = [SHARES_PCT[name] for name in _SEGMENTS[body.removesuffix("_r").removesuffix("_l")]]
    both = sum(segment[each] for segment in segments for each in Sex) / len(Sex)
    return sum(segment[sex] for segment in segments) / both
