"""What the person says and the therapist finds: story, examination, questionnaires, red flags.

Nothing unanswered is ever taken as "no".
"""

from kneetrace.intake.answers import UnusableAnswer, checked
from kneetrace.intake.catalogue import (
    Asker,
    Kind,
    Option,
    Question,
    UnknownQuestion,
    question,
    questions,
)
from kneetrace.intake.contradictions import Contradiction, find_contradictions
from kneetrace.intake.dispositions import Advice, Disposition, Words, advice, advices
from kneetrace.intake.flags import RedFlag, red_flags
from kneetrace.intake.judging import Judged, judge
from kneetrace.intake.questionnaires import (
    PermissionLacking,
    Questionnaire,
    QuestionnaireUnusable,
    akps,
    refuse_licensed,
)
from kneetrace.intake.record import Intake, LanguageUnknown
from kneetrace.intake.refusals import CannotBeUsed
from kneetrace.intake.scores import Score, read_scores
from kneetrace.intake.statements import BrokenStatement, Statement, Truth, Values, statement
from kneetrace.intake.story import Answer, Story
from kneetrace.intake.triaging import Triage, triage
from kneetrace.intake.values import Activity, Value
from kneetrace.intake.wording import (
    answer_form,
    answer_words,
    form_with_options,
    section_title,
    unit_word,
)

__all__ = [
    "Activity",
    "Advice",
    "Answer",
    "Asker",
    "BrokenStatement",
    "CannotBeUsed",
    "Contradiction",
    "Disposition",
    "Intake",
    "Judged",
    "Kind",
    "LanguageUnknown",
    "Option",
    "PermissionLacking",
    "Question",
    "Questionnaire",
    "QuestionnaireUnusable",
    "RedFlag",
    "Score",
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
    "akps",
    "answer_form",
    "answer_words",
    "checked",
    "find_contradictions",
    "form_with_options",
    "judge",
    "question",
    "questions",
    "read_scores",
    "red_flags",
    "refuse_licensed",
    "section_title",
    "statement",
    "triage",
    "unit_word",
]
