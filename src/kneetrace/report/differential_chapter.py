"""What it may be, for the therapist: prepared for the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from kneetrace.evidence import LikelihoodRatio
from kneetrace.explain import (
    Candidate,
    Differential,
    ImpairmentGroup,
    Outlook,
    PriorRange,
    Probability,
    Sign,
    Standing,
    Weighed,
)
from kneetrace.intake import question
from kneetrace.report.citations import part_citations
from kneetrace.report.intake_words import Say
from kneetrace.report.svg import joined, percent, tag
from kneetrace.report.told import Told, told


@dataclass(frozen=True, kw_only=True)
class ShownCondition:
    """One condition: its bar where it has a probability, and what speaks for and against it."""

    title: str
    means: str
    why: str
    chance: str
    drawing: Markup | None
    prior: Told | None
    supports: tuple[Told, ...]
    opposes: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class ShownGroup:
    """One group of impairments: how far it is seen, and by which signs."""

    title: str
    says: str
    sentence: str
    seen: tuple[Told, ...]
    not_seen: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class ShownDifferential:
    """The chapter, ready for the page."""

    setting: str
    estimated: tuple[ShownCondition, ...]
    fits: tuple[ShownCondition, ...]
    cannot: tuple[ShownCondition, ...]
    does_not_fit: tuple[ShownCondition, ...]
    next_best: tuple[tuple[str, str], ...]
    groups: tuple[ShownGroup, ...]
    outlook: tuple[Told, ...]
    method: str


def show_differential(differential: Differential, *, language: str) -> ShownDifferential:
    """Prepare a differential for the page, headings in "en" or "es"."""
    say = Say(language)

    def standing(what: Standing) -> tuple[ShownCondition, ...]:
        return tuple(_condition(one, say) for one in differential.standing(what))

    return ShownDifferential(
        setting=say("setting", setting=differential.setting.words[language]),
        estimated=standing(Standing.ESTIMATED),
        fits=standing(Standing.FITS),
        cannot=standing(Standing.CANNOT_TELL),
        does_not_fit=standing(Standing.DOES_NOT_FIT),
        next_best=tuple(
            (
                " + ".join(question(name=name).says(language=language) for name in one.questions),
                say("minutes", minutes=say.number(one.minutes)),
            )
            for one in differential.next_best[:3]
        ),
        groups=tuple(_group(one, say) for one in differential.impairments),
        outlook=() if differential.outlook is None else tuple(_outlook(differential.outlook, say)),
        method=differential.method,
    )


def _condition(candidate: Candidate, say: Say) -> ShownCondition:
    chance, language = candidate.probability, say.language
    return ShownCondition(
        title=candidate.condition.title[language],
        means=candidate.condition.means[language],
        why=candidate.why.get(language, ""),
        chance="" if chance is None else _chance(chance, say),
        drawing=None if chance is None else _bar(chance, candidate.prior),
        prior=None if candidate.prior is None else told_prior(candidate.prior, say=say),
        supports=tuple(_finding(one, say) for one in candidate.supporting),
        opposes=tuple(_finding(one, say) for one in candidate.opposing),
    )


def _chance(chance: Probability, say: Say) -> str:
    value, low, high = (say.of_hundred(one) for one in (chance.value, chance.low, chance.high))
    return say("chance", value=value, low=low, high=high)


def told_prior(prior: PriorRange, *, say: Say) -> Told:
    """Say how common a condition was taken to be, and where that comes from."""
    low, high = say.of_hundred(prior.low), say.of_hundred(prior.high)
    if prior.moved_from is not None:
        usual_low, usual_high = (say.of_hundred(one) for one in prior.moved_from)
        sentence = say(
            "prior_moved", low=low, high=high, usual_low=usual_low, usual_high=usual_high
        )
        return Told(text=sentence)
    note = part_citations(prior.note.get(say.language, ""))
    return told(
        f"{say('prior_note', low=low, high=high)} {note.text}".strip(),
        sources=(*prior.sources, *(one.id for one in note.links)),
        confidence=prior.confidence,
        say=say,
    )


def _finding(weighed: Weighed, say: Say) -> Told:
    parts = [weighed.words[say.language]]
    if weighed.counts and weighed.ratio is not None:
        parts.append(_ratio(weighed.ratio, say))
    elif weighed.why_not:
        parts.append(say("not_counted", why=_within(weighed.why_not[say.language])))
    return told(" · ".join(parts), sources=weighed.sources, confidence=weighed.confidence, say=say)


def _within(sentence: str) -> str:
    """Write a sentence as a part of another."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _ratio(ratio: LikelihoodRatio, say: Say) -> str:
    value, low, high = (say.number(one, ".2g") for one in (ratio.value, ratio.low, ratio.high))
    return say("times", value=value, low=low, high=high)


def _bar(chance: Probability, prior: PriorRange | None) -> Markup:
    pieces = [tag("line", x1="0%", x2="100%", y1=9, y2=9, class_="track")]
    if prior is not None:
        left, width = percent(100 * prior.low), percent(100 * (prior.high - prior.low))
        pieces.append(tag("rect", x=left, y=4, width=width, height=10, class_="prior"))
    pieces += [
        tag(
            "line",
            x1=percent(100 * chance.low),
            x2=percent(100 * chance.high),
            y1=9,
            y2=9,
            class_="reach neither",
        ),
        tag("circle", cx=percent(100 * chance.value), cy=9, r=5.5, class_="mark neither"),
    ]
    return tag(
        "svg",
        joined(pieces),
        class_="dots chance",
        width="100%",
        height=18,
        aria_hidden="true",
    )


def _group(group: ImpairmentGroup, say: Say) -> ShownGroup:
    language = say.language

    def signs(them: tuple[Sign, ...]) -> tuple[Told, ...]:
        return tuple(
            told(one.words[language], sources=one.sources, confidence=one.confidence, say=say)
            for one in them
        )

    return ShownGroup(
        title=group.group.title[language],
        says=group.group.says[language],
        sentence=group.words[language],
        seen=signs(group.seen),
        not_seen=signs(group.not_seen),
    )


def _outlook(outlook: Outlook, say: Say) -> Iterator[Told]:
    language = say.language
    predictors = (*outlook.less_favourable, *outlook.recalled, *outlook.of_no_use)
    for anchor in outlook.anchors:
        yield told(
            anchor.words[language], sources=anchor.sources, confidence=anchor.confidence, say=say
        )
    for one in predictors:
        yield told(one.words[language], sources=one.sources, confidence=one.confidence, say=say)
