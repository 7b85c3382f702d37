"""Strength tests as a person file names them: typed in it, in a table, or as raw recordings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kneetrace.exchange import read_strength_table
from kneetrace.journey.toml_fields import (
    RequestUnreadable,
    day_in,
    needed,
    number_in,
    refuse_unknown,
    side_in,
    text_in,
)
from kneetrace.measure import (
    Effort,
    HomeEntry,
    StrengthEntry,
    chosen_holding,
    chosen_position,
    entry_from_recordings,
    read_trials,
    strength_test,
)
from kneetrace.terms import InvalidInput, NotMeasurable

_STRENGTH_FIELDS: Final = (
    "test",
    "side",
    "position",
    "holding",
    "trials",
    "unit",
    "traces",
    "channel",
    "lever_arm_m",
    "date",
    "note",
)
_HOME_FIELDS: Final = ("test", "side", "value", "conditions", "date", "note")


@dataclass(frozen=True, kw_only=True)
class StrengthRequest:
    """Strength tests that were asked for.

    ``problems`` are sentences on what was named and could not be read; ``efforts`` what raw
    recordings held.
    """

    entries: tuple[StrengthEntry, ...] = ()
    home: tuple[HomeEntry, ...] = ()
    problems: tuple[str, ...] = ()
    efforts: tuple[Effort, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was asked for, if only in vain."""
        return bool(self.entries or self.home or self.problems)

    def __add__(self, other: "StrengthRequest") -> "StrengthRequest":
        """Put two together."""
        return StrengthRequest(
            entries=self.entries + other.entries,
            home=self.home + other.home,
            problems=self.problems + other.problems,
            efforts=self.efforts + other.efforts,
        )


def strength_in_table(path: Path, /, *, sheet: str | None = None) -> StrengthRequest:
    """Take strength tests from a table; one that cannot be read becomes a problem."""
    try:
        table = read_strength_table(path, sheet=sheet)
    except InvalidInput as refused:
        return StrengthRequest(problems=(str(refused),))
    return StrengthRequest(entries=table.entries, home=table.home, problems=table.problems)


def strength_in_fields(fields: Mapping[str, Any], *, number: int, folder: Path) -> StrengthRequest:
    """Read one ``[[strength]]`` of a person file; raw recordings are looked for in ``folder``.

    Raises
    ------
    RequestUnreadable
        When it says something that cannot be right.
    """
    where = f"[[strength]] {number}"
    refuse_unknown(fields, _STRENGTH_FIELDS, where=where)
    try:
        return _strength(fields, where=where, folder=folder)
    except RequestUnreadable:
        raise
    except InvalidInput as refused:
        raise RequestUnreadable(f"{where}: {refused}") from None


def home_in_fields(fields: Mapping[str, Any], *, number: int) -> StrengthRequest:
    """Read one ``[[home_test]]`` of a person file.

    Raises
    ------
    RequestUnreadable
        When it says something that cannot be right.
    """
    where = f"[[home_test]] {number}"
    refuse_unknown(fields, _HOME_FIELDS, where=where)
    value = fields.get("value")
    passed = float(value) if isinstance(value, bool) else None
    try:
        entry = HomeEntry(
            test=needed(text_in(fields, "test", where=where), "test", where=where),
            value=needed(
                number_in(fields, "value", where=where) if passed is None else passed,
                "value",
                where=where,
            ),
            side=side_in(fields, "side", where=where),
            conditions=_texts(fields, "conditions", where=where),
            tested_on=day_in(fields, "date", where=where),
            note=text_in(fields, "note", where=where) or "",
        )
    except RequestUnreadable:
        raise
    except InvalidInput as refused:
        raise RequestUnreadable(f"{where}: {refused}") from None
    return StrengthRequest(home=(entry,))


def _strength(fields: Mapping[str, Any], *, where: str, folder: Path) -> StrengthRequest:
    test = strength_test(name=needed(text_in(fields, "test", where=where), "test", where=where))
    how: dict[str, Any] = {
        "test": test.name,
        "holding": chosen_holding(test=test, written=text_in(fields, "holding", where=where)),
        "position": chosen_position(test=test, written=text_in(fields, "position", where=where)),
        "side": needed(side_in(fields, "side", where=where), "side", where=where),
        "lever_arm_m": number_in(fields, "lever_arm_m", where=where),
        "tested_on": day_in(fields, "date", where=where),
    }
    unit = text_in(fields, "unit", where=where)
    traces = _texts(fields, "traces", where=where)
    if traces and "trials" in fields:
        raise RequestUnreadable(f"{where} has trials and traces: leave one of them out.")
    if traces:
        try:
            found = entry_from_recordings(
                [folder / name for name in traces],
                channel=text_in(fields, "channel", where=where),
                unit=unit,
                **how,
            )
        except (InvalidInput, NotMeasurable) as refused:
            return StrengthRequest(problems=(str(refused),))
        return StrengthRequest(
            entries=(found.entry,), efforts=found.efforts, problems=found.problems
        )
    trials = read_trials(entries=_trials(fields, where=where), unit=unit)
    entry = StrengthEntry(
        trials=trials.values,
        quantity=trials.quantity,
        note=text_in(fields, "note", where=where) or "",
        **how,
    )
    return StrengthRequest(entries=(entry,))


def _trials(fields: Mapping[str, Any], *, where: str) -> Sequence[str]:
    trials = fields.get("trials")
    if not isinstance(trials, list) or not trials:
        raise RequestUnreadable(
            f'{where} lacks its trials: add trials = [412, 430] and unit = "N".'
        )
    if not all(isinstance(one, int | float | str) and not isinstance(one, bool) for one in trials):
        raise RequestUnreadable(f'{where}: trials must be numbers, or texts like "23,5 kgf".')
    return [str(one) for one in trials]


def _texts(fields: Mapping[str, Any], name: str, *, where: str) -> tuple[str, ...]:
    texts = fields.get(name, [])
    if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
        raise RequestUnreadable(f"{where}: {name} must be a list of texts in quotes.")
    return tuple(texts)
