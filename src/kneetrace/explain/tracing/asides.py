"""What stands beside the chain: training, the joint's shape, and the condition it may be."""

from collections.abc import Iterator
from typing import Final

from kneetrace.explain.differential.outlook import CONDITION
from kneetrace.explain.differential.weighing import Candidate, Standing
from kneetrace.explain.kneecap.geometry_context import geometry_context
from kneetrace.explain.tracing.known import Known
from kneetrace.explain.tracing.record import Aside
from kneetrace.explain.tracing.wording import rounded, said
from kneetrace.intake import question
from kneetrace.terms import ByLanguage, joined_words

GROOVE: Final = "flatter_and_shallower_groove"
"""The published shape beside which a person's own changes are read."""


def asides_of(known: Known, /) -> tuple[Aside, ...]:
    """Give all three, known or not."""
    return _exposure(known), _tissue(), _condition(known)


def _exposure(known: Known) -> Aside:
    """Training: how often times how much, a factor of its own and in no share."""
    parts = [*_training(known), *_this_movement(known)]
    return Aside(
        name="exposure",
        known=bool(parts),
        said=joined_words([said("exposure"), *(parts or [said("exposure_unknown")])]),
        why=said("exposure_why"),
        sources=("willy2019", "esculier2020"),
    )


def _training(known: Known) -> Iterator[ByLanguage]:
    hours = known.values.get("sport_hours_per_week")
    if hours is not None:
        yield said("training_hours", hours=rounded(float(hours)))
    changed = known.values.get("load_change")
    if not changed:
        return
    asked = question(name="load_change")
    if asked.nothing in changed:
        yield said("training_same")
        return
    words = [
        {
            language: asked.option_says(name=str(one), language=language).lower()
            for language in ("en", "es")
        }
        for one in changed
    ]
    yield said("training_changed", what=joined_words(words, by="; "))


def _this_movement(known: Known) -> Iterator[ByLanguage]:
    if known.load is None or known.measurement is None:
        return
    peaks = [one for one in known.load.peaks(known.side) if one.method == "planar"]
    done = [one for one in known.measurement.repetitions if one.side in (known.side, None)]
    if peaks and done:
        yield said(
            "this_movement",
            count=len(done),
            low=rounded(peaks[0].low_bw),
            high=rounded(peaks[0].high_bw),
            value=rounded(peaks[0].peak_bw),
        )


def _tissue() -> Aside:
    """The joint's shape: never seen here; beside it, how much shapes that were published differ."""
    groove = next(one for one in geometry_context() if one.name == GROOVE)
    low, high = (round(100 * (end - 1)) for end in (min(groove.low), max(groove.high)))
    return Aside(
        name="tissue",
        known=False,
        said=said("tissue"),
        why=said("tissue_why", low=low, high=high),
        sources=(groove.source,),
    )


def _condition(known: Known) -> Aside:
    differential = known.differential
    parts = [said("flag_first")] if known.flagged else []
    if differential is None:
        return Aside(
            name="condition",
            known=False,
            said=joined_words([*parts, said("condition_unknown")]),
            why=said("condition_why"),
        )
    likely = _likeliest(differential.candidates)
    if likely is None:
        parts.append(said("condition_cannot_tell"))
    elif likely.probability is not None and likely.standing is Standing.ESTIMATED:
        chance = likely.probability
        parts.append(
            said(
                "condition_likely",
                condition=likely.condition.title,
                value=rounded(100 * chance.value),
                low=rounded(100 * chance.low),
                high=rounded(100 * chance.high),
            )
        )
    else:
        parts.append(said("condition_fits", condition=likely.condition.title))
    if likely is not None and likely.name != CONDITION:
        parts.append(said("condition_other"))
    return Aside(
        name="condition",
        known=likely is not None,
        said=joined_words(parts),
        why=said("condition_why"),
    )


def _likeliest(candidates: tuple[Candidate, ...]) -> Candidate | None:
    """The likeliest of those told; where none has a probability, the first that fits."""
    told = [one for one in candidates if one.standing in (Standing.ESTIMATED, Standing.FITS)]
    return told[0] if told else None
