"""A source trace as a JSON document, with the stance that what-ifs need to ask again."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from kneetrace import __version__
from kneetrace.exchange.answer_fields import (
    coordinate_fields,
    number_out,
    person_fields,
    unit_out,
)
from kneetrace.exchange.json_documents import write_json
from kneetrace.exchange.load_files import used_fields
from kneetrace.explain import (
    Cause,
    Deficits,
    Explanation,
    PostureAnswers,
    ShareInterval,
    TracedPosture,
    posture_figures,
)
from kneetrace.terms import INTERVAL_LEVEL, Unit

EXPLANATION_KIND: Final = "kneetrace.explanation"
EXPLANATION_VERSION: Final = 1
EXPLANATION_SCHEMA: Final = f"{EXPLANATION_KIND}/{EXPLANATION_VERSION}"
"""Schema that ``explanation.json`` is written in; older ones stay readable."""

CAUSE_NUMBERS: Final = ("now", "low", "high", "healthy")
"""Fields of a cause that are in its own unit."""


def explanation_document(explanation: Explanation) -> dict[str, Any]:
    """Put an explanation into the form ``explanation.json`` has.

    Returns
    -------
    dict
        ``schema, method, program, person, interval_level, side, test``; ``source``, ``total`` and
        ``causes``, shares in percent of the peak stress with nothing lacking; ``links``, each with
        its ``basis``; ``missing``, ``asides``, ``capacity_used`` by muscle group; sentences by
        language: ``for_patient``, ``for_therapist``, ``remarks``. ``posture``, or null: the stance
        that was explained, ``deficits`` and ``model`` (everything ``StoredPosture.standing`` needs
        to stand it again), and ``figures`` of it, now and with nothing lacking.
    """
    posture, total = explanation.posture, explanation.total
    return {
        "schema": EXPLANATION_SCHEMA,
        "method": explanation.method,
        "program": f"kneetrace {__version__}",
        "person": person_fields(explanation.person),
        "interval_level": INTERVAL_LEVEL,
        "side": explanation.side,
        "test": explanation.test,
        "source": explanation.source,
        "total": None if total is None else _share_fields(total),
        "causes": [_cause_fields(one) for one in explanation.causes],
        "links": [vars(one) for one in explanation.links],
        "missing": [vars(one) for one in explanation.missing],
        "asides": [vars(one) for one in explanation.asides],
        "capacity_used": {group: used_fields(one) for group, one in explanation.capacity.items()},
        "for_patient": explanation.for_patient,
        "for_therapist": explanation.for_therapist,
        "remarks": explanation.remarks,
        "posture": None if posture is None else _posture_fields(posture),
    }


def write_explanation(explanation: Explanation, *, path: str | Path) -> None:
    """Write ``explanation.json``."""
    write_json(explanation_document(explanation), path=path)


def figure_fields(answers: PostureAnswers, /, *, cases: Mapping[str, int]) -> list[dict[str, Any]]:
    """Put what people read of postures into plain fields: name, unit, and each case by its name.

    The first case is as measured: ratios are to it.
    """
    before = answers.taken(np.array([next(iter(cases.values()))]))
    return [
        {"name": name, "unit": unit_out(unit)}
        | {case: number_out(float(values[at]), unit=unit) for case, at in cases.items()}
        for name, (unit, values) in posture_figures(answers, now=before).items()
    ]


def _share_fields(share: ShareInterval) -> dict[str, Any]:
    return {**vars(share), "told": share.told}


def _cause_fields(cause: Cause) -> dict[str, Any]:
    fields = vars(cause)
    numbers = {name: number_out(fields[name], unit=cause.unit) for name in CAUSE_NUMBERS}
    return fields | numbers | {"unit": unit_out(cause.unit), "share": _share_fields(cause.share)}


def _posture_fields(posture: TracedPosture) -> dict[str, Any]:
    return {
        "side": posture.side,
        "legs": posture.legs,
        "instants_s": posture.instants_s,
        "coordinates": coordinate_fields(posture.angles_rad),
        "sds": coordinate_fields(posture.sds_rad),
        "deficits": _deficit_fields(posture.person.deficits),
        "model": asdict(posture.person.method),
        "figures": figure_fields(posture.answers, cases={"now": 0, "healthy": 1}),
    }


def _deficit_fields(deficits: Deficits) -> dict[str, Any]:
    limits, healthy = deficits.dorsiflexion_rad, deficits.healthy_posture
    return {
        "strengths": {
            player: {"now": now, "healthy": usual}
            for player, (now, usual) in deficits.strengths.items()
        },
        "dorsiflexion_deg": None if limits is None else np.degrees(limits).tolist(),
        "pronation_deg": number_out(deficits.pronation_rad, unit=Unit.RADIAN),
        "healthy_posture": None if healthy is None else coordinate_fields(healthy),
    }
