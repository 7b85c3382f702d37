"""The questions at a terminal: one at a time, saved at once, open to correction, resumable."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

from rich.panel import Panel
from rich.text import Text

from kneetrace.intake import (
    Asker,
    Contradiction,
    Disposition,
    Intake,
    Judged,
    Kind,
    Question,
    UnusableAnswer,
    advices,
    answer_form,
    answer_words,
    judge,
    question,
    section_title,
)

_BACK: Final = {"back", "atrás", "atras"}
_STOP: Final = {"stop", "quit", "salir"}
_UNKNOWN: Final = "?"
_YES: Final = {"yes", "y", "sí", "si", "s"}
COLOURS: Final = {
    Disposition.EMERGENCY: "bold red",
    Disposition.URGENT: "bold red",
    Disposition.DOCTOR: "bold yellow",
    Disposition.THERAPIST: "bold",
    Disposition.SELF_CARE: "bold green",
}


class _Back(Exception):
    """The person wants to correct the answer before."""


class _Stopped(Exception):
    """The person wants to go on another time."""


@dataclass(kw_only=True)
class Interview:
    """One sitting in which questions are asked.

    intake : what is known so far; after ``run`` with everything that was answered
    asked : whose questions
    read : asks for one line, given a prompt
    show : prints something
    keep : saves the intake
    now : tells the time
    """

    intake: Intake
    asked: Asker
    read: Callable[[str], str]
    show: Callable[[Any], None]
    keep: Callable[[Intake], None]
    now: Callable[[], datetime]
    _skipped: set[str] = field(default_factory=set)
    _warned: set[str] = field(default_factory=set)
    _left_as_told: set[str] = field(default_factory=set)
    _section: str = ""

    def run(self) -> bool:
        """Ask until nothing is left; tell whether it came to the end."""
        self._welcome()
        try:
            self._warn()
            self._clear_up()
            while (due := self._due()) is not None:
                self._turn(due)
                self._warn()
                self._clear_up()
        except (_Stopped, EOFError):
            self.show(Text(self._say("saved"), style="bold"))
            return False
        self.show(Text(f"\n{self._say('done')}", style="bold"))
        return True

    def _say(self, name: str, **filled: object) -> str:
        words = interview_words(self.intake.language)
        if self.asked is Asker.THERAPIST:
            words = words | words["examination"]
        return str(words[name]).format(**filled)

    def _welcome(self) -> None:
        self.show(Text(self._say("welcome"), style="bold"))
        for line in interview_words(self.intake.language)["how"]:
            self.show(Text(line, style="dim"))
        answered, every = self._progress()
        if answered:
            self.show(Text(self._say("resumed", answered=answered, all=every), style="bold"))

    def _progress(self) -> tuple[int, int]:
        """Count the questions answered and all that make sense by now."""
        answered = sum(
            question(name=name).asked is self.asked for name in self.intake.story.current
        ) + len(self._skipped)
        return answered, answered + len(self._open())

    def _open(self) -> list[Question]:
        due = self.intake.story.unasked(asked=self.asked)
        return [each for each in due if each.name not in self._skipped]

    def _due(self) -> Question | None:
        still_open = self._open()
        return still_open[0] if still_open else None

    def _turn(self, due: Question) -> None:
        """Ask one question; "back" asks those before it again, one after the other."""
        earlier = [
            name
            for name in self.intake.story.current
            if question(name=name).asked is self.asked and name != due.name
        ]
        asked = due
        while True:
            try:
                self._ask(asked)
                return
            except _Back:
                if earlier:
                    asked = question(name=earlier.pop())
                else:
                    self.show(Text(self._say("first"), style="yellow"))

    def _ask(self, asked: Question) -> None:
        self._head(asked)
        while True:
            try:
                answer = self._answer(asked)
            except UnusableAnswer:
                form = answer_form(asked=asked, language=self.intake.language)
                self.show(Text(self._say("not_so", form=form), style="yellow"))
                continue
            if answer is not None:
                answer()
                self.keep(self.intake)
                return
            self.show(Text(self._say("write_something"), style="yellow"))

    def _head(self, asked: Question) -> None:
        language = self.intake.language
        if asked.section != self._section:
            self._section = asked.section
            title = section_title(section=asked.section, language=language)
            self.show(Text(f"\n{title.upper()}", style="bold cyan"))
        answered, every = self._progress()
        number = min(answered + 1, every)
        self._banner()
        line = Text(f"\n{self._say('progress', number=number, all=every)}  ", style="dim")
        self.show(line.append(asked.says(language=language), style="bold not dim"))
        for place, option in enumerate(asked.options, start=1):
            words = asked.option_says(name=option.name, language=language)
            self.show(Text(f"  {place:>2}  {words}"))
        if hint := self._hint(asked):
            self.show(Text(f"      {hint}", style="dim"))

    def _banner(self) -> None:
        """Keep what must not wait in sight above every question."""
        for flag in self._judged().triage.raised:
            if flag.disposition >= Disposition.URGENT:
                words = flag.words[self.intake.language]
                line = f"! {self._say('still')}: {words.title}. {words.do}"
                self.show(Text(line, style=COLOURS[flag.disposition]))

    def _hint(self, asked: Question) -> str:
        hints = {Kind.CHOICE: "numbers", Kind.CHOICES: "several"}
        parts = [
            self._say(hints[asked.kind])
            if asked.kind in hints
            else answer_form(asked=asked, language=self.intake.language)
        ]
        if self.asked is Asker.THERAPIST:
            parts.append(self._say("skip"))
        elif asked.optional:
            parts.append(self._say("optional"))
        return " · ".join(parts)

    def _answer(self, asked: Question) -> Callable[[], None] | None:
        """Read one answer; give what it does, or nothing where nothing was written."""
        now = self.intake.story.current.get(asked.name)
        prompt = self._say("prompt")
        if now is not None:
            told = answer_words(asked=asked, value=now.value, language=self.intake.language)
            prompt = self._say("prompt_now", now=told)
        if asked.kind is Kind.ACTIVITIES and now is None:
            prompt = self._say("activity", number=1)
        line = self._line(prompt)
        if not line:
            if now is not None:
                return lambda: None
            if self.asked is Asker.THERAPIST:
                return lambda: self._skipped.add(asked.name)
            if not asked.optional:
                return None
        given: Any = None if line == _UNKNOWN else self._given(asked, line)
        story = self.intake.story.answered(name=asked.name, value=given, at=self.now())

        def put() -> None:
            self.intake = replace(self.intake, story=story)

        return put

    def _given(self, asked: Question, line: str) -> Any:
        if asked.kind is Kind.CHOICE:
            return self._option(asked, line)
        if asked.kind is Kind.CHOICES:
            parts = line.replace(",", " ").replace(";", " ").split()
            return [self._option(asked, one) for one in parts]
        if asked.kind is Kind.ACTIVITIES and ":" not in line:
            return self._activities(asked, line)
        return line

    def _activities(self, asked: Question, first: str) -> list[dict[str, str]]:
        words, told = first, list[dict[str, str]]()
        while words:
            told.append({"words": words, "ability": self._line(f"  {self._say('ability')}")})
            if len(told) == int(asked.high or 1):
                break
            words = self._line(self._say("activity", number=len(told) + 1))
        return told

    def _option(self, asked: Question, written: str) -> str:
        if written.isdecimal() and 1 <= int(written) <= len(asked.options):
            return asked.option_names[int(written) - 1]
        return written

    def _line(self, prompt: str) -> str:
        line = self.read(f"{prompt}: ").strip()
        if line.lower() in _BACK:
            raise _Back
        if line.lower() in _STOP:
            raise _Stopped
        return line

    def _judged(self) -> Judged:
        return judge(story=self.intake.story)

    def _warn(self) -> None:
        """Say at once what must not wait; an emergency, or a minor alone, stops the questions."""
        judged, language = self._judged(), self.intake.language
        new = [one for one in judged.triage.raised if one.name not in self._warned]
        self._warned |= {one.name for one in new}
        stops = False
        for flag in new:
            if flag.disposition >= Disposition.DOCTOR:
                words = flag.words[language]
                self._panel(
                    words.title, f"{words.do}\n{words.why}", style=COLOURS[flag.disposition]
                )
                stops = stops or flag.disposition is Disposition.EMERGENCY
        if judged.triage.grown_up_missing and "grown_up" not in self._warned:
            self._warned.add("grown_up")
            words = advices()["grown_up"].words[language]
            self._panel(words.title, f"{words.do}\n{words.why}", style="bold yellow")
            stops = True
        if stops and self._line(self._say("go_on")).lower() not in _YES:
            raise _Stopped

    def _panel(self, title: str, text: str, *, style: str) -> None:
        self.show(Panel(Text(text), title=Text(title), border_style=style, title_align="left"))

    def _clear_up(self) -> None:
        """Ask again what does not go together; both answers may be left as they are."""
        while found := next(
            (one for one in self._judged().contradictions if one.name not in self._left_as_told),
            None,
        ):
            self._left_as_told.add(found.name)
            self._ask_again(found)

    def _ask_again(self, found: Contradiction) -> None:
        language = self.intake.language
        known = [name for name in found.ask_again if name in self.intake.story.told]
        self._panel(self._say("doubt"), found.words[language], style="yellow")
        for place, name in enumerate(known, start=1):
            asked = question(name=name)
            told = self.intake.story.told[name].value
            said = answer_words(asked=asked, value=told, language=language)
            self.show(Text(f"  {place:>2}  {asked.says(language=language)}  {said}"))
        try:
            chosen = self._line(self._say("which"))
        except _Back:
            chosen = "1"
        if chosen.isdecimal() and 1 <= int(chosen) <= len(known):
            self._turn(question(name=known[int(chosen) - 1]))
            self._left_as_told.discard(found.name)
            self._warn()


def interview_words(language: str) -> dict[str, Any]:
    """Give the words around the questions in "en" or "es"."""
    return _all_words()[language]


@cache
def _all_words() -> dict[str, dict[str, Any]]:
    text = files("kneetrace.cli").joinpath("interview.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
