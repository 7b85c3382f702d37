"""A what-if as a small table: the posture and the kneecap's load, now and then."""

from dataclasses import dataclass

import numpy as np

from kneetrace.explain import PostureAnswers, posture_figures
from kneetrace.report.intake_words import words_in
from kneetrace.terms import Person, Unit, say_number


@dataclass(frozen=True, kw_only=True)
class WhatIfTable:
    """What a what-if changes, ready to print.

    heads : over the numbers: now, then
    rows : what it is, now, then
    notes : how far this may be read
    """

    heads: tuple[str, str]
    rows: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]


def tell_what_if(answers: PostureAnswers, *, person: Person, language: str = "en") -> WhatIfTable:
    """Tell two cases, as measured and what was asked, as a table.

    Raises
    ------
    UnknownLanguage
        When there are no words in it.
    """
    words = words_in(language, file="what_if.toml", what="What-ifs")
    figures = posture_figures(answers, now=answers.taken(np.array([0])))
    rows = []
    for name, label in (
        *((one, one) for one in ("pelvic_drop", "trunk_lean", "trunk_forward", "knee_in")),
        ("kneecap_reaction", "reaction_bw"),
        ("kneecap_planar", "planar_bw"),
        *((one, one) for one in ("contact_area", "peak_stress")),
    ):
        unit, values = figures[name]
        now, then = (
            f"{say_number(round(np.degrees(value), 1) + 0.0, language=language, form='.1f')}°"
            if unit is Unit.RADIAN
            else say_number(
                value / person.weight_n if unit is Unit.NEWTON else value,
                language=language,
                form=".2f",
            )
            for value in values.tolist()
        )
        rows.append((str(words[label]), now, then))
    less_sure = () if answers.in_table.all() else (str(words["less_sure"]),)
    return WhatIfTable(
        heads=(words["now"], words["then"]),
        rows=tuple(rows),
        notes=(*less_sure, str(words["model_only"])),
    )
