from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from kneetrace.measure import Measurement, ViewFinding
from kneetrace.measure.movement.films import join_films
from kneetrace.measure.movement.seen.sight import Source
from kneetrace.measure.movement.views import view_rule
from kneetrace.terms import Answer, CannotTell, Measure, Quality, Side, Unit

KNEE, LINE = "knee_flexion_peak", "frontal_plane_projection_angle"


def told(
    name: str,
    value: float,
    reach: float,
    *,
    side: Side = Side.RIGHT,
    quality: Quality = Quality.MEASURED,
    whole: bool = True,
) -> Iterator[Answer]:
    """Three repetitions about a value, and their mean where there is one."""
    for repetition in (1, 2, 3, None) if whole else (1, 2, 3):
        yield Measure(
            name=name,
            value=value,
            low=value - reach,
            high=value + reach,
            unit=Unit.RADIAN,
            side=side,
            repetition=repetition,
            quality=quality,
            mdc=reach,
            mdc_origin="measured",
        )


def refused(name: str, reason: str) -> CannotTell:
    return CannotTell(name=name, reason=reason, advice="Do.")


@pytest.fixture
def film(squat_measurement: Measurement) -> "Film":
    return Film(squat_measurement)


class Film:
    """Makes films of the same squats that tell what they are given."""

    def __init__(self, like: Measurement) -> None:
        self.like = like

    def __call__(
        self, name: str, *answers: Answer, findings: Sequence[ViewFinding] = ()
    ) -> Measurement:
        return replace(
            self.like,
            clip=replace(self.like.clip, name=name),
            answers=answers,
            findings=tuple(findings),
        )


def of(joined: Measurement, name: str) -> list[Measure]:
    return [one for one in joined.answers if isinstance(one, Measure) and one.name == name]


def test_each_measure_is_told_from_the_film_that_shows_it(film: Film) -> None:
    front = film("front.mp4", refused(KNEE, "not so"), *told(LINE, 0.1, 0.05, whole=False))
    side = film("side.mp4", *told(KNEE, 1.5, 0.1), refused(LINE, "not so"))
    joined = join_films(films=(front, side))
    assert joined.source is Source.IN_TURN
    assert joined.clip.name == "front.mp4"
    assert {one.film for one in of(joined, KNEE)} == {"side.mp4"}
    assert {one.film for one in of(joined, LINE)} == {"front.mp4"}
    assert not any(isinstance(one, CannotTell) for one in joined.answers)
    assert [one.clip.name for one in joined.films] == ["front.mp4", "side.mp4"]


def test_a_measured_value_goes_before_a_coarse_one_however_narrow(film: Film) -> None:
    front = film("front.mp4", *told(KNEE, 1.5, 0.05, quality=Quality.COARSE))
    side = film("side.mp4", *told(KNEE, 1.52, 0.2))
    joined = join_films(films=(front, side))
    assert {(one.film, one.value) for one in of(joined, KNEE)} == {("side.mp4", 1.52)}
    assert joined.disagreements == ()


def test_films_that_agree_are_weighed_by_their_precision(film: Film) -> None:
    one, other = film("a.mp4", *told(KNEE, 1.5, 0.1)), film("b.mp4", *told(KNEE, 1.6, 0.15))
    joined = join_films(films=(one, other))
    (mean,) = [each for each in of(joined, KNEE) if each.repetition is None]
    assert mean.film == "a.mp4 and b.mp4"
    assert mean.value == pytest.approx(1.5 + 0.1 / 7)
    assert 0.15 < mean.high - mean.low < 0.2
    assert mean.mdc == pytest.approx((mean.high - mean.value) / 1.6449 * 1.96 * 2**0.5)
    single = [each for each in of(joined, KNEE) if each.repetition is not None]
    assert {each.film for each in single} == {"a.mp4"}
    swapped = join_films(films=(other, one))
    (again,) = [each for each in of(swapped, KNEE) if each.repetition is None]
    assert again.film == "b.mp4 and a.mp4"
    assert again.value == pytest.approx(mean.value)


