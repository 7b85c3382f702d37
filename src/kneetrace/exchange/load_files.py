"""What a movement asked of a person, as a table (Parquet) of frames and as a JSON summary."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace import __version__
from kneetrace.exchange.answer_fields import person_fields
from kneetrace.exchange.json_documents import write_json
from kneetrace.exchange.whole_files import whole_file
from kneetrace.explain import Load, MostUsed
from kneetrace.terms import Side, is_angle

Array = NDArray[np.float64]

LOAD_KIND: Final = "kneetrace.load"
LOAD_VERSION: Final = 1
LOAD_SCHEMA: Final = f"{LOAD_KIND}/{LOAD_VERSION}"
"""Schema that ``load.json`` and ``load.parquet`` are written in."""


def load_columns(load: Load) -> dict[str, Array]:
    """Put loads into columns, one row for each frame, in OpenSim's names with the unit behind.

    Returns
    -------
    dict
        ``time_s``; ``knee_angle_r_deg`` and ``pelvis_ty_m`` of each coordinate;
        ``knee_angle_r_moment_nm`` (places: ``_force_n``); ``vasmed_r_force_n`` and
        ``vasmed_r_activation``; ``patellofemoral_r_reaction_n`` and ``..._planar_n``, each with
        ``_low_n`` and ``_high_n``; ``patellofemoral_r_peak_stress_of_reference`` and its like and
        ``knee_extensors_r_capacity_used``, each with ``_low`` and ``_high``;
        ``pelvis_unexplained_share``. NaN where a leg's load is not told.
    """
    columns = {"time_s": load.time_s}
    for name, values in load.motion.values.items():
        if name not in load.unseen:
            turns = is_angle(name)
            columns[f"{name}_{'deg' if turns else 'm'}"] = np.degrees(values) if turns else values
    for name, values in load.moments.items():
        columns[f"{name}_{'moment_nm' if is_angle(name) else 'force_n'}"] = values
    for side in Side:
        columns |= _leg_columns(load, side)
    return columns | {"pelvis_unexplained_share": load.unexplained_share}


def write_load_table(load: Load, *, path: str | Path) -> None:
    """Write ``load.parquet``: see ``load_columns``; what is not told is empty."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = load_columns(load)
    table = pa.table({name: pa.array(column, from_pandas=True) for name, column in columns.items()})
    marked = table.replace_schema_metadata({"schema": LOAD_SCHEMA, "method": load.method})
    with whole_file(path) as unfinished:
        pq.write_table(marked, unfinished, compression="zstd")


def load_document(load: Load) -> dict[str, Any]:
    """Put loads into the form ``load.json`` has: peaks, what was left out, and why.

    Returns
    -------
    dict
        ``schema, method, program, person, measured_ground, by_camera, notes, unseen, reference``;
        ``legs`` by side: frames told, the kneecap's greatest load by either method with the ends it
        may have (N, body weights, and over the reference's), and the greatest share of each muscle
        group's strength that was used: with its ends, whether they are close enough to tell
        anything, and whether that strength was measured. ``strengths``: of each group the factor
        over a young adult's with its ends, and where it is from. ``contact``: what each kneecap's
        cartilage bore at its greatest peak stress, null where that is not told.
    """
    return {
        "schema": LOAD_SCHEMA,
        "method": load.method,
        "program": f"kneetrace {__version__}",
        "person": person_fields(load.person),
        "frames": len(load.time_s),
        "measured_ground": load.measured_ground,
        "unexplained_share_95": float(np.percentile(load.unexplained_share, 95)),
        "by_camera": load.by_camera,
        "notes": list(load.notes),
        "unseen": list(load.unseen),
        "reference": asdict(load.reference)
        | {"lateral_share": float(load.reference.contacts.lateral_share[0])},
        "strengths": [asdict(group) for group in load.strengths.groups],
        "legs": {side.value: _leg_document(load, side) for side in Side},
        "contact": {side.value: _contact_document(load, side) for side in Side},
    }


def write_load(load: Load, *, path: str | Path) -> None:
    """Write ``load.json``."""
    write_json(load_document(load), path=path)


def _leg_columns(load: Load, side: Side) -> dict[str, Array]:
    leg, s = load.legs[side], side.suffix
    knee = f"patellofemoral_{s}"
    columns = {
        f"{knee}_reaction_n": leg.kneecap.reaction_n,
        f"{knee}_reaction_low_n": leg.reaction_low_n,
        f"{knee}_reaction_high_n": leg.reaction_high_n,
        f"{knee}_planar_n": leg.kneecap.planar_n,
        f"{knee}_planar_low_n": leg.planar_low_n,
        f"{knee}_planar_high_n": leg.planar_high_n,
    }
    for group, share in load.capacity[side].items():
        used = f"{group}_{s}_capacity_used"
        columns |= {used: share.share, f"{used}_low": share.low, f"{used}_high": share.high}
    for at, muscle in enumerate(leg.forces.names):
        columns[f"{muscle}_{s}_force_n"] = leg.forces.forces_n[:, at]
        columns[f"{muscle}_{s}_activation"] = leg.forces.activations[:, at]
    for name, (low, value, high) in load.contacts[side].courses.items():
        columns |= {
            f"{knee}_{name}": value,
            f"{knee}_{name}_low": low,
            f"{knee}_{name}_high": high,
        }
    return {name: np.where(load.told[side], one, np.nan) for name, one in columns.items()}


def _leg_document(load: Load, side: Side) -> dict[str, Any]:
    leg, told = load.legs[side], load.told[side]
    if not told.any():
        return {"frames_told": 0, "kneecap": None, "capacity_used": {}}
    return {
        "frames_told": int(told.sum()),
        "kneecap": {peak.method: asdict(peak) for peak in load.peaks(side)},
        "capacity_used": {
            group: used_fields(share.most(told)) for group, share in load.capacity[side].items()
        },
        "muscle_force_peak_n": dict(
            zip(leg.forces.names, leg.forces.forces_n[told].max(axis=0).tolist(), strict=True)
        ),
    }


def used_fields(most: MostUsed) -> dict[str, Any]:
    """Put the greatest share of a group's strength that was used into plain fields."""
    return {**asdict(most), "told": most.told}


def _contact_document(load: Load, side: Side) -> dict[str, Any] | None:
    peak, contact = load.contact_peak(side), load.contacts[side]
    if peak is None:
        return None
    return {
        "frames_told": int(contact.told.sum()),
        "frames_harder_pulled_not_told": int(contact.beyond.sum()),
        "time_s": peak.time_s,
        "knee_deg": peak.knee_deg,
        **{
            name: dict(zip(("low", "value", "high"), ends, strict=True))
            for name, ends in peak.figures.items()
        },
    }
