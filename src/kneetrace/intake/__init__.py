"""What the person says and the therapist finds: story, examination, questionnaires, red flags.

Nothing unanswered is ever taken as "no".
"""

from kneetrace.intake.answers import Activity, UnusableAnswer, Value
from kneetrace.intake.dispositions import Advice, Disposition, Words, advice, advices
from kneetrace.intake.flags import RedFlag, red_flags
from kneetrace.intake.questions import (
    Asker,
    Kind,
    Option,
    Question,
    UnknownQuestion,
    question,
    questions,
)
from kneetrace.intake.statements import BrokenStatement, Statement, Truth, Values, statement
from kneetrace.intake.story import Answer, Story
from kneetrace.intake.triaging import Triage, triage

__all__ = [
    "Activity",
    "Advice",
    "Answer",
    "Asker",
    "BrokenStatement",
    "Disposition",
    "Kind",
    "Option",
    "Question",
    "RedFlag",
    "Statement",
    "Story",
    "Triage",
    "Truth",
    "UnknownQuestion",
    "UnusableAnswer",
    "Value",
    "Values",
    "Words",
    "advice",
    "advices",
    "question",
    "questions",
    "red_flags",
    "statement",
    "triage",
]