def test_a_film_that_adds_nothing_is_left_out_of_the_mean(film: Film) -> None:
    one, other = film("a.mp4", *told(KNEE, 1.5, 0.1)), film("b.mp4", *told(KNEE, 1.6, 0.3))
    joined = join_films(films=(one, other))
    assert {(each.film, each.value) for each in of(joined, KNEE)} == {("a.mp4", 1.5)}
    assert joined.disagreements == ()


def test_films_that_differ_are_not_averaged_and_it_is_said(film: Film) -> None:
    one, other = film("a.mp4", *told(KNEE, 1.2, 0.1)), film("b.mp4", *told(KNEE, 1.6, 0.2))
    joined = join_films(films=(one, other))
    assert {(each.film, each.value) for each in of(joined, KNEE)} == {("a.mp4", 1.2)}
    (said,) = joined.disagreements
    assert (said.told.film, said.told.value) == ("a.mp4", 1.2)
    assert (said.other.film, said.other.value) == ("b.mp4", 1.6)


def test_sides_may_come_from_films_of_their_own(film: Film) -> None:
    right = film("r.mp4", *told(KNEE, 1.5, 0.1), *told(KNEE, 1.4, 0.3, side=Side.LEFT))
    left = film(
        "l.mp4",
        *told(KNEE, 1.5, 0.3, quality=Quality.COARSE),
        *told(KNEE, 1.4, 0.1, side=Side.LEFT, whole=False),
    )
    by_side = {one.side: one.film for one in of(join_films(films=(right, left)), KNEE)}
    assert by_side == {Side.RIGHT: "r.mp4", Side.LEFT: "l.mp4"}


def test_repetitions_are_counted_in_each_film(film: Film) -> None:
    def counted(count: int) -> Measure:
        return Measure(name="repetition_count", value=count, low=count, high=count, unit=Unit.COUNT)

    joined = join_films(films=(film("a.mp4", counted(5)), film("b.mp4", counted(4))))
    assert [(one.film, one.value) for one in of(joined, "repetition_count")] == [
        ("a.mp4", 5),
        ("b.mp4", 4),
    ]


def test_what_no_film_tells_keeps_the_reason_that_is_not_the_view(film: Film) -> None:
    not_shown = view_rule(test="squat", measure=LINE).reason
    front, side = (
        film("front.mp4", refused(LINE, "Hidden.")),
        film("side.mp4", refused(LINE, not_shown)),
    )
    for films in ((front, side), (side, front)):
        (told_of,) = [one for one in join_films(films=films).answers if one.name == LINE]
        assert isinstance(told_of, CannotTell)
        assert (told_of.reason, told_of.film) == ("Hidden.", "front.mp4")


def test_a_film_that_tells_nothing_is_named_with_the_reason(film: Film) -> None:
    good, bad = film("a.mp4", *told(KNEE, 1.5, 0.1)), film("b.mp4", refused(KNEE, "Too dark."))
    (said,) = join_films(films=(good, bad)).findings
    assert said.sentence == "Nothing could be told from b.mp4. Too dark."


def test_of_views_only_what_both_miss_is_noticed_and_that_once(film: Film) -> None:
    def noticed(what: str) -> ViewFinding:
        return ViewFinding(what=what, sentence=what, advice="")

    knee = tuple(told(KNEE, 1.5, 0.1))
    behind = noticed("view_oblique")
    front = film("front.mp4", *knee, findings=[noticed("view_side"), noticed("dark"), behind])
    side = film("side.mp4", *knee, findings=[noticed("view_front"), behind])
    assert [(one.what, one.film) for one in join_films(films=(front, side)).findings] == [
        ("dark", "front.mp4"),
        ("view_oblique", None),
    ]
