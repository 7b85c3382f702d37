"""The report as one HTML page that loads nothing from anywhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from kneetrace.evidence import Source
from kneetrace.explain import Explanation
from kneetrace.measure import Measurement, StrengthExamination, movement_tests
from kneetrace.measure import Source as SeenBy
from kneetrace.report.chapter import Chapter, ShownChapter, show_chapter
from kneetrace.report.explanation_chapter import explanation_fields
from kneetrace.report.explanation_words import ExplanationWords
from kneetrace.report.intake_page import ToldStory, story_fields
from kneetrace.report.load_chapter import LoadOfTest, load_fields
from kneetrace.report.load_words import LoadWords
from kneetrace.report.page_frame import CHAPTER_STYLES, fill_page
from kneetrace.report.strength_chapter import ShownStrength, show_strength
from kneetrace.report.then_and_now import Changed, show_changed
from kneetrace.report.words import Words, read_words
from kneetrace.terms import ByLanguage, Person


def render_report(
    *,
    person: Person,
    chapters: Sequence[Chapter] = (),
    strength: StrengthExamination | None = None,
    story: ToldStory | None = None,
    explanations: Sequence[Explanation] = (),
    untraced: Mapping[str, ByLanguage] | None = None,
    changed: Sequence[Changed] = (),
    earlier_on: date | None = None,
    made_on: date | None = None,
    words: Words | None = None,
) -> str:
    """Tell one person's recordings as a page for the patient and the therapist.

    Parameters
    ----------
    person
        Who was measured; the label may hold any characters.
    chapters
        One for each recording, measured or refused.
    strength
        What strength tests came to; None where there were none.
    story
        What the person told, where it leads and what it may be; None where nothing was told.
    explanations
        Why it may hurt, traced; one for each knee at most.
    untraced
        Recording -> why it could not be explained.
    changed, earlier_on
        What changed in each test since an earlier assessment, and its day where it is known.
    made_on
        The day to print; none is printed when not given.
    words
        The language; English when not given.

    Returns
    -------
    str
        A whole HTML document: styles, drawings and pictures are inside it.
    """
    spoken = words or read_words()
    shown = [show_chapter(chapter, words=spoken) for chapter in chapters]
    strong = None if strength is None else show_strength(strength, words=spoken)
    of_story = story_fields(story)
    language = of_story["intake_language"]
    explaining = ExplanationWords(language=language)
    return fill_page(
        "report.html",
        sheets=CHAPTER_STYLES,
        **load_fields(_loads(chapters, language=language), words=LoadWords(language=language)),
        **explanation_fields(explanations, words=explaining),
        untraced=tuple(
            explaining.say("not_traced", recording=recording, why=explaining.own(why))
            for recording, why in (untraced or {}).items()
        ),
        **of_story | {"sources": _sources(shown, strong, of_story["sources"])},
        say=spoken.say,
        language=spoken.language,
        person=person,
        facts=_facts(person, chapters=len(chapters), strength=strong, words=spoken),
        made_on=spoken.day(made_on),
        chapters=shown,
        strength=strong,
        changed=show_changed(changed, words=spoken),
        earlier_on=spoken.day(earlier_on),
        methods=_methods(chapters, strong, words=spoken),
        timings=tuple(_timings(chapters, words=spoken)),
        errors=_unique(line for one in shown for line in one.errors),
    )


def _loads(chapters: Sequence[Chapter], *, language: str) -> tuple[LoadOfTest, ...]:
    return tuple(
        LoadOfTest(
            title=movement_tests()[one.test].title[language],
            recording=one.video,
            repetitions=() if one.measurement is None else one.measurement.repetitions,
            load=one.load,
            refusal=one.load_refusal,
        )
        for one in chapters
        if one.load is not None or one.load_refusal is not None
    )


def _facts(
    person: Person, *, chapters: int, strength: ShownStrength | None, words: Words
) -> tuple[str, ...]:
    facts = [
        words.say("page.height", height=f"{person.height_m:.2f}"),
        words.say("page.mass", mass=f"{person.mass_kg:g}"),
    ]
    if person.sex is not None:
        facts.append(words.say(f"page.{person.sex}"))
    if person.age_years is not None:
        facts.append(words.say("page.age", years=person.age_years))
    if chapters:
        key = "page.recordings_one" if chapters == 1 else "page.recordings_many"
        facts.append(words.say(key, count=chapters))
    if strength is not None:
        count = len(strength.tests) + len(strength.home)
        key = "strength.tests_one" if count == 1 else "strength.tests_many"
        facts.append(words.say(key, count=count))
    return tuple(facts)


def _methods(
    chapters: Sequence[Chapter], strength: ShownStrength | None, *, words: Words
) -> tuple[str, ...]:
    of_strength = () if strength is None else (strength.method, words.say("strength.made"))
    return _unique([*(line for line in _movement_methods(chapters, words=words)), *of_strength])


def _movement_methods(chapters: Sequence[Chapter], *, words: Words) -> Iterator[str]:
    yield from (
        line
        for chapter in chapters
        if chapter.measurement is not None
        for line in (
            chapter.measurement.method,
            _model(chapter.measurement, words=words),
        )
    )


def _model(measurement: Measurement, *, words: Words) -> str:
    key = "model" if measurement.source is SeenBy.VIDEO else measurement.source.value
    model = {} if measurement.source.solid else {"model": measurement.landmarks.model}
    return words.say(f"made.{key}", **model)


def _timings(chapters: Sequence[Chapter], *, words: Words) -> Iterable[str]:
    for chapter in chapters:
        if chapter.measurement is None or not chapter.measurement.stage_s:
            continue
        stages = chapter.measurement.stage_s
        parts = ", ".join(
            f"{name.replace('_', ' ')} {taken:.1f} s" for name, taken in stages.items()
        )
        yield f"{chapter.video}: {parts}"


def _sources(
    chapters: Iterable[ShownChapter],
    strength: ShownStrength | None,
    of_story: Iterable[Source],
) -> tuple[object, ...]:
    of_movement = [one for chapter in chapters for one in chapter.sources]
    of_strength = strength.sources if strength else ()
    return tuple(dict.fromkeys([*of_movement, *of_strength, *of_story]))


def _unique(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))
