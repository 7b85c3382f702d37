from datetime import UTC, datetime
from typing import Any

import pytest

from kneetrace.intake import PermissionLacking, QuestionnaireUnusable, akps, refuse_licensed

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_points_a_clinic_was_permitted_to_collect_add_up() -> None:
    filled = akps(items=[5] * 12 + [10], permission="The publisher, 2026-01-01", at=MONDAY)
    assert filled.total == 70


@pytest.mark.parametrize("permission", [None, "", "  "])
def test_nothing_is_taken_without_permission(permission: str | None) -> None:
    with pytest.raises(PermissionLacking, match="akps_permission"):
        akps(items=[5] * 13, permission=permission, at=MONDAY)


@pytest.mark.parametrize("items", [[5] * 12, [9] * 13, [-1] + [5] * 12, ["5"] * 13, [True] * 13])
def test_points_that_cannot_be_right_are_refused(items: list[Any]) -> None:
    with pytest.raises(QuestionnaireUnusable, match=r"^akps_items: .*\.$"):
        akps(items=items, permission="The publisher, 2026-01-01", at=MONDAY)


def test_the_licensed_family_is_refused_by_name() -> None:
    with pytest.raises(PermissionLacking, match="licensed"):
        refuse_licensed(name="koos_pf")
    refuse_licensed(name="lefs")
