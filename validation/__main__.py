"""``python -m validation quality|bench [SECTION ...] [--fresh]``: measure, judge, write down."""

import argparse
import datetime
import sys
from collections.abc import Sequence

from rich.console import Console

from validation.expected import find_faults, read_promises
from validation.pages import write_pages
from validation.row import Row
from validation.running import (
    PACKAGES,
    SectionResult,
    read_kept_sections,
    run_section,
    section_names,
)
from validation.tables import TITLES, screen_table, write_json_table, write_page


def main(arguments: Sequence[str] | None = None) -> int:
    """Run sections of a table; 0 when every promise is kept, 1 when not, 2 for a wrong call."""
    given = _parse(arguments)
    # A pipe has no width of its own: give the table room.
    console = Console() if sys.stdout.isatty() else Console(width=160)
    available = section_names(table=given.table)
    wanted = given.sections or available
    if unknown := sorted(set(wanted) - set(available)):
        console.print(f"There is no section {unknown[0]!r}: choose from {', '.join(available)}.")
        return 2
    results = [
        _run(
            console,
            table=given.table,
            section=section,
            place=f"{number}/{len(wanted)}",
            fresh=given.fresh,
        )
        for number, section in enumerate(wanted, start=1)
    ]
    rows = [row for result in results for row in result.rows]
    console.print(screen_table(title=TITLES[given.table], rows=rows))
    others = [
        row for result in read_kept_sections(table=given.table, but=wanted) for row in result.rows
    ]
    faults = _faults(table=given.table, rows=[*rows, *others], whole=not given.sections)
    faults += [f"Section {one.section} broke off: {one.failure}" for one in results if one.failure]
    broken = [row.name for row in rows if row.holds is False]
    written = write_json_table(table=given.table, rows=[*rows, *others])
    write_page(day=datetime.date.today())
    write_pages()  # they quote the figures
    console.print(f"Written to {written.relative_to(written.parents[1])} and docs/validation.md")
    for fault in faults:
        console.print(f"[red]{fault}[/red]")
    for name in broken:
        console.print(f"[red]{name} does not keep its bound.[/red]")
    return 1 if faults or broken else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m validation", description=__doc__)
    parser.add_argument("table", choices=sorted(PACKAGES))
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="default: all")
    parser.add_argument("--fresh", action="store_true", help="measure again what is kept")
    return parser.parse_args(arguments)


def _run(console: Console, *, table: str, section: str, place: str, fresh: bool) -> SectionResult:
    with console.status(f"[{place}] {section}"):
        result = run_section(table=table, section=section, fresh=fresh)
    ending = "kept from before" if result.kept else f"{result.taken_s:.1f} s"
    verdict = f"[red]broke off[/red] after {ending}" if result.failure else ending
    console.print(rf"\[{place}] {section}: {verdict}")
    return result


def _faults(*, table: str, rows: Sequence[Row], whole: bool) -> list[str]:
    promises = [one for one in read_promises().values() if one.table == table]
    if not whole:  # a section run alone answers for its own figures only
        named = {row.name for row in rows}
        promises = [one for one in promises if one.name in named]
    return find_faults(rows=rows, promises=promises)


if __name__ == "__main__":
    sys.exit(main())
