"""Does the posture response do what people did in known experiments? Hits and misses.

A squat on one leg, made up. Where an experiment only says in which direction something went, the
row is the change, and its text says what was seen. Misses stand there unbound and are named.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

import numpy as np
from scipy.stats import beta

from kneetrace.explain import (
    Deficits,
    PostureAnswers,
    PostureMethod,
    StandingPerson,
    posture_shares,
    stand,
    what_if,
)
from kneetrace.explain.attribution.shapley import quick_shares, quick_subsets, shapley_shares
from validation.fitted_draws import ASKED, FITTED, fitted_people
from validation.fitted_what_ifs import missed
from validation.one_leg_squat import one_leg_squat
from validation.row import Row
from validation.simulated_shares import (
    Simulated,
    covered,
    largest,
    ranked_first,
    right_or_unsure,
    simulate,
    stress,
    true_persons,
)
from validation.two_leg_squat import two_leg_squat

YIELDING: Final = (0.0, 0.3)
"""What is believable of joints that give way."""

COSTS: Final = (20.0 / 3, 20.0, 60.0)
"""What is believable of the cost of leaving the habit."""

FITTED_PEOPLE: Final = 5
PEOPLE: Final = 100
DRAWS: Final = 100
"""Of each made-up person; 200 would take this section twice as long."""

SEED: Final = 6

SOME: Final = Deficits(
    strengths={
        "hip_abduction": (0.6, 1.0),
        "hip_external_rotation": (0.6, 1.0),
        "hip_extension": (0.6, 1.0),
        "quadriceps": (0.7, 1.0),
        "trunk": (0.6, 1.0),
    },
    dorsiflexion_rad=(float(np.radians(25.0)), float(np.radians(35.0))),
    pronation_rad=float(np.radians(5.0)),
)
SOME_ON_TWO: Final = replace(
    SOME, dorsiflexion_rad=(float(np.radians(30.0)), float(np.radians(40.0)))
)


def rows() -> Iterator[Row]:
    """Return the figures of postures."""
    yield from known_experiments()
    yield from _shares("", stand(one_leg_squat(), deficits=SOME), data="one-leg squat at 60 deg")
    on_two = stand(two_leg_squat(), deficits=SOME_ON_TWO)
    yield from _shares("two_legs.", on_two, data="squat on two legs at 90 deg")
    yield from _quick_route()
    yield from _fitted_what_ifs()
    yield from _fitted_draws()
    yield from _simulated_people()


def known_experiments() -> Iterator[Row]:
    """Return what ours does where people were seen; docs/posture.md tells them as a table."""
    yield from _nerve_block()
    yield from _extensors()
    yield from _trunk_forward()
    yield from _stiff_ankle()
    yield from _group_differences()


def _row(name: str, value: float, unit: str, must: str | None, data: str) -> Row:
    return Row(f"posture.{name}", value, unit, must, None, f"one-leg squat at 60 deg; {data}")


def _without(factors: dict[str, float], method: PostureMethod | None = None) -> PostureAnswers:
    """A person healthy as they stand, and how they would stand with these strengths."""
    strengths = dict.fromkeys(factors, (1.0, 1.0))
    person = stand(one_leg_squat(), deficits=Deficits(strengths=strengths), method=method)
    return what_if(person, strengths=factors)


def _added_deg(course: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(np.degrees(course[1] - course[0]))


def _percent(course: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(100 * (course[1] / course[0] - 1))


def _nerve_block() -> Iterator[Row]:
    """Half of the abductors' force, in a healthy person; judged where joints give way most."""
    found = [_without({"hip_abduction": 0.5}, PostureMethod(yielding=share)) for share in YIELDING]
    drops = [_added_deg(one.pelvic_drop_rad) for one in found]
    turns = [_added_deg(one.angles_rad["hip_adduction"]) for one in found]
    leans = [_added_deg(one.trunk_lean_rad) for one in found]
    seen = "nerve block (pohl2015 walking, kendall2013 on one leg): no change"
    yield _row("nerve_block.added_drop_deg", max(drops), "deg", "<= 1", seen)
    yield _row("nerve_block.added_adduction_deg", max(turns), "deg", "<= 1", seen)
    miss = f"{seen}; MISSED: ours lifts the pelvis and adducts less"
    yield _row("nerve_block.least_drop_deg", min(drops), "deg", None, miss)
    lean = f"over the standing leg; {seen}; MISSED"
    yield _row("nerve_block.added_lean_deg", max(leans), "deg", None, lean)


