import math
from dataclasses import replace

from kneetrace import evidence
from kneetrace.explain import KneePose, geometry_context, kneecap_model, solve_contact
from kneetrace.explain.kneecap.shapes import KneecapShape


def test_every_effect_has_a_registered_source_and_a_range_at_each_bend() -> None:
    for effect in geometry_context():
        assert effect.source in evidence.sources()
        assert effect.usual != effect.changed
        assert len(effect.low) == len(effect.high) == len(effect.flexion_deg) == 3
        assert all(low <= high for low, high in zip(effect.low, effect.high, strict=True))


def test_the_usual_shape_is_that_of_the_model() -> None:
    usual = KneecapShape()
    of = {effect.name: effect.usual for effect in geometry_context()}
    assert of["flatter_groove"] == usual.sulcus_angle_deg
    assert of["shallower_groove"] == usual.groove_depth_mm
    assert of["narrower_kneecap"] == usual.width_mm


def test_a_flat_and_shallow_groove_presses_harder_as_the_table_says() -> None:
    effect = next(e for e in geometry_context() if e.name == "flatter_and_shallower_groove")
    usual = KneecapShape()
    flat = replace(usual, sulcus_angle_deg=143.3, groove_depth_mm=effect.changed)
    pose = KneePose(flexion_rad=math.radians(60), quadriceps_n=1500)
    other, reference = (
        solve_contact(model=kneecap_model(shape=shape), pose=pose).peak_mpa
        for shape in (flat, usual)
    )
    at = effect.flexion_deg.index(60)
    # The table goes along with the model: python -m validation.kneecap geometry
    assert 0.97 * effect.low[at] <= other / reference <= 1.03 * effect.high[at]


def test_what_the_model_cannot_show_is_not_told() -> None:
    assert [effect.name for effect in geometry_context() if not effect.told] == ["higher_kneecap"]
