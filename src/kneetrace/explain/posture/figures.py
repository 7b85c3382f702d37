"""A posture as a handful of numbers that people read."""

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.posture.answers import PostureAnswers
from kneetrace.terms import Unit

Array = NDArray[np.float64]


def posture_figures(
    answers: PostureAnswers, /, *, now: PostureAnswers
) -> dict[str, tuple[Unit, Array]]:
    """Tell what people read of postures: name -> unit and (case,).

    Parameters
    ----------
    now : one case, as measured; stresses and areas are ratios to it

    Returns
    -------
    dict
        ``pelvic_drop``, ``trunk_lean``, ``trunk_forward``, ``knee_in``: as in ``PostureAnswers``;
        ``kneecap_reaction``, ``kneecap_planar``: the kneecap's load by both methods;
        ``quadriceps_pull``; ``contact_area``, ``mean_stress``, ``peak_stress``: over now;
        ``lateral_share``: part of the load on the outer facet.
    """
    contact, before, kneecap = answers.contact, now.contact, answers.kneecap
    return {
        "pelvic_drop": (Unit.RADIAN, answers.pelvic_drop_rad),
        "trunk_lean": (Unit.RADIAN, answers.trunk_lean_rad),
        "trunk_forward": (Unit.RADIAN, answers.trunk_forward_rad),
        "knee_in": (Unit.RADIAN, answers.knee_in_rad),
        "kneecap_reaction": (Unit.NEWTON, kneecap.reaction_n),
        "kneecap_planar": (Unit.NEWTON, kneecap.planar_n),
        "quadriceps_pull": (Unit.NEWTON, kneecap.quadriceps_n),
        "contact_area": (Unit.RATIO, contact.area_mm2 / before.area_mm2),
        "mean_stress": (Unit.RATIO, contact.mean_mpa / before.mean_mpa),
        "peak_stress": (Unit.RATIO, contact.peak_mpa / before.peak_mpa),
        "lateral_share": (Unit.RATIO, contact.lateral_share),
    }
