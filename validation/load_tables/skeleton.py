"""The skeleton table: bodies and joints of the model, kneecap and toes made one with others."""

from pathlib import Path
from typing import Any, Final

import numpy as np

from kneetrace.explain.load.skeleton import body_fixed_xyz
from validation.load_tables import opensim_xml

RIGID: Final = "mtp_angle"
FOLLOWER: Final = "_beta"  # the kneecap's coordinate, coupled to equal the knee's
LEG_SHARE: Final = 0.235 + 0.242  # thigh and shank, shares of stature (Drillis & Contini 1966)


def skeleton_table(model_file: Path) -> dict[str, Any]:
    """Bodies and joints as rows, and the stature whose usual thigh and shank these are."""
    model = opensim_xml.read_model(model_file)
    joints = opensim_xml.joints(model)
    for joint in joints:
        for move in joint["moves"]:
            if move.get("coordinate", "").startswith(RIGID):
                move["course"] = [move["course"][0]]
                del move["coordinate"]
            elif move.get("coordinate", "").endswith(FOLLOWER):
                move["coordinate"] = move["coordinate"].removesuffix(FOLLOWER)
        joint["moves"] = [move for move in joint["moves"] if any(move["course"])]
    return {
        "height_m": round(_leg_m(joints) / LEG_SHARE, 3),
        "body": opensim_xml.bodies(model),
        "joint": joints,
    }


def _leg_m(joints: list[dict[str, Any]]) -> float:
    """Thigh plus shank of the straight right leg, m."""
    by_child = {joint["child"]: joint for joint in joints}
    return sum(
        float(np.linalg.norm(_origin_m(by_child[child]))) for child in ("tibia_r", "talus_r")
    )


def _origin_m(joint: dict[str, Any]) -> np.ndarray:
    turn = body_fixed_xyz(np.array(joint["parent_turn_rad"]))
    back = body_fixed_xyz(np.array(joint["child_turn_rad"])).T
    return np.asarray(joint["parent_place_m"] - turn @ back @ np.array(joint["child_place_m"]))
