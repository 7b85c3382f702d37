"""Stories made of a few answers."""

from datetime import UTC, datetime
from typing import Any

from kneetrace.intake import Story

_AT = datetime(2026, 3, 2, tzinfo=UTC)


def story_of(**answers: Any) -> Story:
    """Give a story with these answers; ``None`` says "I do not know"."""
    story = Story()
    for name, value in answers.items():
        story = story.answered(name=name, value=value, at=_AT)
    return story
