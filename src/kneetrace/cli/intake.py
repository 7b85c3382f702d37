"""The story at the command line: questions in the terminal or from a file, and where it leads."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kneetrace.cli.refusals import refusal
from kneetrace.cli.terminal import (
    EXIT_BAD_INPUT,
    EXIT_GOOD,
    EXIT_NOT_MEASURABLE,
    AsJson,
    Debug,
    Priors,
    console,
    print_json,
    priors_by_condition,
)
from kneetrace.terms import InvalidInput

if TYPE_CHECKING:
    from kneetrace.journey import IntakeFolder
    from kneetrace.report import ToldStory

Language = Annotated[
    str | None,
    typer.Option("--language", help="en or es; else the one the story is in.", show_default=False),
]


class IntakeUnclear(InvalidInput):
    """What the command was asked for cannot be told."""


def intake(
    story: Annotated[
        Path | None,
        typer.Argument(
            metavar="[STORY.toml]",
            help="A story written down; without one the questions are asked here.",
            show_default=False,
        ),
    ] = None,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Folder for intake.json and report.html; an intake there is gone on with.",
            show_default=False,
        ),
    ] = None,
    label: Annotated[
        str | None,
        typer.Option("--label", help="Whose story it is: a code.", show_default=False),
    ] = None,
    language: Language = None,
    examination: Annotated[
        bool,
        typer.Option("--examination", help="Ask what a therapist examines, not the person."),
    ] = False,
    setting: Annotated[
        str,
        typer.Option("--setting", help="Where help is sought: how common conditions are there."),
    ] = "first_contact",
    prior: Priors = None,
    list_all: Annotated[bool, typer.Option("--list", help="List every question, and end.")] = False,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="STORY.toml",
            help="Write an empty story to fill in, and end.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> int:
    """Ask a person's story, in this terminal or from a file; red flags are told at once.

    Writes intake.json after every answer (the same command goes on where it stopped), and
    report.html at the end. Exit codes as of triage.
    """
    if list_all:
        _list_questions(language or "en", as_json=as_json)
        return EXIT_GOOD
    from kneetrace import journey

    if template is not None:
        journey.write_empty_story(template, language=language or "en")
        console().print(str(template), style="dim")
        return EXIT_GOOD
    priors = priors_by_condition(prior)
    if out is None:
        raise IntakeUnclear(refusal("out_missing"))
    if story is not None:
        taken = journey.take_intake(
            story, out=out, now=_now(), language=language, setting=setting, priors=priors
        )
        return _end(taken, out=out, as_json=as_json)
    if as_json:
        raise IntakeUnclear(refusal("json_needs_story"))
    return _ask(
        journey.IntakeFolder(out),
        language=language,
        label=label,
        examination=examination,
        setting=setting,
        priors=priors,
    )


def triage(
    told: Annotated[
        Path,
        typer.Argument(
            metavar="STORY",
            help="A story (.toml), a stored intake.json, or the folder it is in.",
            show_default=False,
        ),
    ],
    *,
    language: Language = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> int:
    """Tell where a story leads, why, what to do, and what still must be asked.

    Exit codes: 0 told, 2 something in the story cannot be used (the rest is told all the same),
    3 safety questions are still open and it is no emergency yet.
    """
    from kneetrace import journey
    from kneetrace.intake import judge
    from kneetrace.report import ToldStory

    read = journey.read_told(told, now=_now())
    chosen = replace(read.intake, language=language) if language else read.intake
    story = ToldStory(intake=chosen, judged=judge(story=chosen.story), problems=read.problems)
    return _end(story, out=None, as_json=as_json, to_clinician=True)


def _ask(
    folder: "IntakeFolder",
    *,
    language: str | None,
    label: str | None,
    examination: bool,
    setting: str,
    priors: dict[str, str],
) -> int:
    from kneetrace.cli.interview import Interview
    from kneetrace.exchange import StoryFile
    from kneetrace.intake import Asker, Intake
    from kneetrace.journey import refuse_other_label, tell_story

    kept = folder.kept or Intake()
    if label is not None:
        refuse_other_label(label, kept.label)
        kept = replace(kept, label=label)
    if language is not None:
        kept = replace(kept, language=language)
    # Refuses a setting or a range that cannot be used before anything is asked.
    tell_story(StoryFile(intake=kept), setting=setting, priors=priors)
    screen = console(wraps=True)
    sitting = Interview(
        intake=kept,
        asked=Asker.THERAPIST if examination else Asker.PERSON,
        read=lambda prompt: str(screen.input(prompt, markup=False)),
        show=screen.print,
        keep=folder.keep,
        now=_now,
    )
    sitting.run()
    folder.keep(sitting.intake)
    told = tell_story(StoryFile(intake=sitting.intake), setting=setting, priors=priors)
    folder.tell(told)
    return _end(told, out=folder.file.parent, to_clinician=examination)


def _end(
    taken: "ToldStory", *, out: Path | None, as_json: bool = False, to_clinician: bool = False
) -> int:
    from kneetrace.cli.triage_told import tell_triage
    from kneetrace.exchange import triage_document
    from kneetrace.intake import Disposition
    from kneetrace.journey import INTAKE_FILE, REPORT_FILE

    if as_json:
        document = triage_document(taken.judged, intake=taken.intake)
        problems = [one[taken.intake.language] for one in taken.problems]
        print_json(document | {"problems": problems})
    else:
        folder = "FOLDER" if out is None else str(out)
        tell_triage(taken, folder=folder, to_clinician=to_clinician)
        if out is not None:
            for name in (INTAKE_FILE, REPORT_FILE):
                console().print(str(out / name), style="dim")
    if taken.problems:
        return EXIT_BAD_INPUT
    triaged = taken.judged.triage
    is_open = bool(triaged.to_ask) and triaged.disposition is not Disposition.EMERGENCY
    return EXIT_NOT_MEASURABLE if is_open else EXIT_GOOD


def _list_questions(language: str, *, as_json: bool) -> None:
    from rich.text import Text

    from kneetrace import intake
    from kneetrace.intake import Intake, answer_form, section_title

    Intake(language=language)  # refuses one that the questions are not written in
    every = intake.questions()
    if as_json:
        print_json(
            [
                {
                    "question": one.name,
                    "section": one.section,
                    "asked": one.asked,
                    "kind": one.kind,
                    "words": one.says(language=language),
                    "options": {
                        name: one.option_says(name=name, language=language)
                        for name in one.option_names
                    },
                    "asked_when": None if one.asked_when is None else one.asked_when.text,
                }
                for one in every
            ]
        )
        return
    section = ""
    for one in every:
        if one.section != section:
            section = one.section
            title = section_title(section=section, language=language)
            console().print(Text(f"\n{title}", style="bold"))
        form = ", ".join(one.option_names) or answer_form(asked=one, language=language)
        line = Text(f"{one.name}: ", style="bold").append(one.says(language=language), "not bold")
        console().print(line)
        console().print(Text(f"    {form}", style="dim"))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
