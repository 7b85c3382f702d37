"""Every written case is sent at least where it belongs, and for the reason it was written for."""

import pytest

from kneetrace.intake import Asker, Disposition, Story, question, red_flags, triage
from validation.vignettes import TOLD_AT, Vignette, read_vignettes

VIGNETTES = read_vignettes()


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda each: each.text[:60])
def test_no_case_is_sent_lower_than_it_belongs(vignette: Vignette) -> None:
    found = vignette.triaged()
    raised = {flag.name for flag in found.raised}
    assert found.disposition >= vignette.truth
    assert vignette.raised <= raised
    assert not vignette.not_raised & raised
    assert not found.to_ask


def test_there_are_enough_and_every_flag_has_one_that_raises_it() -> None:
    assert len(VIGNETTES) >= 80
    written = set().union(*(each.raised for each in VIGNETTES))
    assert written == {flag.name for flag in red_flags()}


def test_the_urgent_flags_have_a_near_miss() -> None:
    near = set().union(*(each.not_raised for each in VIGNETTES))
    assert {
        "infected_joint",
        "fracture_ottawa",
        "clot_wells",
        "locked_knee",
        "hip_of_the_young",
        "bone_pain_of_the_young",
        "stress_fracture_hip",
        "ligament_torn",
        "kneecap_dislocated",
    } <= near


def test_forgetting_what_raised_a_flag_never_sends_home_who_must_be_seen_today() -> None:
    for vignette in VIGNETTES:
        if vignette.truth < Disposition.URGENT:
            continue
        for name in {name for flag in vignette.triaged().raised for name in flag.when.names}:
            if question(name=name).asked is Asker.PERSON:
                unknown = vignette.story.answered(name=name, value=None, at=TOLD_AT)
                left = (each for each in vignette.story.answers if each.question != name)
                assert triage(story=unknown).disposition >= Disposition.DOCTOR
                unasked = triage(story=Story(answers=tuple(left)))
                assert unasked.worst >= vignette.truth
                assert unasked.to_ask or unasked.disposition >= vignette.truth
