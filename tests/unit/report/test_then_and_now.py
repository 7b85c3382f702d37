from dataclasses import replace

from kneetrace.measure import Change, changes_between
from kneetrace.report import Changed, read_words, render_report
from kneetrace.report.findings import Sureness
from kneetrace.report.then_and_now import change_findings, show_changed
from kneetrace.terms import Measure, Person, Quality, Side, Unit

DEPTH = Measure(
    name="knee_flexion_peak",
    value=1.6,
    low=1.5,
    high=1.7,
    unit=Unit.RADIAN,
    side=Side.RIGHT,
    mdc=0.15,
)
DEEPER = replace(DEPTH, value=1.9, low=1.8, high=2.0)
COARSE = replace(DEPTH, name="pelvic_list", side=None, quality=Quality.COARSE)


def changes(*pairs: tuple[Measure, Measure]) -> tuple[Change, ...]:
    before, now = zip(*pairs, strict=True)
    return changes_between(before=before, now=now)


def test_a_real_change_is_told_and_the_rest_listed_once() -> None:
    same = replace(DEPTH, side=Side.LEFT)
    changed = Changed(test="squat", changes=changes((DEPTH, DEEPER), (same, same)))
    real, noise = change_findings(changed, words=read_words())
    assert real.sentence == (
        "Deepest knee bend, right: 92° then, 109° now, more than the 9° that measuring alone "
        "makes up."
    )
    assert real.sureness is Sureness.MEASURED
    assert noise.sentence.endswith("makes up: deepest knee bend, left.")


def test_the_table_says_of_a_coarse_measure_that_it_cannot_tell() -> None:
    changed = Changed(
        test="squat",
        changes=changes((COARSE, replace(COARSE, value=1.65)), (DEPTH, DEEPER), (DEPTH, DEEPER)),
    )
    (shown,) = show_changed([changed, Changed(test="squat", changes=())], words=read_words())
    coarse, depth, *_ = shown.rows
    assert coarse.real.startswith("cannot tell")
    assert coarse.before == "86 to 97°"
    assert (depth.difference, depth.real) == ("+17°", "yes")


def test_the_page_has_the_section_only_with_changes() -> None:
    person = Person(height_m=1.7, mass_kg=70)
    changed = Changed(test="squat", changes=changes((DEPTH, DEEPER)))
    assert 'id="since"' in render_report(person=person, changed=[changed])
    assert 'id="since"' not in render_report(person=person, changed=[])
