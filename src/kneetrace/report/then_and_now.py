"""What changed since an earlier assessment, in words and numbers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kneetrace.measure import Change
from kneetrace.report.figures import bare, text, text_at_most
from kneetrace.report.findings import Finding, Sureness
from kneetrace.report.words import Words
from kneetrace.terms import Quality


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One test that was recorded then and now, measure by measure."""

    test: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class ShownChange:
    """One line of the table: a measure then, now, and whether that is real."""

    measure: str
    before: str
    now: str
    difference: str
    smallest: str
    real: str


@dataclass(frozen=True, kw_only=True)
class ShownChanged:
    """One test's changes, ready for the page."""

    title: str
    findings: tuple[Finding, ...]
    rows: tuple[ShownChange, ...]


def show_changed(changed: Sequence[Changed], *, words: Words) -> tuple[ShownChanged, ...]:
    """Prepare the changes of each test for the page; a test without any is left out."""
    return tuple(
        ShownChanged(
            title=words.test_title(one.test),
            findings=tuple(change_findings(one, words=words)),
            rows=tuple(_row(change, words=words.about(one.test)) for change in one.changes),
        )
        for one in changed
        if one.changes
    )


def change_findings(changed: Changed, *, words: Words) -> Iterator[Finding]:
    """Say each real change, and what did not change beyond what measuring explains."""
    spoken = words.about(changed.test)
    for change in changed.changes:
        if change.real:
            yield Finding(
                sentence=spoken.say(
                    "since.real",
                    measure=_name(change, words=spoken),
                    before=_value(change, now=False),
                    now=_value(change, now=True),
                    mdc=_smallest(change),
                ),
                sureness=Sureness.MEASURED,
            )
    unchanged = [_name(one, words=spoken) for one in changed.changes if not one.real]
    if unchanged:
        yield Finding(
            sentence=spoken.say("since.noise", measures=_listed(unchanged)),
            sureness=Sureness.NOISE,
        )


def _row(change: Change, *, words: Words) -> ShownChange:
    difference = change.difference
    sign = "+" if difference.value > 0 else ""
    coarse = difference.quality is Quality.COARSE
    verdict = "real" if change.real else "coarse" if coarse else "not_real"
    return ShownChange(
        measure=_name(change, words=words),
        before=_value(change, now=False),
        now=_value(change, now=True),
        difference=f"{sign}{text(difference.value, difference.unit)}",
        smallest=_smallest(change),
        real=words.say(f"since.{verdict}_word"),
    )


def _name(change: Change, *, words: Words) -> str:
    title = words.title_of(change.now.name)
    side = change.now.side
    return title if side is None else f"{title}, {words.say(f'page.{side}')}"


def _value(change: Change, *, now: bool) -> str:
    one = change.now if now else change.before
    if one.quality is Quality.COARSE:
        return f"{bare(text(one.low, one.unit), one.unit)} to {text(one.high, one.unit)}"
    return text(one.value, one.unit)


def _smallest(change: Change) -> str:
    assert change.difference.mdc is not None  # only such are compared
    return text_at_most(change.difference.mdc, change.difference.unit)


def _listed(names: Iterable[str]) -> str:
    return "; ".join(name[0].lower() + name[1:] for name in names)
