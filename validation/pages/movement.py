"""One movement test's page."""

from collections.abc import Iterable, Iterator
from typing import Final

from kneetrace.evidence import (
    Group,
    NoSmallestChange,
    Reference,
    Source,
    UnknownSource,
    method_errors,
    references,
    smallest_change,
    source,
)
from kneetrace.measure import (
    Legs,
    MovementTest,
    Verdict,
    View,
    ViewRule,
    technique_model,
    view_rule,
)
from kneetrace.report import find_picture, phone_places, read_words, steps_of, where_to_film
from kneetrace.report.figures import text, text_at_most
from validation.pages.markdown import bullets, numbered, table
from validation.pages.measures import described
from validation.pages.validated import figures_for

VIEWS: Final = {
    View.FRONT: "front",
    View.TURNED: "a little beside the front",
    View.OBLIQUE: "oblique",
    View.SIDE: "side",
    View.OBLIQUE_BEHIND: "oblique from behind",
    View.BEHIND: "behind",
}
SCORED: Final = """\
Each repetition also gets a technique score from 0 to 100, made of these measures alone and
explained by them: [technique.md](../technique.md).
"""
NOT_HELD_AGAINST: Final = """\
No recording of this test has been held against another measuring system yet. What the same method
reaches in other movements is in [validation.md](../validation.md).
"""


def phone_file(test: MovementTest) -> str:
    """Name the drawing of where the phone stands; who lies is drawn as they lie in this test."""
    lying = any(phone_places()[place].lying for place in test.placements)
    return f"phone-{'-'.join([*test.placements, *([test.name] if lying else [])])}.svg"


def movement_page(test: MovementTest) -> str:
    """Write the page."""
    sections = (
        ("", _head(test)),
        ("What you do", _doing(test)),
        ("Where the phone stands", _filming(test)),
        ("What is counted", " ".join(_counted(test))),
        ("What is measured", _measured(test)),
        ("What it cannot tell", _cannot(test)),
        ("How well", _how_well(test)),
        ("Sources", _sources(test)),
    )
    return "\n\n".join(
        f"## {heading}\n\n{body.strip()}" if heading else body.strip()
        for heading, body in sections
        if body
    )


def _head(test: MovementTest) -> str:
    picture = find_picture(test.name)
    alt = "" if picture is None else picture.alt["en"]
    return (
        f"# {test.title['en']}\n\n"
        f"Written by `make docs` from the test's own data; do not edit by hand. "
        f"[All tests](../tests.md)\n\n"
        f'<img src="{test.name}.svg" width="480" alt="{alt}">\n\n'
        f"{test.shows['en'].strip()}\n\n"
        f"**For whom.** {test.for_whom['en'].strip()}\n\n"
        f"`kneetrace measure clip.mp4 --test {test.name}{_side(test)} ...`"
    )


def _side(test: MovementTest) -> str:
    return " --side right" if test.legs is Legs.ONE else ""


def _doing(test: MovementTest) -> str:
    return (
        f"{numbered(steps_of(test=test))}\n\n"
        f"<details><summary>En español: {test.title['es']}</summary>\n\n"
        f"{numbered(steps_of(test=test, language='es'))}\n\n"
        f"</details>"
    )


def _filming(test: MovementTest) -> str:
    lines = where_to_film(test=test)
    drawing = f'<img src="{phone_file(test)}" width="480" alt="{lines[0]}">'
    return "\n\n".join((drawing, *lines))


def _counted(test: MovementTest) -> Iterator[str]:
    asked = test.repetitions_asked
    if test.events == "strides":
        yield "Strides, from the strike of one foot to the next strike of the same foot."
        yield f"At least {asked} of them should be in the picture."
    elif test.events == "hold":
        yield "One posture, from taking it up to giving it up."
    elif test.events == "jumps":
        yield "Jumps: landing, bending, taking off again."
    else:
        turn = "tallest" if test.excursion == "into_extension" else "deepest"
        yield f"Repetitions, from rest to the {turn} point and back; {asked} are asked for."
    if test.counts_without_return:
        yield "A last one that reached its turning point counts even if the video ends there."
    if test.events == "turns" and not test.counts_shallow:
        yield "An attempt that falls clearly short of the others is not counted."
    if test.time_limit_s:
        yield f"The time is {test.time_limit_s:g} seconds from the start of the first one."
    if test.legs is Legs.ONE:
        yield "Each leg is filmed in a recording of its own."


