"""Who is measured."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kneetrace.terms.errors import InvalidInput

STANDARD_GRAVITY_M_S2: Final = 9.80665
HEIGHT_RANGE_M: Final = (0.8, 2.3)
MASS_RANGE_KG: Final = (12.0, 300.0)
AGE_RANGE_YEARS: Final = (4, 110)


class Sex(StrEnum):
    """Sex as reference values use it; ``None`` on a Person where it was not said."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, kw_only=True)
class Person:
    """The person in front of the camera.

    Raises
    ------
    InvalidInput
        For a height, mass or age no person has (a height in centimetres, say).
    """

    height_m: float
    mass_kg: float
    sex: Sex | None = None
    age_years: int | None = None
    label: str = "Patient"

    def __post_init__(self) -> None:
        low_m, high_m = HEIGHT_RANGE_M
        if not low_m <= self.height_m <= high_m:
            hint = " Is it in centimetres?" if 80 <= self.height_m <= 230 else ""
            raise InvalidInput(
                f"A height of {self.height_m:g} m cannot be right: give it in metres, "
                f"between {low_m} and {high_m}.{hint}"
            )
        low_kg, high_kg = MASS_RANGE_KG
        if not low_kg <= self.mass_kg <= high_kg:
            raise InvalidInput(
                f"A mass of {self.mass_kg:g} kg cannot be right: give it in kilograms, "
                f"between {low_kg:g} and {high_kg:g}."
            )
        low_years, high_years = AGE_RANGE_YEARS
        if self.age_years is not None and not low_years <= self.age_years <= high_years:
            hint = (
                " A smaller child is seen by a doctor." if 0 <= self.age_years < low_years else ""
            )
            raise InvalidInput(
                f"An age of {self.age_years} years cannot be used: "
                f"give whole years between {low_years} and {high_years}.{hint}"
            )

    @property
    def weight_n(self) -> float:
        """Body weight, N."""
        return self.mass_kg * STANDARD_GRAVITY_M_S2
