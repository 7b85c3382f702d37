"""Drawings of people doing something: a posture as data goes in, SVG comes out."""

from kneetrace.report.pictures.card import draw_picture, picture_style
from kneetrace.report.pictures.outline import hull_path
from kneetrace.report.pictures.phone import Place, draw_phone, phone_places
from kneetrace.report.pictures.picture import Picture, read_picture
from kneetrace.report.pictures.shelf import find_picture

__all__ = [
    "Picture",
    "Place",
    "draw_phone",
    "draw_picture",
    "find_picture",
    "hull_path",
    "phone_places",
    "picture_style",
    "read_picture",
]