def _measured(test: MovementTest) -> str:
    words = read_words().about(test.name)
    rows = []
    for name in test.measures:
        row = described()[name]
        rule = view_rule(test=test.name, measure=name)
        if _never(rule):
            continue
        rows.append(
            (
                f"**{words.title_of(name)}**<br>`{name}`",
                row.definition,
                _views(rule),
                row.interval,
                _change(test, name, row.change),
                "<br>".join(_compared(test, name)) or "own baseline",
            )
        )
    heading = (
        "measure",
        "what it means",
        "seen from",
        "its range comes from",
        "smallest real change",
        "compared with",
    )
    return f"{table(heading, rows)}\n\n{SCORED if technique_model(test=test.name) else ''}"


def _never(rule: ViewRule) -> bool:
    return all(verdict is Verdict.NO for verdict in rule.verdicts.values())


def _views(rule: ViewRule) -> str:
    allowed, coarse = (
        [VIEWS[view] for view in View if rule.verdicts[view] is verdict]
        for verdict in (Verdict.ALLOWED, Verdict.COARSE)
    )
    if len(allowed) == len(VIEWS):
        return "everywhere"
    told = [", ".join(allowed)] if allowed else []
    if coarse:
        told.append(f"as a range only: {', '.join(coarse)}")
    return "; ".join(told)


def _change(test: MovementTest, measure: str, said: str) -> str:
    try:
        found = smallest_change(measure=measure, test=test.name)
    except NoSmallestChange:
        return said.partition(", or published")[0] or "none"
    worst = text_at_most(found.high, found.unit)
    return f"own interval, or {worst} where that is larger ({', '.join(found.sources)})"


def _references(test: MovementTest, measure: str) -> list[Reference]:
    return [
        one
        for one in references()
        if (one.test, one.measure, one.group) == (test.name, measure, Group.HEALTHY)
        and one.drives_conclusions
    ]


def _compared(test: MovementTest, measure: str) -> Iterator[str]:
    for one in _references(test, measure):
        who = {None: "people", "female": "women", "male": "men"}[one.sex]
        spread = "" if one.sd is None else f" ± {text(one.sd, one.unit)}"
        people = "" if one.people is None else f"{one.people}, "
        yield (
            f"healthy {who}: {text(one.mean, one.unit)}{spread} "
            f"({people}{one.method}; {', '.join(one.sources)})"
        )


def _cannot(test: MovementTest) -> str:
    words = read_words().about(test.name)
    reasons: dict[tuple[str, bool], list[str]] = {}
    for name in test.measures:
        rule = view_rule(test=test.name, measure=name)
        if _never(rule) or Verdict.NO in rule.verdicts.values():
            reasons.setdefault((rule.reason, _never(rule)), []).append(words.title_of(name))
    lines = [
        f"**{'; '.join(titles)}**{' from the wrong side' if not never else ''}: {reason}"
        for (reason, never), titles in sorted(reasons.items(), key=lambda one: not one[0][1])
    ]
    if not lines:
        lines = ["Everything asked for can be told from every side, some of it as a range only."]
    return bullets(lines)


def _how_well(test: MovementTest) -> str:
    found = figures_for(test.name)
    rows = [
        (f"`{one.name}`", f"{one.value} {one.unit}", one.must, one.goal, one.holds, one.data)
        for one in found
    ]
    own = (
        "Measured figures, from [validation.md](../validation.md):\n\n"
        + table(("figure", "value", "must", "goal", "holds", "data"), rows)
        if rows
        else NOT_HELD_AGAINST
    )
    others = [
        f"{one.method}: {one.result} ({', '.join(one.sources)})."
        for one in method_errors(test=test.name)
    ]
    if not others:
        return own
    return f"{own}\n\nHow far video methods were off in published studies:\n\n{bullets(others)}"


def _sources(test: MovementTest) -> str:
    ids = [
        *(
            one
            for name in test.measures
            for reference in _references(test, name)
            for one in reference.sources
        ),
        *(one for name in test.measures for one in _change_sources(test, name)),
        *(one for error in method_errors(test=test.name) for one in error.sources),
    ]
    return bullets(_cited(dict.fromkeys(ids)))


def _change_sources(test: MovementTest, measure: str) -> tuple[str, ...]:
    try:
        return smallest_change(measure=measure, test=test.name).sources
    except NoSmallestChange:
        return ()


def _cited(ids: Iterable[str]) -> Iterator[str]:
    for one in ids:
        try:
            found: Source = source(one)
        except UnknownSource:
            continue
        where = f" <{found.address}>" if found.address else ""
        yield f"`{one}` {found.cite}{where}"
