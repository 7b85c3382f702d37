"""Translators to and from files that others read; no network.

Angles leave in degrees and come back in radians. Every file is written whole or not at all.
"""

from kneetrace.exchange.json_documents import FileUnreadable, WrittenByNewer, read_json, write_json
from kneetrace.exchange.landmark_table import read_landmarks, write_landmarks
from kneetrace.exchange.measurement_json import (
    MEASUREMENT_SCHEMA,
    measurement_document,
    write_measurement,
)
from kneetrace.exchange.motion_file import MotionTable, read_mot, write_mot
from kneetrace.exchange.stored_measurement import StoredMeasurement, read_measurement
from kneetrace.exchange.whole_files import whole_file

__all__ = [
    "MEASUREMENT_SCHEMA",
    "FileUnreadable",
    "MotionTable",
    "StoredMeasurement",
    "WrittenByNewer",
    "measurement_document",
    "read_json",
    "read_landmarks",
    "read_measurement",
    "read_mot",
    "whole_file",
    "write_json",
    "write_landmarks",
    "write_measurement",
    "write_mot",
]