def _extensors() -> Iterator[Row]:
    """Weak extensors, whatever leaving the habit costs."""
    found = [_without({"hip_extension": 0.6}, PostureMethod(posture_cost=cost)) for cost in COSTS]
    trunk = [_added_deg(one.trunk_forward_rad) for one in found]
    load = [_percent(one.kneecap.reaction_n) for one in found]
    seen = "stronger extensors go with more trunk flexion, less knee work (teng2016)"
    yield _row("weak_extensors.trunk_forward_deg", max(trunk), "deg", "< 0", seen)
    yield _row("weak_extensors.kneecap_load_percent", min(load), "%", "> 0", seen)


def _trunk_forward() -> Iterator[Row]:
    """The back bent 7 degrees further forward, as far as Teng & Powers' runners leaned."""
    person = stand(one_leg_squat(), deficits=Deficits())
    bent = float(np.radians(-8.0 - 7.0))
    found = what_if(person, angles_rad={"lumbar_extension": bent})
    seen = "leaning forward: less stress (teng2014, running: 21.5 to 20.2 MPa)"
    yield _row("trunk_forward.lean_deg", _added_deg(found.trunk_forward_rad), "deg", "> 0", seen)
    stress = _percent(found.contact.mean_mpa)
    yield _row("trunk_forward.stress_percent", stress, "%", "< 0", seen)


def _stiff_ankle() -> Iterator[Row]:
    person = stand(one_leg_squat(), deficits=Deficits())
    found = what_if(person, angles_rad={"ankle_angle": float(np.radians(20.0))})
    trunk, knee = _added_deg(found.trunk_forward_rad), _added_deg(found.knee_in_rad)
    seen = "less dorsiflexion: poorer step-down (rabin2014df)"
    yield _row("stiff_ankle.trunk_forward_deg", trunk, "deg", "> 0", seen)
    yield _row("stiff_ankle.knee_in_deg", knee, "deg", None, f"{seen}; the bend is held here")
    stress = _percent(found.contact.peak_mpa)
    yield _row(
        "stiff_ankle.stress_percent",
        stress,
        "%",
        None,
        "knees past toes: more (kernozek2018), so less here; MISSED",
    )


def _group_differences() -> Iterator[Row]:
    """The weakness of people with kneecap pain, in a healthy person."""
    found = _without({"hip_abduction": 0.82, "hip_external_rotation": 0.83})
    seen = "nakagawa2012, pain less control"
    for name, course, theirs in (
        ("trunk_lean", found.trunk_lean_rad, "+2.6 deg"),
        ("pelvic_drop", found.pelvic_drop_rad, "+2.9 deg; MISSED"),
        ("hip_adduction", found.angles_rad["hip_adduction"], "+4.0 deg; MISSED"),
        ("knee_in", found.knee_in_rad, "+3.4 deg (abduction); MISSED"),
    ):
        must = "> 0" if name == "trunk_lean" else None
        added = _added_deg(course)
        yield _row(f"weak_as_with_pain.{name}_deg", added, "deg", must, f"{seen}: {theirs}")


def _shares(prefix: str, person: StandingPerson, *, data: str) -> Iterator[Row]:
    found = posture_shares(person)
    stress = found.answers.contact.peak_mpa
    shares = {
        player: share
        for player, share in found.shares(lambda answers: answers.contact.peak_mpa).items()
        if share is not None
    }
    gap = abs(sum(shares.values()) - (stress[-1] - stress[0])) / stress[0]
    data = f"{data}; strengths at 0.6 (quadriceps 0.7), ankle and foot"
    name = f"posture.{prefix}shares_sum_gap"
    yield Row(name, gap, "share of stress", "<= 1e-6", None, data)
    for player, share in shares.items():
        name, value = f"posture.{prefix}share.{player}_percent", float(100 * share / stress[0])
        yield Row(name, value, "%", None, None, f"{data}; of peak stress")


