"""Licensed questionnaires, of which only what a clinic may enter is kept: never their wording."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kneetrace.intake.refusals import CannotBeUsed

AKPS_ITEMS: Final = 13
_AKPS_HIGHEST: Final = 100
_LICENSED: Final = ("koos", "hoos", "faos")


class PermissionLacking(CannotBeUsed):
    """A licensed questionnaire was entered without a permission to use it."""


class QuestionnaireUnusable(CannotBeUsed):
    """What was entered of a questionnaire cannot be right."""


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """One filled-in questionnaire: points by item in its own order, and by whose leave.

    ``permission`` says who permitted its use, and when.
    """

    name: str
    items: tuple[float, ...]
    permission: str
    given_at: datetime

    @property
    def total(self) -> float:
        """The sum of its items."""
        return sum(self.items)


def akps(*, items: Sequence[Any], permission: str | None, at: datetime) -> Questionnaire:
    """Take the points a clinic entered for the Anterior Knee Pain Scale (0 to 100, best 100).

    Parameters
    ----------
    items
        Points of its 13 items, in the order of the form, which is not part of this program.
    permission
        Who permitted the clinic to use the form, and when; without it nothing is taken.
    at
        When they were entered.

    Raises
    ------
    PermissionLacking
        Without a permission.
    QuestionnaireUnusable
        When these are not 13 numbers of 0 or more that add up to 100 at most.
    """
    if permission is None or not permission.strip():
        raise PermissionLacking("permission_lacking")
    numbers = [one for one in items if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(items) != AKPS_ITEMS or len(numbers) != len(items):
        raise QuestionnaireUnusable("akps_count", count=len(items), all=AKPS_ITEMS)
    if not (all(one >= 0 for one in numbers) and sum(numbers) <= _AKPS_HIGHEST):
        raise QuestionnaireUnusable("akps_points")
    return Questionnaire(
        name="akps", items=tuple(numbers), permission=permission.strip(), given_at=at
    )


def refuse_licensed(*, name: str) -> None:
    """Refuse a questionnaire of a family that health-care organisations have to pay for.

    Raises
    ------
    PermissionLacking
        For KOOS and its relatives (mapi_koos).
    """
    if name.lower().startswith(_LICENSED):
        raise PermissionLacking("licensed", name=name)
