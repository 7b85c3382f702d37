import numpy as np
import pytest

from kneetrace.explain.load.segment_masses import SHARES_PCT
from kneetrace.explain.load.skeleton import reference_skeleton, skeleton_of
from kneetrace.terms import Person, Sex

PAIRED = {"upper_arm", "forearm", "hand", "thigh", "shank", "foot"}


def share(name: str, *, sex: Sex | None) -> float:
    skeleton = skeleton_of(Person(height_m=1.70, mass_kg=70.0, sex=sex))
    return skeleton.bodies[name].mass_kg / skeleton.mass_kg


@pytest.mark.parametrize("sex", Sex)
def test_the_shares_of_a_sex_make_a_whole_body(sex: Sex) -> None:
    whole = sum(of[sex] * (2 if name in PAIRED else 1) for name, of in SHARES_PCT.items())
    assert whole == pytest.approx(100, abs=0.05)


@pytest.mark.parametrize("sex", [None, *Sex])
def test_a_skeleton_has_its_person_s_mass(sex: Sex | None) -> None:
    skeleton = skeleton_of(Person(height_m=1.60, mass_kg=58.0, sex=sex))
    assert skeleton.mass_kg == pytest.approx(58.0)
    for body in skeleton.bodies.values():
        assert (np.linalg.eigvalsh(body.inertia_kgm2) > 0).all()


@pytest.mark.parametrize(
    ("body", "heavier"),
    [
        ("femur_r", Sex.FEMALE),
        ("tibia_l", Sex.FEMALE),
        ("pelvis", Sex.FEMALE),
        ("torso", Sex.MALE),
        ("humerus_l", Sex.MALE),
    ],
)
def test_sex_moves_mass_and_not_saying_lies_between(body: str, heavier: Sex) -> None:
    lighter = next(sex for sex in Sex if sex is not heavier)
    assert share(body, sex=lighter) < share(body, sex=None) < share(body, sex=heavier)


def test_not_saying_a_sex_keeps_the_reference() -> None:
    reference = reference_skeleton()
    for name, body in reference.bodies.items():
        assert share(name, sex=None) == pytest.approx(body.mass_kg / reference.mass_kg)