def _quick_route() -> Iterator[Row]:
    """The route of 2n + 2 subsets against all of them, in made-up people."""
    gaps = []
    for _, exact in islice(true_persons(np.random.default_rng(SEED)), 20):
        values = stress(exact.answers)
        quick = quick_shares(values[quick_subsets(len(exact.players))])
        gaps += list(100 * np.abs(quick - shapley_shares(values)) / values[0])
    data = "2n + 2 subsets against all, 20 made-up people, of peak stress"
    yield Row("posture.quick_shares_mean_gap", float(np.mean(gaps)), "%", None, None, data)
    yield Row("posture.quick_shares_largest_gap", float(np.max(gaps)), "%", None, None, data)


def _fitted_what_ifs() -> Iterator[Row]:
    """The formulas of a page's sliders against the solver."""
    found = list(missed(np.random.default_rng(SEED), people=FITTED_PEOPLE))
    data = f"{len(found)} fresh postures of {FITTED_PEOPLE} people, strengths and one joint moved"
    for name, errors, unit, must in (
        ("stress_error_percent", [100 * one.stress for one in found], "%", "<= 2"),
        ("angle_error_deg", [float(np.degrees(one.angle_rad)) for one in found], "deg", "<= 1"),
    ):
        typical, largest = float(np.quantile(errors, 0.95)), float(max(errors))
        yield Row(f"posture.sliders.{name}", typical, unit, must, None, f"95 % of {data}")
        yield Row(f"posture.sliders.largest_{name}", largest, unit, None, None, f"of {data}")


def _fitted_draws() -> Iterator[Row]:
    """Draws from a smooth fit to 300 solved ones, against solving for them."""
    people = list(fitted_people(np.random.default_rng(SEED), people=FITTED_PEOPLE))
    shares = [share for person in people for share in person.shares]
    longer = sum(one.fitted_s for one in people) / sum(one.solved_s for one in people)
    data = (
        f"a fit to {FITTED} solved draws, asked {ASKED} others; {len(shares)} shares of "
        f"{len(people)} people"
    )
    for name, values, unit in (
        ("explained_percent", [100 * one.explained for one in shares], "%"),
        ("interval_end_gap_percent", [100 * one.gap for one in shares], "%"),
        ("interval_end_gap_of_solved_percent", [100 * one.other_gap for one in shares], "%"),
    ):
        yield Row(f"posture.fitted_draws.{name}", float(np.mean(values)), unit, None, None, data)
    yield Row(
        "posture.fitted_draws.time_ratio", longer, "1", None, None, f"{data}; CPU, over solving"
    )


def _simulated_people() -> Iterator[Row]:
    generator = np.random.default_rng(SEED)
    people = list(simulate(generator, people=PEOPLE, draws=DRAWS))
    hits = [hit for one in people for hit in covered(one)]
    count = sum(hits)
    # Clopper & Pearson 1934, as if shares of one person were independent.
    low, high = (
        beta.ppf(0.05, count, len(hits) - count + 1),
        beta.ppf(0.95, count + 1, len(hits) - count),
    )
    data = (
        f"{PEOPLE} made-up people measured through noise, {DRAWS} draws each, true settings from "
        f"the same priors; {len(hits)} shares, nine in ten {100 * low:.1f} to {100 * high:.1f}"
    )
    for name, kept, must in (
        ("coverage_percent", hits, "85..95"),
        ("largest_first_or_unsure_percent", [right_or_unsure(one) for one in people], ">= 90"),
        ("anything_ranked_percent", [ranked_first(one) is not None for one in people], None),
        ("ranked_is_largest_percent", _ranked_right(people), None),
    ):
        yield Row(f"posture.shares_{name}", 100 * float(np.mean(kept)), "%", must, None, data)


def _ranked_right(people: list[Simulated]) -> list[bool]:
    """Where anything is ranked, whether it is the largest true source."""
    return [
        ranked_first(one) == largest(one) for one in people if ranked_first(one) is not None
    ] or [False]
