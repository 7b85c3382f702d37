"""Asking a stored explanation how the person would stand with other strengths or angles."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from kneetrace import exchange
from kneetrace.exchange import StoredExplanation, StoredPosture
from kneetrace.explain import PostureAnswers, what_if
from kneetrace.journey.refusals import refusal
from kneetrace.report import ExplanationWords, render_what_if
from kneetrace.terms import InvalidInput, NotMeasurable

EXPLANATION_FILE: Final = "explanation.json"
PAGE_MARK: Final = '<body class="what-if-page">'


class NoExplanationThere(InvalidInput):
    """A folder was given for an explanation, and there is none in it, or more than one."""


class NothingToAsk(NotMeasurable):
    """An explanation holds no posture, or none was found for what was asked."""


class NothingChanged(InvalidInput):
    """A what-if was asked without saying what would be otherwise."""


class WhatIfUnwritable(InvalidInput):
    """The page of a what-if cannot be written to this place."""


@dataclass(frozen=True, eq=False, kw_only=True)
class WhatIf:
    """How one person would stand if something were otherwise.

    strengths : strength player -> factor over the young adult's, as asked
    angles_deg : coordinate without side -> degrees, as asked
    answers : two cases: as measured, and what was asked
    """

    explanation: StoredExplanation
    posture: StoredPosture
    strengths: Mapping[str, float]
    angles_deg: Mapping[str, float]
    answers: PostureAnswers


def ask_what_if(
    path: str | Path,
    *,
    strengths: Mapping[str, float] | None = None,
    angles_deg: Mapping[str, float] | None = None,
) -> WhatIf:
    """Ask a stored explanation how the person would stand with other strengths or angles.

    Parameters
    ----------
    path
        An ``explanation.json``, or a folder it lies in, itself or one folder deeper.
    strengths
        Strength player -> factor over the young adult's; the others stay as measured.
    angles_deg
        Coordinate without side -> degrees at which it is held; all that are free answer to it.

    Raises
    ------
    InvalidInput
        When there is no explanation, or something was asked that cannot be.
    NotMeasurable
        When the explanation holds no posture, or nobody could stand so.
    """
    if not strengths and not angles_deg:
        raise NothingChanged(refusal("nothing_changed"))
    explanation = exchange.read_explanation(find_explanation(path))
    posture = explanation.posture
    if posture is None:
        raise NothingToAsk(refusal("no_posture"))
    answers = what_if(
        posture.standing(),
        strengths=strengths,
        angles_rad={name: float(np.radians(deg)) for name, deg in (angles_deg or {}).items()},
    )
    if not answers.found.all():
        raise NothingToAsk(refusal("nobody_stands"))
    return WhatIf(
        explanation=explanation,
        posture=posture,
        strengths=dict(strengths or {}),
        angles_deg=dict(angles_deg or {}),
        answers=answers,
    )


def what_if_document(asked: WhatIf) -> dict[str, Any]:
    """Put a what-if into plain fields: what was asked, and every figure now and then."""
    return {
        "strengths": asked.strengths,
        "angles_deg": asked.angles_deg,
        "figures": exchange.figure_fields(asked.answers, cases={"now": 0, "then": 1}),
        "inside_contact_table": bool(asked.answers.in_table.all()),
    }


def write_what_if(asked: WhatIf, *, path: Path, language: str) -> None:
    """Write a what-if as a page; only such a page is replaced.

    Raises
    ------
    WhatIfUnwritable
        Somebody else's file is there, or the place cannot be written to.
    """
    page = render_what_if(
        asked.answers,
        person=asked.posture.person,
        side=asked.posture.side,
        legs=asked.posture.legs,
        strengths=asked.strengths,
        angles_rad={name: float(np.radians(deg)) for name, deg in asked.angles_deg.items()},
        words=ExplanationWords(language=language),
    )
    try:
        if path.exists() and PAGE_MARK not in path.read_text("utf-8", errors="replace"):
            raise WhatIfUnwritable(refusal("no_what_if", file=str(path)))
        with exchange.whole_file(path) as unfinished:
            unfinished.write_text(page, encoding="utf-8")
    except OSError as cause:
        raise WhatIfUnwritable(
            refusal("what_if_unwritable", file=str(path), cause=str(cause.strerror))
        ) from None


def find_explanation(path: str | Path, /) -> Path:
    """Find the one ``explanation.json`` that a file or folder names; of several one with a posture.

    Raises
    ------
    NoExplanationThere
        When there is none, or several.
    """
    file = Path(path)
    if not file.is_dir():
        return file
    here = file / EXPLANATION_FILE
    found = [here] if here.is_file() else sorted(file.glob(f"*/{EXPLANATION_FILE}"))
    if len(found) > 1:  # a recording that shows nobody standing has nothing to change
        found = [one for one in found if exchange.read_explanation(one).posture] or found
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoExplanationThere(refusal("no_explanation", file=EXPLANATION_FILE, folder=str(file)))
    names = ", ".join(str(one.parent) for one in found)
    raise NoExplanationThere(refusal("several_explanations", folder=str(file), names=names))
