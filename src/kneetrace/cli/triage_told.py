"""Where a story leads, told at a terminal: what its page says of safety, in fewer words."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from rich.panel import Panel
from rich.text import Text

from kneetrace.cli.interview import COLOURS, interview_words
from kneetrace.cli.terminal import console
from kneetrace.intake import Disposition

if TYPE_CHECKING:
    from kneetrace.report import Say, ShownFlag, ShownQuestion, Told, ToldStory

_QUESTIONS_SHOWN: Final = 12


def tell_triage(taken: "ToldStory", *, folder: str, to_clinician: bool) -> None:
    """Say where a story leads, what raised it, what is still open and what could not be used.

    ``folder`` is the one that the intake is kept in, for how to go on. What only a clinician may
    know is left out where the person or the family may be reading.
    """
    from kneetrace.report import Say, show_safety

    language, show = taken.intake.language, console(wraps=True).print
    say, words = Say(language), interview_words(language)
    shown = show_safety(
        taken.judged,
        story=taken.intake.story,
        language=language,
        to_clinician=to_clinician,
    )
    if shown.open_sentence:
        show(_panel(say("cannot_tell"), shown.open_sentence, style="bold yellow"))
    lines = [shown.do, shown.why, f"{say('watch')}: {shown.watch}"]
    show(_panel(shown.title, "\n".join(filter(None, lines)), style=_style(shown.urgency)))
    if shown.grown_up:
        show(Text(f"{shown.grown_up.title}. {shown.grown_up.do}", style="bold yellow"))
    for flag in shown.raised:
        _tell_flag(flag, say=say)
    if shown.unknown:
        show(Text(say("unknown"), style="bold"))
        for flag in shown.unknown:
            show(Text(f"- {flag.title}"))
    if shown.contradictions:
        show(Text(say("contradictions"), style="bold yellow"))
        for found in shown.contradictions:
            show(Text(f"- {found.sentence}"))
            _tell_questions(found.again, indent="    ")
    if shown.to_ask:
        show(Text(f"{say('to_ask')} ({len(shown.to_ask)})", style="bold"))
        _tell_questions(shown.to_ask[:_QUESTIONS_SHOWN])
        if len(shown.to_ask) > _QUESTIONS_SHOWN:
            show(Text("- ..."))
    if shown.to_ask or shown.contradictions:
        show(Text(words["how_to_answer"].format(folder=folder)))
    for problem in taken.problems:
        show(Text(problem[language], style="yellow"))
    if taken.judged.triage.disposition is not Disposition.EMERGENCY:
        _tell_priors(taken, say=say)
    show(Text(words["decides"], style="dim"))


def _panel(title: str, text: str, *, style: str) -> Panel:
    return Panel(Text(text), title=Text(title), title_align="left", border_style=style)


def _style(urgency: str) -> str:
    return COLOURS[Disposition[urgency.upper()]]


def _tell_flag(flag: "ShownFlag", *, say: "Say") -> None:
    show = console(wraps=True).print
    show(Text(f"! {flag.title}", style=_style(flag.urgency)))
    show(Text(f"  {say('do')}: {flag.do}"))
    show(Text(f"  {say('why')}: {flag.why}"))
    if flag.clinician:
        show(Text(f"  {say('clinician')}: {flag.clinician}", style="bold"))
    if flag.basis and (cited := _cited(flag.basis)):
        show(Text(f"  {say('sources')}: {cited}", style="dim"))


def _cited(told: "Told") -> str:
    return "; ".join(filter(None, (*(one.cite for one in told.links), told.caution)))


def _tell_questions(questions: "Iterable[ShownQuestion]", *, indent: str = "") -> None:
    """Show questions in their own words, how each is answered, and its name in a story file."""
    show: Any = console(wraps=True).print
    for one in questions:
        now = f"  {one.now}" if one.now else ""
        show(Text(f"{indent}- {one.words}").append(now, style="bold"))
        show(Text(f"{indent}  {one.takes} ({one.name})", style="dim"))


def _tell_priors(taken: "ToldStory", *, say: "Say") -> None:
    """Say how common each condition was taken to be, and where that comes from."""
    from kneetrace.report import told_prior

    if taken.differential is None:
        return
    show = console(wraps=True).print
    setting = say("setting", setting=taken.differential.setting.words[say.language])
    show(Text(f"{say('priors')} {setting}", style="bold"))
    for one in taken.differential.candidates:
        if one.prior is not None:
            told = told_prior(one.prior, say=say)
            cited = f" ({_cited(told)})" if _cited(told) else ""
            show(Text(f"- {one.condition.title[say.language]}: {told.text}{cited}", style="dim"))
