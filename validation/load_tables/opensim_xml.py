"""What an OpenSim model file says, without OpenSim: bodies, joints, muscle parameters."""

import xml.etree.ElementTree as Tree
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

Array = NDArray[np.float64]

KNEECAP_RANGE_RAD: Final = (-0.17, 2.2)
KNEECAP_DEGREE: Final = 6  # DESIGN: the kneecap weighs 0.07 kg; half a centimetre is near enough


def read_model(path: Path) -> Tree.Element:
    """Return the model element of an .osim file of format 40000."""
    model = Tree.parse(path).getroot().find("Model")
    if model is None:
        raise ValueError(f"{path.name} holds no model")
    return model


def numbers(element: Tree.Element, tag: str) -> list[float]:
    return [float(each) for each in (element.findtext(tag) or "").split()]


def bodies(model: Tree.Element) -> list[dict[str, Any]]:
    """Bodies as rows of the skeleton table."""
    return [
        {
            "name": body.get("name"),
            "mass_kg": numbers(body, "mass")[0],
            "centre_m": numbers(body, "mass_center"),
            "inertia_kgm2": numbers(body, "inertia"),
        }
        for body in model.iterfind("BodySet/objects/Body")
    ]


def joints(model: Tree.Element) -> list[dict[str, Any]]:
    """Joints as rows of the skeleton table, parents first."""
    return [_joint(joint) for joint in _in(model, "JointSet")]


def muscles(model: Tree.Element) -> list[dict[str, Any]]:
    """Muscle parameters as rows."""
    return [
        {
            "name": muscle.get("name"),
            "isometric_force_n": numbers(muscle, "max_isometric_force")[0],
            "optimal_length_m": numbers(muscle, "optimal_fiber_length")[0],
            "tendon_length_m": numbers(muscle, "tendon_slack_length")[0],
            "pennation_rad": numbers(muscle, "pennation_angle_at_optimal")[0],
        }
        for muscle in _in(model, "ForceSet")
        if muscle.tag == "Millard2012EquilibriumMuscle"
    ]


def _in(model: Tree.Element, tag: str) -> list[Tree.Element]:
    objects = model.find(f"{tag}/objects")
    return [] if objects is None else list(objects)


def _joint(joint: Tree.Element) -> dict[str, Any]:
    frames = {frame.get("name"): frame for frame in joint.iterfind("frames/PhysicalOffsetFrame")}
    parent = frames[joint.findtext("socket_parent_frame")]
    child = frames[joint.findtext("socket_child_frame")]
    return {
        "name": joint.get("name"),
        "parent": (parent.findtext("socket_parent") or "").rpartition("/")[2],
        "child": (child.findtext("socket_parent") or "").rpartition("/")[2],
        "parent_place_m": numbers(parent, "translation"),
        "parent_turn_rad": numbers(parent, "orientation"),
        "moves": _moves(joint),
        "child_place_m": numbers(child, "translation"),
        "child_turn_rad": numbers(child, "orientation"),
    }


def _moves(joint: Tree.Element) -> list[dict[str, Any]]:
    """Elementary motions in the order they are made: slides in the parent, then turns."""
    if joint.tag == "WeldJoint":
        return []
    if joint.tag == "PinJoint":
        coordinate = joint.find("coordinates/Coordinate")
        assert coordinate is not None
        name = coordinate.get("name")
        return [{"coordinate": name, "turns": True, "axis": [0.0, 0.0, 1.0], "course": [0.0, 1.0]}]
    rows = []
    for axis in joint.iterfind("SpatialTransform/TransformAxis"):
        function = next(each for each in axis if each.get("name") == "function")
        course = _course(function)
        row: dict[str, Any] = {
            "turns": (axis.get("name") or "").startswith("rotation"),
            "axis": numbers(axis, "axis"),
            "course": course,
        }
        name = (axis.findtext("coordinates") or "").strip()
        if name:
            row["coordinate"] = name
        if any(course):
            rows.append(row)
    return sorted(rows, key=lambda row: bool(row["turns"]))  # stable: slides come first


def _course(function: Tree.Element) -> list[float]:
    """Coefficients, constant first; the kneecap's splines become polynomials near enough."""
    if function.tag == "MultiplierFunction":
        scale = numbers(function, "scale")[0]
        inner = function.find("function/*")
        assert inner is not None
        return [scale * each for each in _course(inner)]
    if function.tag == "Constant":
        return numbers(function, "value")
    if function.tag == "SimmSpline":
        spline = CubicSpline(numbers(function, "x"), numbers(function, "y"), bc_type="natural")
        at = np.linspace(*KNEECAP_RANGE_RAD, 100)
        return [
            float(each)
            for each in np.polynomial.Polynomial.fit(at, spline(at), KNEECAP_DEGREE).convert().coef
        ]
    if function.tag in ("LinearFunction", "PolynomialFunction"):
        return numbers(function, "coefficients")[::-1]
    raise ValueError(f"no rule for a {function.tag}")
