"""The page that lists every red flag and every disposition: docs/red_flags.md."""

from collections.abc import Iterator

from kneetrace.evidence import Confidence, source
from kneetrace.intake import Advice, Disposition, RedFlag, advice, advices, red_flags
from validation.pages.markdown import bullets, table

HEAD = """\
# Red flags

Written by `make docs` from the program's own data; do not edit by hand. What the program is for,
what it does with a red flag and how well: [safety.md](safety.md).

`Raised when` is the rule itself: names are questions (`kneetrace intake --list` shows them). A
question that nobody answered is asked; until then nobody is cleared. `Not known` is where an "I do
not know" leads. How well a flag is known: V read in the source, V2 read where it is quoted, R
recalled and not verified, DESIGN ours ([evidence.md](evidence.md)).
"""
TITLES = {
    Disposition.EMERGENCY: "Emergency department now",
    Disposition.URGENT: "Seen the same day",
    Disposition.DOCTOR: "A doctor within days",
}
KNOWN = {Confidence.RECALLED: "R, recalled, not verified", Confidence.DESIGN: "DESIGN, ours"}


def red_flags_page() -> str:
    """Write the list."""
    return "\n\n".join(part.strip() for part in (HEAD, *_parts(), "## All steps", _steps()))


def _parts() -> Iterator[str]:
    for disposition, title in TITLES.items():
        yield f"## {title}"
        yield from (_flag(flag) for flag in red_flags() if flag.disposition is disposition)


def _flag(flag: RedFlag) -> str:
    words = flag.words["en"]
    facts = [f"Raised when: `{flag.when.text}`"]
    if flag.unless:
        facts.append(f"Taken back by a therapist when: `{flag.unless.text}`")
    if flag.population:
        facts.append(f"For whom: {flag.population['en']}")
    if flag.clinician:
        facts.append(f"The clinician is told, in the terminal alone: {flag.clinician['en']}")
    facts += [
        f"Not known: {flag.if_unknown.word}",
        f"Known: {KNOWN.get(flag.confidence, flag.confidence)}. {flag.basis['en']}",
        f"Sources: {_sources(flag) or 'none'}",
    ]
    return (
        f"### {words.title}\n\n`{flag.name}`. {words.do} {words.why}\n\n"
        f"En español: {flag.words['es'].do}\n\n{bullets(facts)}"
    )


def _sources(flag: RedFlag) -> str:
    found = [source(name) for name in flag.sources]
    return "; ".join(f"[{one.cite}]({one.address})" for one in found)


def _steps() -> str:
    said = [
        *(advice(disposition=each) for each in sorted(Disposition, reverse=True)),
        advices()["grown_up"],
    ]
    return table(("step", "what is said", "safety net", "rule"), map(_step, said))


def _step(said: Advice) -> tuple[str, ...]:
    words = said.words["en"]
    basis = said.basis["en"]
    rule = f"`{said.when.text}`. {basis}" if said.when else basis
    return (
        f"`{said.name}`",
        f"**{words.title}.** {words.do} {words.why}",
        words.safety_net,
        f"{said.confidence}: {rule}",
    )
