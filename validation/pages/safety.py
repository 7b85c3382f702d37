"""What the program is for and what not: docs/safety.md and, in Spanish, docs/safety.es.md."""

from collections.abc import Iterator
from typing import Final

from kneetrace.report import PurposePart, Said, read_purpose
from validation.pages.markdown import bullets, numbered, table

HEAD: Final = {
    "en": """\
# Safety: {title}

Written by `make docs` from the program's own data; do not edit by hand. Every report holds this
text, linked from its top. Every red flag with its rule, words and sources:
[red_flags.md](red_flags.md). All figures, as they change: [validation.md](validation.md). En
español: [safety.es.md](safety.es.md).

{lead}
""",
    "es": """\
# Seguridad: {title}

Lo escribe `make docs` con los datos del programa; no se edita a mano. Cada informe lleva este
texto, con un enlace al principio. Cada señal de alarma con su regla, sus palabras y sus fuentes:
[red_flags.md](red_flags.md). Todas las cifras, según cambian: [validation.md](validation.md). In
English: [safety.md](safety.md).

{lead}
""",
}


def safety_page(language: str) -> str:
    """Write the page in "en" or "es"."""
    purpose = read_purpose(language)
    title = purpose.title[0].lower() + purpose.title[1:]
    head = HEAD[language].format(title=title, lead=purpose.lead).strip()
    return "\n\n".join([head, *(_part(part) for part in purpose.parts)])


def _part(part: PurposePart) -> str:
    return "\n\n".join([f"## {part.heading}", *_blocks(part)])


def _blocks(part: PurposePart) -> Iterator[str]:
    yield from (_said(one) for one in part.said)
    if part.points:
        yield (numbered if part.numbered else bullets)(_said(one) for one in part.points)
    if part.table:
        yield table(part.table[0], part.table[1:])
    if part.after:
        yield part.after


def _said(one: Said) -> str:
    return f"**{one.bold}** {one.rest}" if one.bold else one.rest
