"""From what was seen of a recording to its Measurement: the same way for every source."""

from kneetrace.measure.movement.clinical import answers_for
from kneetrace.measure.movement.events.finders import find_events
from kneetrace.measure.movement.judging.misfits import fit_to_test
from kneetrace.measure.movement.judging.tested_side import find_tested_side
from kneetrace.measure.movement.judging.viewgate import judge_view
from kneetrace.measure.movement.measurement import Measurement, ViewFinding
from kneetrace.measure.movement.movements import movement_test
from kneetrace.measure.movement.scene import Scene
from kneetrace.measure.movement.scores.step_down_score import propose_score
from kneetrace.measure.movement.scores.technique import score_technique
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.measure.movement.views import with_findings
from kneetrace.terms import Person, Side

METHOD = "measure/2"
"""Schema and method version of every Measurement made here."""


def answer_test(
    *,
    sight: Sight,
    test: str,
    person: Person,
    side: Side | None = None,
    noticed: tuple[ViewFinding, ...] = (),
) -> Measurement:
    """Put a movement test's questions to a recording.

    Parameters
    ----------
    sight
        The person in the recording, and the fitted body where there is one.
    test
        Name of the movement test that was asked for.
    side
        The leg that was asked to do it; ``None`` for both, or where nobody said. Of a test that
        one leg does, the leg that is seen to do it is measured.
    noticed
        What was noticed about the recording on the way to here.

    Returns
    -------
    Measurement

    Raises
    ------
    UnknownMovementTest
        For a name that is no movement test.
    """
    asked = movement_test(name=test)
    judged = judge_view(sight=sight, test=asked)
    leg = find_tested_side(sight=sight, test=asked, said=side)
    fitting = fit_to_test(
        sight=sight,
        test=asked,
        found=find_events(sight=sight, test=asked, side=leg.side),
        side=leg.side,
    )
    found, judged = fitting.found, with_findings(judged=judged, findings=fitting.findings)
    scene = Scene(
        test=asked,
        person=person,
        sight=sight,
        side=leg.side,
        side_untold=leg.untold,
        found=found,
        judged=judged,
    )
    answers = answers_for(scene=scene)
    return Measurement(
        test=test,
        side=leg.side,
        person=person,
        source=sight.source,
        clip=sight.clip,
        landmarks=sight.landmarks,
        track=sight.track,
        motion=sight.motion,
        repetitions=found.repetitions,
        answers=answers,
        findings=(*noticed, *leg.findings, *judged.findings),
        technique=score_technique(
            test=test,
            repetitions=tuple(each.number for each in scene.complete),
            answers=answers,
        ),
        score=propose_score(test=test, answers=answers, side=leg.side, height_m=person.height_m),
        method=METHOD,
    )
