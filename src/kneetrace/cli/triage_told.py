"""Where a story leads, told at a terminal."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from rich.panel import Panel
from rich.text import Text

from kneetrace.cli.interview import COLOURS, interview_words
from kneetrace.cli.terminal import console
from kneetrace.evidence import Confidence, source
from kneetrace.intake import Disposition, RedFlag, advice, advices

if TYPE_CHECKING:
    from kneetrace.report import ToldStory

_QUESTIONS_SHOWN: Final = 12


def tell_triage(taken: "ToldStory", *, to_clinician: bool) -> None:
    """Say where a story leads, what raised it, what is still open and what could not be used.

    What only a clinician may know is left out where the person or the family may be reading.
    """
    language = taken.intake.language
    words, show = interview_words(language), console(wraps=True).print
    triage = taken.judged.triage
    says = triage.advice.words[language]
    watch = f"{words['watch']}: {says.safety_net}"
    if triage.to_ask and triage.disposition is not Disposition.EMERGENCY:
        count_words = "still_open_one" if len(triage.to_ask) == 1 else "still_open"
        still_open = words[count_words].format(count=len(triage.to_ask))
        if triage.worst > triage.disposition:
            worst = advice(disposition=triage.worst).words[language].title
            still_open += " " + words["can_become"].format(worst=worst)
        show(_panel(words["cannot_tell"], still_open, style="bold yellow"))
        # That no flag was found is not said while some were not asked for.
        title, lines = words["nothing_so_far"], [watch]
        if triage.disposition > Disposition.THERAPIST:
            title, lines = f"{words['so_far']}: {says.title}", [says.do, watch]
    else:
        title, lines = says.title, [says.do, says.why, watch]
    show(_panel(title, "\n".join(lines), style=COLOURS[triage.disposition]))
    if triage.grown_up_missing:
        alone = advices()["grown_up"].words[language]
        show(Text(f"{alone.title}. {alone.do}", style="bold yellow"))
    for flag in triage.raised:
        _tell_flag(flag, words=words, language=language, show=show, to_clinician=to_clinician)
    if triage.unknown:
        show(Text(words["unknown_flags"], style="bold"))
        for flag in triage.unknown:
            show(Text(f"- {flag.words[language].title}"))
    if taken.judged.contradictions:
        show(Text(words["contradictions"], style="bold yellow"))
        for found in taken.judged.contradictions:
            show(Text(f"- {found.words[language]} ({', '.join(found.ask_again)})"))
    if triage.to_ask:
        show(Text(words["to_ask"].format(count=len(triage.to_ask)), style="bold"))
        for asked in triage.to_ask[:_QUESTIONS_SHOWN]:
            show(Text(f"- {asked.name}: {asked.says(language=language)}"))
        if len(triage.to_ask) > _QUESTIONS_SHOWN:
            show(Text("- ..."))
    for problem in taken.problems:
        show(Text(problem, style="yellow"))
    show(Text(words["decides"], style="dim"))


def _panel(title: str, text: str, *, style: str) -> Panel:
    return Panel(Text(text), title=Text(title), title_align="left", border_style=style)


def _tell_flag(
    flag: RedFlag,
    *,
    words: dict[str, Any],
    language: str,
    show: Callable[..., None],
    to_clinician: bool,
) -> None:
    says = flag.words[language]
    style = COLOURS[flag.disposition] if flag.disposition >= Disposition.DOCTOR else "bold"
    show(Text(f"! {says.title}", style=style))
    show(Text(f"  {words['do']}: {says.do}"))
    show(Text(f"  {words['why']}: {says.why}"))
    if flag.clinician:
        if not to_clinician:
            return
        show(Text(f"  {words['clinician']}: {flag.clinician[language]}", style="bold"))
    cited = "; ".join(source(one).cite for one in flag.sources)
    known = {Confidence.RECALLED: words["recalled"], Confidence.DESIGN: words["ours"]}
    said = [one for one in (cited, known.get(flag.confidence, "")) if one]
    show(Text(f"  {words['sources']}: {'; '.join(said)}", style="dim"))
