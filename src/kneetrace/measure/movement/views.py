"""Which measure may be read from which side of the person: the table in ``views.toml``."""

import math
import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final

from kneetrace.measure.movement.measurement import ViewFinding
from kneetrace.terms import Side


class View(StrEnum):
    """From which side the camera sees the person."""

    FRONT = "front"
    TURNED = "turned"
    OBLIQUE = "oblique"
    SIDE = "side"
    OBLIQUE_BEHIND = "oblique_behind"
    BEHIND = "behind"


VIEW_LIMITS_DEG: Final = (
    (15.0, View.FRONT),
    (30.0, View.TURNED),
    (60.0, View.OBLIQUE),
    (120.0, View.SIDE),
    (150.0, View.OBLIQUE_BEHIND),
    (180.0, View.BEHIND),
)
"""Upper limit of the angle beside straight front, view. DESIGN"""


class Verdict(StrEnum):
    """How far a view carries a measure."""

    ALLOWED = "allowed"
    COARSE = "coarse"
    NO = "no"


UNKNOWN_VIEW: Final = (
    "From which side the camera saw you cannot be told: the landmarks have no depth."
)

WITHOUT_STANDING: Final = {
    Verdict.ALLOWED: Verdict.COARSE,
    Verdict.COARSE: Verdict.NO,
    Verdict.NO: Verdict.NO,
}
"""A measure that needs a stretch of standing straight is worth one step less without it. DESIGN"""


@dataclass(frozen=True, kw_only=True)
class ViewRule:
    """One row of the table test x measure x view; ``tests`` empty means every test."""

    measures: tuple[str, ...]
    tests: tuple[str, ...]
    verdicts: dict[View, Verdict]
    far_leg: Verdict | None
    needs_standing: tuple[View, ...]
    best: str
    reason: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Carried:
    """Whether one measure is carried by this recording's view, and if not, why and what helps."""

    verdict: Verdict
    reason: str
    advice: str


@dataclass(frozen=True, kw_only=True)
class JudgedView:
    """The view of one recording; ``view`` is None where nothing tells it.

    ``yaw_rad`` as in CameraPlacement, of somebody who lies as ``lying_view`` gives it;
    ``from_fit`` tells whether it comes from the fitted body
    or, coarser, from the network's own 3-D guess. ``standing`` tells whether the person was
    seen standing straight. ``findings`` are in the order in which they matter. ``solid`` tells
    that the body is known in space, so that every measure is carried. ``others`` are the views of
    other cameras that the same body was fitted to.
    """

    view: View | None
    yaw_rad: float
    yaw_sd_rad: float
    from_fit: bool
    standing: bool
    findings: tuple[ViewFinding, ...]
    solid: bool = False
    others: tuple["JudgedView", ...] = ()

    @property
    def near_side(self) -> Side:
        """The leg turned towards the camera."""
        return Side.LEFT if self.yaw_rad > 0 else Side.RIGHT


def with_findings(*, judged: JudgedView, findings: tuple[ViewFinding, ...]) -> JudgedView:
    """Add findings to a judged view; those that block come first."""
    together = (*findings, *judged.findings)
    return replace(judged, findings=tuple(sorted(together, key=lambda one: not one.blocking)))


@cache
def view_rules() -> tuple[ViewRule, ...]:
    """Return the table test x measure x view, row by row.

    Returns
    -------
    tuple of ViewRule
        In the order of ``views.toml``.
    """
    return tuple(_rule(table) for table in _table()["rule"])


def view_rule(*, test: str, measure: str) -> ViewRule:
    """Return the row that decides for one measure of one test.

    Returns
    -------
    ViewRule
        The row that names the test, else the one for every test.

    Raises
    ------
    KeyError
        When ``views.toml`` has no row for a measure that a test asks for.
    """
    rows = [row for row in view_rules() if measure in row.measures]
    for row in rows:
        if test in row.tests:
            return row
    for row in rows:
        if not row.tests:
            return row
    raise KeyError(f"views.toml has no row for {measure} in {test}")


def verdict_in(*, row: ViewRule, view: View | None) -> Verdict:
    """Look a view's verdict up; a view that is not known may be the worst one.

    Parameters
    ----------
    view
        ``None`` where nothing tells it.
    """
    if view is not None:
        return row.verdicts[view]
    return max(row.verdicts.values(), key=tuple(Verdict).index)


def class_of_view(*, yaw_rad: float) -> View:
    """Name the view of a camera that stands this far beside straight front.

    Parameters
    ----------
    yaw_rad
        rad, positive on the person's left; any turn.
    """
    off_deg = abs(math.degrees(math.remainder(yaw_rad, 2 * math.pi)))
    return next(view for limit_deg, view in VIEW_LIMITS_DEG if off_deg <= limit_deg + 1e-9)


def carried_by(
    *,
    judged: JudgedView,
    test: str,
    measure: str,
    side: Side | None = None,
    of_body: bool = False,
) -> Carried:
    """Tell whether a recording's view carries a measure of this side.

    Parameters
    ----------
    of_body
        Whether it is read from the fitted body, so that the best of all cameras' views counts.

    Returns
    -------
    Carried
        The verdict, with the reason and the advice to give when it is not ``allowed``.
    """
    views = (judged, *judged.others) if of_body else (judged,)
    verdicts = [_carried_alone(each, test, measure, side) for each in views]
    return min(verdicts, key=lambda carried: tuple(Verdict).index(carried.verdict))


def _carried_alone(judged: JudgedView, test: str, measure: str, side: Side | None) -> Carried:
    row = view_rule(test=test, measure=measure)
    verdict = Verdict.ALLOWED if judged.solid else verdict_in(row=row, view=judged.view)
    far = side is not None and side is not judged.near_side
    if not judged.solid and judged.view is View.SIDE and far and row.far_leg is not None:
        verdict = row.far_leg
    reason = UNKNOWN_VIEW if judged.view is None else row.reason
    advice = placement_advice(placement=row.best)
    needs_standing = judged.view in row.needs_standing or judged.view is None
    if row.needs_standing and needs_standing and not judged.standing:
        verdict = WITHOUT_STANDING[verdict]
        reason = f"{reason} Without a moment of standing straight it cannot be told at all."
        advice = f"Begin by standing straight and still for two seconds. Better still: {advice}"
    return Carried(verdict=verdict, reason=reason, advice=advice)


def placement_advice(*, placement: str) -> str:
    """Say where to put the phone.

    Parameters
    ----------
    placement
        As a rule's ``best`` names it, such as ``"front"``.
    """
    advice: str = _table()["placements"][placement]
    return advice


@cache
def _table() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("views.toml").read_text("utf-8")
    return tomllib.loads(text)


def _rule(table: dict[str, Any]) -> ViewRule:
    return ViewRule(
        measures=tuple(table["measures"]),
        tests=tuple(table.get("tests", ())),
        verdicts={view: Verdict(table[view]) for view in View},
        far_leg=Verdict(table["far_leg"]) if "far_leg" in table else None,
        needs_standing=tuple(View(name) for name in table.get("needs_standing", ())),
        best=table["best"],
        reason=table["reason"],
        source=table["source"],
    )
