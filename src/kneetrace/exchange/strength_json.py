"""A strength examination as a JSON document: every entry, every measure, every sentence."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from kneetrace import __version__
from kneetrace.exchange.answer_fields import answer_document, person_fields
from kneetrace.exchange.json_documents import write_json
from kneetrace.measure import (
    ExaminedHome,
    ExaminedLeg,
    ExaminedTest,
    HomeEntry,
    HomeResult,
    StrengthDifference,
    StrengthEntry,
    StrengthExamination,
    StrengthResult,
)
from kneetrace.terms import INTERVAL_LEVEL

STRENGTH_KIND: Final = "kneetrace.strength"
STRENGTH_VERSION: Final = 1
STRENGTH_SCHEMA: Final = f"{STRENGTH_KIND}/{STRENGTH_VERSION}"
"""Schema that ``strength.json`` is written in; older ones stay readable."""


def strength_document(examination: StrengthExamination) -> dict[str, Any]:
    """Put a strength examination into the form ``strength.json`` has.

    Returns
    -------
    dict
        ``schema, method, program, person, interval_level``; ``results`` and ``home_results``,
        everything that was entered with its measures; ``tests`` and ``home``, the latest of
        each, beside the other leg, other people and before; ``efforts`` of raw recordings;
        ``problems``. Forces in N, torques in N m, scaled forces in % of body weight.
    """
    return {
        "schema": STRENGTH_SCHEMA,
        "method": examination.method,
        "program": f"kneetrace {__version__}",
        "person": person_fields(examination.person),
        "interval_level": INTERVAL_LEVEL,
        "results": [_result_fields(one) for one in examination.results],
        "tests": [_test_fields(one) for one in examination.tests],
        "home_results": [_home_result_fields(one) for one in examination.home_results],
        "home": [_home_fields(one) for one in examination.home],
        "efforts": [asdict(one) for one in examination.efforts],
        "problems": list(examination.problems),
    }


def write_strength(examination: StrengthExamination, *, path: str | Path) -> None:
    """Write ``strength.json``."""
    write_json(strength_document(examination), path=path)


def _result_fields(result: StrengthResult) -> dict[str, Any]:
    return {
        "entry": _dated(result.entry),
        "person": person_fields(result.person),
        "measures": [answer_document(one) for one in result.measures],
        "retest_share": result.retest_share,
        "retest": None if result.retest is None else asdict(result.retest),
        "notes": list(result.notes),
    }


def _home_result_fields(result: HomeResult) -> dict[str, Any]:
    return {
        "entry": _dated(result.entry),
        "reference": None if result.reference is None else asdict(result.reference),
        "sentence": result.sentence,
    }


def _dated(entry: StrengthEntry | HomeEntry) -> dict[str, Any]:
    day = entry.tested_on
    return asdict(entry) | {"tested_on": None if day is None else day.isoformat()}


def _test_fields(test: ExaminedTest) -> dict[str, Any]:
    return {
        "test": test.test,
        "position": test.position,
        "holding": test.holding,
        "difference": _difference_fields(test.difference),
        "difference_note": test.difference_note,
        "legs": [_leg_fields(leg) for leg in test.legs],
    }


def _leg_fields(leg: ExaminedLeg) -> dict[str, Any]:
    norm = leg.norm.norm
    return {
        "side": leg.side,
        "compared_with_others": {
            "standing": leg.norm.standing,
            "sentence": leg.norm.sentence,
            "group": None if norm is None else asdict(norm),
        },
        "first": None if leg.first is None else _dated(leg.first.entry),
        "change": _difference_fields(leg.change),
        "change_note": leg.change_note,
    }


def _home_fields(home: ExaminedHome) -> dict[str, Any]:
    return {
        "test": home.result.entry.test,
        "side": home.result.entry.side,
        "value": home.result.entry.value,
        "first_value": None if home.first is None else home.first.entry.value,
        "sentence": home.result.sentence,
    }


def _difference_fields(difference: StrengthDifference | None) -> dict[str, Any] | None:
    return None if difference is None else asdict(difference)
