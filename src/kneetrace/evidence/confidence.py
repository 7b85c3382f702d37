"""How well a figure is known."""

from enum import StrEnum


class Confidence(StrEnum):
    """How a figure came to be here.

    VERIFIED: read in the source's own abstract, table or text (not: the whole paper was checked).
    SECONDARY: read on a page that quotes the source. DERIVED: arithmetic on verified figures.
    RECALLED: remembered, not seen. DESIGN: ours, nothing published stands behind it.
    """

    VERIFIED = "V"
    SECONDARY = "V2"
    DERIVED = "D"
    RECALLED = "R"
    DESIGN = "DESIGN"


_DRIVING = frozenset({Confidence.VERIFIED, Confidence.SECONDARY, Confidence.DERIVED})


def drives_conclusions(*, confidence: Confidence) -> bool:
    """Tell whether a conclusion may rest on a figure of this confidence.

    A recalled figure is a lead to check; a DESIGN figure may be shown, named as ours.
    """
    return confidence in _DRIVING
