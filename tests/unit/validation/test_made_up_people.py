import numpy as np
import pytest

from validation.made_up_people import Kinship, World, make_up, reliability_gap


def cohort(world: World) -> tuple[list[float], list[bool]]:
    made = list(
        make_up(
            people=90,
            world=world,
            kinship=Kinship.INDEPENDENT,
            generator=np.random.default_rng(7),
        )
    )
    return [one.told.value for one in made], [one.is_there for one in made]


def test_the_same_generator_makes_the_same_people() -> None:
    assert cohort(World.DRAWN) == cohort(World.DRAWN)


def test_people_made_of_the_cited_figures_are_told_about_right() -> None:
    told, is_there = cohort(World.CITED)
    assert np.mean(told) == pytest.approx(np.mean(is_there), abs=0.05)


def test_a_forecast_that_comes_true_has_no_gap() -> None:
    told = np.repeat([0.25, 0.75], 400)
    is_there = np.tile([1.0, 0.0, 0.0, 0.0], 100).tolist() + np.tile([1, 1, 1, 0], 100).tolist()
    assert reliability_gap(told=told, is_there=np.array(is_there), bins=2) == pytest.approx(0)


def test_a_forecast_that_is_too_bold_has_one() -> None:
    told = np.repeat([0.05, 0.95], 400)
    is_there = np.tile([1.0, 0.0], 400)
    assert reliability_gap(told=told, is_there=is_there, bins=2) == pytest.approx(0.45)
