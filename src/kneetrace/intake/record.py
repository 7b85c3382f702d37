"""One person's intake: whose it is, the story, and the questionnaires that came with it."""

from dataclasses import dataclass, field
from datetime import date

from kneetrace.intake.questionnaires import Questionnaire
from kneetrace.intake.story import Story
from kneetrace.terms import LANGUAGES, InvalidInput, Person


class LanguageUnknown(InvalidInput):
    """The questions are not written in this language."""


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What one person told and a therapist found at the knee that hurts.

    ``language`` is the one the person is asked in ("en" or "es"); answers in the person's own
    words are kept as they were written, whatever language that is.

    Raises
    ------
    LanguageUnknown
        For any other language.
    """

    story: Story = field(default_factory=Story)
    label: str = Person.label
    language: str = "en"
    questionnaires: tuple[Questionnaire, ...] = ()

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise LanguageUnknown(
                f'The questions are not written in "{self.language}": choose one of '
                f"{', '.join(LANGUAGES)}."
            )

    @property
    def made_on(self) -> date | None:
        """The day of the newest answer; ``None`` where there is none yet."""
        times = [answer.given_at for answer in self.story.answers]
        times += [one.given_at for one in self.questionnaires]
        return max(times).date() if times else None
