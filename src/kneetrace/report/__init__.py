"""The story told on paper and screen: plain words, drawings, pictures, the overlay video."""

from kneetrace.report.chapter import Chapter
from kneetrace.report.differential_chapter import told_prior
from kneetrace.report.explanation_lines import PlainExplanation, plain_explanation
from kneetrace.report.explanation_page import render_explanation
from kneetrace.report.explanation_words import ExplanationWords
from kneetrace.report.findings import Finding, Sureness, plain_findings
from kneetrace.report.intake_page import ToldStory, render_intake
from kneetrace.report.intake_words import Say
from kneetrace.report.load_chapter import LoadOfTest, plain_load
from kneetrace.report.load_page import render_load
from kneetrace.report.load_words import LoadWords
from kneetrace.report.overlay import OverlayUnwritable, write_overlay
from kneetrace.report.page import render_report
from kneetrace.report.pictures import (
    Picture,
    Place,
    draw_phone,
    draw_picture,
    find_picture,
    phone_places,
    picture_style,
    read_picture,
)
from kneetrace.report.purpose import Purpose, PurposePart, Said, purpose_figures, read_purpose
from kneetrace.report.reasons import Reason, plain_reasons
from kneetrace.report.safety_chapter import ShownFlag, ShownQuestion, ShownSafety, show_safety
from kneetrace.report.score import plain_score
from kneetrace.report.sheet import (
    UnknownLanguage,
    UnknownTest,
    find_test,
    render_sheet,
    steps_of,
    where_to_film,
)
from kneetrace.report.stills import Frame, Still, StillTaker
from kneetrace.report.strength_sentences import strength_findings
from kneetrace.report.technique import plain_technique
from kneetrace.report.then_and_now import Changed, change_findings
from kneetrace.report.told import Told
from kneetrace.report.what_if import WhatIfTable, tell_what_if
from kneetrace.report.what_if_picture import render_what_if
from kneetrace.report.words import Words, read_words

__all__ = [
    "Changed",
    "Chapter",
    "ExplanationWords",
    "Finding",
    "Frame",
    "LoadOfTest",
    "LoadWords",
    "OverlayUnwritable",
    "Picture",
    "Place",
    "PlainExplanation",
    "Purpose",
    "PurposePart",
    "Reason",
    "Said",
    "Say",
    "ShownFlag",
    "ShownQuestion",
    "ShownSafety",
    "Still",
    "StillTaker",
    "Sureness",
    "Told",
    "ToldStory",
    "UnknownLanguage",
    "UnknownTest",
    "WhatIfTable",
    "Words",
    "change_findings",
    "draw_phone",
    "draw_picture",
    "find_picture",
    "find_test",
    "phone_places",
    "picture_style",
    "plain_explanation",
    "plain_findings",
    "plain_load",
    "plain_reasons",
    "plain_score",
    "plain_technique",
    "purpose_figures",
    "read_picture",
    "read_purpose",
    "read_words",
    "render_explanation",
    "render_intake",
    "render_load",
    "render_report",
    "render_sheet",
    "render_what_if",
    "show_safety",
    "steps_of",
    "strength_findings",
    "tell_what_if",
    "told_prior",
    "where_to_film",
    "write_overlay",
]
