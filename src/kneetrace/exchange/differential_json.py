"""What it may be, as a JSON document: every probability with its interval and what it rests on."""

from dataclasses import asdict
from typing import Any, Final

from kneetrace.evidence import CourseAnchor, CoursePredictor
from kneetrace.explain import Candidate, Differential, ImpairmentGroup, PriorRange, Sign, Weighed
from kneetrace.terms import INTERVAL_LEVEL

DIFFERENTIAL_SCHEMA: Final = "kneetrace.differential/1"


def differential_document(differential: Differential) -> dict[str, Any]:
    """Put a differential into plain fields.

    Returns
    -------
    dict
        ``schema, method, interval_level, setting``; ``candidates`` in order, each with its
        ``standing``, ``probability`` (null where none is given) and ``prior`` (0 to 1), and its
        ``findings``; ``next_best``; ``impairments``; ``outlook`` or null. Sentences in English.
    """
    outlook = differential.outlook
    return {
        "schema": DIFFERENTIAL_SCHEMA,
        "method": differential.method,
        "interval_level": INTERVAL_LEVEL,
        "setting": differential.setting.name,
        "candidates": [_candidate(one) for one in differential.candidates],
        "next_best": [asdict(one) for one in differential.next_best],
        "impairments": [_group(one) for one in differential.impairments],
        "outlook": None
        if outlook is None
        else {
            "anchors": [_course(one) for one in outlook.anchors],
            "less_favourable": [_course(one) for one in outlook.less_favourable],
            "recalled": [_course(one) for one in outlook.recalled],
            "of_no_use": [_course(one) for one in outlook.of_no_use],
        },
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    chance, prior = candidate.probability, candidate.prior
    return {
        "condition": candidate.name,
        "title": candidate.condition.title,
        "standing": candidate.standing,
        "why": candidate.why.get("en", ""),
        "probability": None if chance is None else asdict(chance),
        "prior": None if prior is None else _prior(prior),
        "findings": [_finding(one) for one in candidate.findings],
    }


def _prior(prior: PriorRange) -> dict[str, Any]:
    return asdict(prior) | {
        "note": prior.note.get("en", ""),
        "moved": prior.moved_from is not None,
    }


def _finding(finding: Weighed) -> dict[str, Any]:
    return {
        "sentence": finding.words["en"],
        "truth": finding.truth,
        "says": finding.says,
        "counts": finding.counts,
        "why_not": finding.why_not.get("en", ""),
        "ratio": None if finding.ratio is None else asdict(finding.ratio),
        "open_questions": list(finding.open_questions),
        "confidence": finding.confidence,
        "sources": list(finding.sources),
    }


def _group(group: ImpairmentGroup) -> dict[str, Any]:
    return {
        "group": group.group.name,
        "sentence": group.words["en"],
        "least": group.least.name.lower(),
        "most": group.most.name.lower(),
        "seen": [_sign(one) for one in group.seen],
        "not_seen": [_sign(one) for one in group.not_seen],
        "open": [_sign(one) for one in group.open],
    }


def _sign(sign: Sign) -> dict[str, Any]:
    return {
        "sentence": sign.words["en"],
        "confidence": sign.confidence,
        "sources": list(sign.sources),
    }


def _course(one: CourseAnchor | CoursePredictor) -> dict[str, Any]:
    return {"words": one.words, "confidence": one.confidence, "sources": list(one.sources)}
