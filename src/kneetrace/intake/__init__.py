"""What the person says and the therapist finds: story, examination, questionnaires, red flags.

Nothing unanswered is ever taken as "no".
"""

from kneetrace.intake.answers import Activity, UnusableAnswer, Value
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

__all__ = [
    "Activity",
    "Answer",
    "Asker",
    "BrokenStatement",
    "Kind",
    "Option",
    "Question",
    "Statement",
    "Story",
    "Truth",
    "UnknownQuestion",
    "UnusableAnswer",
    "Value",
    "Values",
    "question",
    "questions",
    "statement",
]
