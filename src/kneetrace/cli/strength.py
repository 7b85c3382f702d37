"""Strength at the command line: a table of tests, raw recordings, an empty table to fill in."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kneetrace.cli.terminal import (
    EXIT_GOOD,
    AgeYears,
    AsJson,
    Debug,
    HeightM,
    MassKg,
    Out,
    SexIfSaid,
    console,
    print_json,
)
from kneetrace.terms import Person, Side

if TYPE_CHECKING:
    from kneetrace.journey import StrengthRequest
    from kneetrace.measure import StrengthExamination


class _TableUnlessNamed(TyperGroup):
    """``kneetrace strength FILE`` reads a table; the other commands are named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] != "--help" and args[0] not in self.commands:
            args = ["table", *args]
        rest: list[str] = super().parse_args(ctx, args)
        return rest


strength_app = typer.Typer(
    cls=_TableUnlessNamed,
    no_args_is_help=True,
    help="Tell what strength tests came to: kneetrace strength FILE, a table (.xlsx or CSV).",
)


@strength_app.command()
def table(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="The table, .xlsx or CSV: see docs/strength.md.",
            show_default=False,
        ),
    ],
    *,
    height_m: HeightM,
    mass_kg: MassKg,
    out: Out,
    sex: SexIfSaid = None,
    age_years: AgeYears = None,
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", help="Which sheet, where several hold tests.", show_default=False),
    ] = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> int:
    """Tell what a table of strength tests came to (`table` need not be written).

    Writes strength.json. Rows that cannot be used are listed; all others are kept.
    """
    person = Person(height_m=height_m, mass_kg=mass_kg, sex=sex, age_years=age_years)
    from kneetrace.exchange import read_strength_table
    from kneetrace.journey import StrengthRequest

    read = read_strength_table(file, sheet=sheet)
    request = StrengthRequest(entries=read.entries, home=read.home, problems=read.problems)
    if read.unread and not as_json:
        console(stderr=True).print(f"Columns not read: {', '.join(read.unread)}.", style="dim")
    return _examine(request, person=person, out=out, never=(file,), as_json=as_json)


@strength_app.command()
def trace(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Force against time (CSV), one trial each.", show_default=False
        ),
    ],
    *,
    test: Annotated[
        str,
        typer.Option(
            "--test", help="The test: knee_extension, hip_abduction ...", show_default=False
        ),
    ],
    side: Annotated[Side, typer.Option("--side", help="The leg.", show_default=False)],
    height_m: HeightM,
    mass_kg: MassKg,
    out: Out,
    lever_arm_m: Annotated[
        float | None,
        typer.Option(
            "--lever-arm-m",
            help="From the joint to the device in metres; without it there is no torque.",
            show_default=False,
        ),
    ] = None,
    holding: Annotated[
        str | None,
        typer.Option("--holding", help="hand, belt, rig or luggage_scale.", show_default=False),
    ] = None,
    position: Annotated[
        str | None,
        typer.Option("--position", help="As the test lists them.", show_default=False),
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option("--channel", help="Which force column, of several.", show_default=False),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", help="Of columns that do not say theirs.", show_default=False),
    ] = None,
    rate_hz: Annotated[
        float | None,
        typer.Option("--rate-hz", help="Of files without a time column.", show_default=False),
    ] = None,
    tested_on: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Of the test.", show_default=False),
    ] = None,
    sex: SexIfSaid = None,
    age_years: AgeYears = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> int:
    """Tell what raw force-time recordings of one leg came to.

    Writes strength.json. A recording that holds no usable effort is named; the others are kept.
    """
    person = Person(height_m=height_m, mass_kg=mass_kg, sex=sex, age_years=age_years)
    from kneetrace.journey import StrengthRequest
    from kneetrace.measure import (
        chosen_holding,
        chosen_position,
        entry_from_recordings,
        strength_test,
    )

    known = strength_test(name=test)
    recorded = entry_from_recordings(
        files,
        test=test,
        side=side,
        holding=chosen_holding(test=known, written=holding),
        position=chosen_position(test=known, written=position),
        lever_arm_m=lever_arm_m,
        channel=channel,
        unit=unit,
        rate_hz=rate_hz,
        tested_on=_day(tested_on),
    )
    request = StrengthRequest(
        entries=(recorded.entry,), efforts=recorded.efforts, problems=recorded.problems
    )
    return _examine(request, person=person, out=out, never=tuple(files), as_json=as_json)


@strength_app.command()
def template(
    file: Annotated[
        Path, typer.Argument(metavar="OUT.xlsx", help="The file to write.", show_default=False)
    ],
    *,
    debug: Debug = False,
) -> int:
    """Write an empty table of strength tests to fill in."""
    from kneetrace.journey import write_template

    write_template(file)
    console().print(str(file), style="dim")
    return EXIT_GOOD


def _examine(
    request: "StrengthRequest",
    *,
    person: Person,
    out: Path,
    never: tuple[Path, ...],
    as_json: bool,
) -> int:
    from kneetrace.journey import STRENGTH_FILE, examine_one

    examination = examine_one(request, person=person, out=out, never=never)
    if as_json:
        from kneetrace.exchange import strength_document

        print_json(strength_document(examination))
    else:
        tell_strength(examination)
        console().print(str(out / STRENGTH_FILE), style="dim")
    return EXIT_GOOD


def tell_strength(examination: "StrengthExamination") -> None:
    """Print what strength tests came to, in the report's own sentences."""
    from rich.text import Text

    from kneetrace.report import strength_findings

    say = console().print
    for finding in strength_findings(examination):
        say(Text(f"- {finding.sentence}"))
        if finding.note:
            say(Text(f"  {finding.note}", style="dim"))
    for effort in examination.efforts:
        for found in effort.findings:
            say(Text(f"- {effort.name}: {found}", style="yellow"))
    for problem in examination.problems:
        say(Text(f"- Not used: {problem}", style="yellow"))


def _day(day: datetime | None) -> date | None:
    return None if day is None else day.date()
