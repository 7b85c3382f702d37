"""Where a story leads, as a JSON document with every sentence and its sources."""

from typing import Any, Final

from kneetrace import __version__
from kneetrace.evidence import Confidence, source
from kneetrace.intake import Disposition, Intake, Judged, RedFlag, Words

TRIAGE_SCHEMA: Final = "kneetrace.triage/1"


def triage_document(judged: Judged, *, intake: Intake) -> dict[str, Any]:
    """Put a judged story into plain fields, in the language it was told in.

    Returns
    -------
    dict
        ``schema, program, person, language``; ``disposition`` (self_care, therapist, doctor,
        urgent or emergency) with its ``advice``, whose ``why`` is empty while safety questions are
        open and it is no emergency; ``worst`` that is still possible, ``cleared``,
        ``grown_up_missing``; the flags ``raised`` and ``unknown``, each with its words, sources,
        confidence, whether it is ``verified``, and what only the ``clinician`` is told;
        ``to_ask``; ``contradictions``.
    """
    triage, language = judged.triage, intake.language
    advice = _words(triage.advice.words[language])
    # That no flag was found is not said while some were not asked for.
    if triage.to_ask and triage.disposition is not Disposition.EMERGENCY:
        advice["why"] = ""
    return {
        "schema": TRIAGE_SCHEMA,
        "program": f"kneetrace {__version__}",
        "person": {"label": intake.label},
        "language": language,
        "disposition": triage.disposition.word,
        "advice": advice,
        "worst": triage.worst.word,
        "cleared": triage.cleared,
        "grown_up_missing": triage.grown_up_missing,
        "raised": [_flag(one, language=language) for one in triage.raised],
        "unknown": [_flag(one, language=language) for one in triage.unknown],
        "to_ask": [
            {"question": one.name, "words": one.says(language=language)} for one in triage.to_ask
        ],
        "contradictions": [
            {"name": one.name, "words": one.words[language], "ask_again": list(one.ask_again)}
            for one in judged.contradictions
        ],
    }


def _flag(flag: RedFlag, *, language: str) -> dict[str, Any]:
    return {
        "name": flag.name,
        "disposition": flag.disposition.word,
        "if_unknown": flag.if_unknown.word,
        **_words(flag.words[language]),
        "confidence": flag.confidence,
        "verified": flag.confidence not in (Confidence.RECALLED, Confidence.DESIGN),
        "basis": flag.basis[language],
        "clinician": flag.clinician.get(language, ""),
        "sources": [
            {"id": one, "cite": source(one).cite, "address": source(one).address}
            for one in flag.sources
        ],
    }


def _words(words: Words) -> dict[str, str]:
    return {
        "title": words.title,
        "do": words.do,
        "why": words.why,
        "safety_net": words.safety_net,
    }
