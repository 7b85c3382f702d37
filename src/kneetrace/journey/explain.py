"""From a recording, strength tests and a story to what may load the kneecap, in files."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from kneetrace import exchange, report
from kneetrace.explain import Explanation, Load, Strengths, explain_movement
from kneetrace.journey.folder import REPORT_FILE, ResultsFolder
from kneetrace.journey.intake import read_told, refuse_other_label, tell_story
from kneetrace.journey.load import read_strengths, refuse_plates, tell_load, unusable_tests
from kneetrace.journey.refusals import refusal
from kneetrace.journey.requests import RecordingRequest
from kneetrace.journey.ways_in import Progress, measure_file
from kneetrace.journey.what_if import EXPLANATION_FILE
from kneetrace.measure import Legs, Measurement, movement_test
from kneetrace.report import ToldStory
from kneetrace.terms import InvalidInput, KneetraceError, Person, Side

EXPLANATION_FILES: Final = (EXPLANATION_FILE, REPORT_FILE)
EXPLAIN_STAGE: Final = "explain"
"""What progress calls the stage."""

SEED: Final = 0
"""Of the believable persons: the same input gives the same explanation."""


class NothingToExplain(InvalidInput):
    """An explanation was asked for from nothing, or from plates without a movement."""


def explain_one(
    request: RecordingRequest | None = None,
    *,
    person: Person,
    side: Side,
    out: str | Path,
    plates: Path | None = None,
    strength: Path | None = None,
    story: Path | None = None,
    language: str = "en",
    model: str = "heavy",
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Trace what may load one kneecap, and write it.

    Any of recording, strength tests and story may be missing; the explanation then says less, and
    what is missing.

    Parameters
    ----------
    request
        The recording; in a test of one leg its side is ``side`` where it names none.
    person
        Who is in it.
    side
        Of the knee in question.
    out
        Folder for ``explanation.json`` and ``report.html``.
    plates, strength
        As in ``load_one``.
    story
        What the person told: a story (TOML), an ``intake.json`` or its folder.
    language
        Of the page: ``"en"`` or ``"es"``.
    now
        When the answers of a story file were given; when it was last changed, where not said.
    model, progress
        As in ``measure_one``.

    Raises
    ------
    InvalidInput
        The files or the folder cannot be used, or nothing was given.
    NotMeasurable
        The recording shows nothing that can be measured.
    """
    words = report.ExplanationWords(language=language)
    if request is None and (plates is not None or (strength is None and story is None)):
        raise NothingToExplain(refusal("plates_alone" if plates else "nothing_to_explain"))
    given = (*(request.files if request else ()), plates, strength, story)
    folder = ResultsFolder(out, never=tuple(one for one in given if one is not None))
    folder.refuse_foreign(EXPLANATION_FILES)
    if request is not None:
        refuse_plates(request, plates)
    strengths, examined = (
        (None, None) if strength is None else read_strengths(strength, person=person)
    )
    told = None if story is None else read_told(story, now=now)
    if told is not None:
        refuse_other_label(told.intake.label, person.label)
    measurement, load, remarks = None, None, unusable_tests(examined)
    if request is not None:
        if request.side is None and movement_test(name=request.test).legs is Legs.ONE:
            request = replace(request, side=side)
        seen: dict[str, Any] = {}
        measurement = measure_file(
            request, person=person, model=model, progress=progress, on_stage=seen.__setitem__
        )
        try:
            load = tell_load(
                seen,
                request=request,
                person=person,
                plates=plates,
                strengths=strengths,
                progress=progress,
            )
        except KneetraceError as why:
            if plates is not None and isinstance(why, InvalidInput):
                raise  # plates of another movement are to be corrected, not left out
            remarks = (*remarks, why.words)
    explanation = tell_explanation(
        person,
        side=side,
        measurement=measurement,
        load=load,
        strengths=strengths,
        story=None
        if told is None
        else tell_story(
            told,
            person=person,
            measurements=() if measurement is None else (measurement,),
            strength=examined,
        ),
        progress=progress,
    )
    explanation = replace(explanation, remarks=(*remarks, *explanation.remarks))
    page = report.render_explanation(explanation, words=words)
    folder.forget(EXPLANATION_FILES)  # only now: what cannot be told again must not cost what was
    write_explanation(explanation, folder=folder)
    folder.write_text(REPORT_FILE, page)
    return explanation


def tell_explanation(
    person: Person,
    /,
    *,
    side: Side,
    measurement: Measurement | None = None,
    load: Load | None = None,
    strengths: Strengths | None = None,
    story: ToldStory | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Explain what was measured and told of one knee; see ``explain_movement``."""
    problems = () if story is None else story.problems
    explanation = explain_movement(
        person,
        side=side,
        random=np.random.default_rng(SEED),
        measurement=measurement,
        load=load,
        strengths=strengths,
        story=None if story is None else story.intake.story,
        differential=None if story is None else story.differential,
        progress=None if progress is None else lambda done: progress(EXPLAIN_STAGE, done),
    )
    return replace(explanation, remarks=(*problems, *explanation.remarks))


def write_explanation(explanation: Explanation, *, folder: ResultsFolder) -> dict[str, Path]:
    """Write an explanation; file's name -> where it is."""
    return {
        EXPLANATION_FILE: folder.write(
            EXPLANATION_FILE, lambda path: exchange.write_explanation(explanation, path=path)
        )
    }
