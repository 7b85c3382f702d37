import numpy as np
import pytest

from kneetrace.explain.kneecap.planar import force_ratio, quadriceps_lever_m
from kneetrace.explain.load.kneecap import kneecap_load
from kneetrace.explain.load.muscle_forces import QUADRICEPS, LegForces
from kneetrace.explain.load.muscles import LEG_AXES, at_full_activation, reference_muscles
from kneetrace.terms import Side

NAMES = reference_muscles().names
FLEXION = np.radians([10.0, 45.0, 90.0])


def leg(*, side: Side = Side.RIGHT, pull_n: float = 500.0, knee_nm: float = -60.0) -> LegForces:
    forces_n = np.zeros((3, len(NAMES)))
    forces_n[:, [NAMES.index(name) for name in QUADRICEPS]] = pull_n
    nothing = np.zeros((3, len(LEG_AXES)))
    moments_nm = nothing.copy()
    moments_nm[:, LEG_AXES.index("knee_angle")] = knee_nm
    return LegForces(
        side=side,
        time_s=np.arange(3.0),
        names=NAMES,
        activations=forces_n / 5000,
        forces_n=forces_n,
        moments_nm=moments_nm,
        residual_nm=nothing,
        strongest_nm=nothing,
        weakest_nm=nothing,
        converged=np.ones(3, dtype=bool),
    )


@pytest.mark.parametrize(
    ("bent_deg", "model", "published"),
    [
        (30.0, (0.0425, 0.61, 14.4), (0.0449, 0.74, 16.6)),
        (90.0, (0.0397, 1.22, 30.8), (0.0242, 0.98, 40.5)),
    ],
)
def test_of_the_same_net_moment_the_models_levers_make_less_load_than_the_published(
    bent_deg: float, model: tuple[float, ...], published: tuple[float, ...]
) -> None:
    """The figures in docs/load.md."""
    knee, bent_rad = LEG_AXES.index("knee_angle"), np.radians([bent_deg])
    angles_rad = np.zeros((1, len(LEG_AXES)))
    angles_rad[:, knee] = bent_rad
    full = at_full_activation(
        reference_muscles(), angles_rad=angles_rad, speeds=np.zeros_like(angles_rad)
    )
    heads = [NAMES.index(name) for name in QUADRICEPS]
    pull_n, moment_nm = full.forces_n[0, heads].sum(), full.torques_nm[0, knee, heads].sum()
    alone = leg()
    alone.forces_n[:] = 0.0
    alone.forces_n[:, heads] = full.forces_n[:, heads]
    alone.moments_nm[:, knee] = moment_nm
    found = kneecap_load(alone, flexion_rad=np.repeat(bent_rad, 3))
    load_n, planar_n = found.reaction_n[0], found.planar_n[0]
    lever_m, ratio = quadriceps_lever_m(flexion_rad=bent_rad), force_ratio(flexion_rad=bent_rad)
    ours = (-moment_nm / pull_n, load_n / pull_n, -load_n / moment_nm)
    theirs = (lever_m[0], ratio[0], -planar_n / moment_nm)
    np.testing.assert_allclose(ours, model, rtol=0.01)
    np.testing.assert_allclose(theirs, published, rtol=0.01)


def test_the_planar_method_keeps_its_last_published_value_in_the_deepest_bends() -> None:
    deep = kneecap_load(leg(), flexion_rad=np.radians([120.0, 124.0, 130.0]))
    assert np.ptp(deep.planar_n) == 0


def test_the_deeper_the_bend_the_harder_the_same_muscles_press() -> None:
    found = kneecap_load(leg(), flexion_rad=FLEXION)
    assert (np.diff(found.reaction_n) > 0).all()
    ratio = found.reaction_n / found.quadriceps_n
    assert 0.2 < ratio[0] < 0.6
    assert 1.0 < ratio[2] < 1.4


def test_the_kneecap_presses_backward_onto_the_thigh() -> None:
    assert (kneecap_load(leg(), flexion_rad=FLEXION).direction[:, 0] < 0).all()


def test_left_is_the_mirror_image_of_right() -> None:
    right = kneecap_load(leg(), flexion_rad=FLEXION)
    left = kneecap_load(leg(side=Side.LEFT), flexion_rad=FLEXION)
    np.testing.assert_allclose(left.reaction_n, right.reaction_n)
    np.testing.assert_allclose(left.direction, right.direction * [1, 1, -1])


def test_load_is_proportional_to_muscle_force_and_moment() -> None:
    once = kneecap_load(leg(), flexion_rad=FLEXION)
    twice = kneecap_load(leg(pull_n=1000.0, knee_nm=-120.0), flexion_rad=FLEXION)
    np.testing.assert_allclose(twice.reaction_n, 2 * once.reaction_n)
    np.testing.assert_allclose(twice.planar_n, 2 * once.planar_n)


def test_a_knee_that_is_not_extended_has_no_planar_load() -> None:
    assert (kneecap_load(leg(knee_nm=40.0), flexion_rad=FLEXION).planar_n == 0).all()
