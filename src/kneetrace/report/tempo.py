"""How long each repetition took: its halves and the pause between them, as one bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kneetrace.measure import Measurement
from kneetrace.report.figures import text
from kneetrace.report.phases import rises_first
from kneetrace.report.svg import joined, percent, tag
from kneetrace.report.words import Words
from kneetrace.terms import Measure, Unit

BAR_PX: Final = 30
NARROWEST_LABELLED: Final = 22.0
"""Percent of the width below which a segment's writing would not fit on a phone. DESIGN"""

_PHASES: Final = (
    ("descent_duration", "down"),
    ("hold_duration", "hold"),
    ("ascent_duration", "up"),
)


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One phase of a repetition: ``"down"``, ``"hold"`` or ``"up"``, and how long it took."""

    phase: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Tempo:
    """One repetition's phases in the order they came."""

    number: int
    segments: tuple[Segment, ...]

    @property
    def total_s(self) -> float:
        """Time of all phases together."""
        return sum(one.seconds for one in self.segments)


def find_tempo(measurement: Measurement) -> tuple[Tempo, ...]:
    """Take each complete repetition's phases from the answers."""
    phases = tuple(reversed(_PHASES)) if rises_first(measurement.test) else _PHASES
    taken = {
        (one.name, one.repetition): one.value
        for one in measurement.answers
        if isinstance(one, Measure)
    }
    bars = []
    for repetition in measurement.repetitions:
        segments = tuple(
            Segment(phase=phase, seconds=max(0.0, taken[name, repetition.number]))
            for name, phase in phases
            if (name, repetition.number) in taken
        )
        if repetition.complete and segments:
            bars.append(Tempo(number=repetition.number, segments=segments))
    return tuple(bars)


def draw_tempo(bars: Sequence[Tempo], *, words: Words) -> tuple[Markup, ...]:
    """Draw each repetition as a bar; all bars share one time axis."""
    longest = max((bar.total_s for bar in bars), default=0.0)
    return tuple(_bar(bar, longest_s=longest, words=words) for bar in bars if longest > 0)


def _bar(bar: Tempo, *, longest_s: float, words: Words) -> Markup:
    pieces = []
    spoken = []
    at = 0.0
    for segment in bar.segments:
        wide = 100 * segment.seconds / longest_s
        lasts = text(segment.seconds, Unit.SECOND, decimals=1)  # edges are told to a tenth
        said = f"{lasts} {words.say(f'chapter.{segment.phase}')}"
        spoken.append(said)
        pieces.append(
            tag(
                "rect",
                tag("title", said),
                class_=f"phase {segment.phase}",
                x=percent(at),
                width=percent(wide),
                y=0,
                height=BAR_PX,
            )
        )
        if wide >= NARROWEST_LABELLED:
            pieces.append(
                tag(
                    "svg",
                    tag("text", said, class_="said", x=8, y=BAR_PX / 2 + 4),
                    x=percent(at),
                    overflow="visible",
                )
            )
        at += wide
    label = words.say("chapter.tempo_alt", number=bar.number, phases=", ".join(spoken))
    return tag(
        "svg",
        joined(pieces),
        class_="tempo-bar",
        role="img",
        aria_label=label,
        width="100%",
        height=BAR_PX,
    )
