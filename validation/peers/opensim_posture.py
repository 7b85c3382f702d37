"""OpenSim Moco asked for postures on one leg; run by an interpreter that has OpenSim.

Stands alone: it runs in a virtual environment of its own and imports nothing of Kneetrace.

Moco finds movements, so the posture is one that lasts: all speeds are held at nothing over the
shortest mesh it takes, one interval. The model hangs on its right foot. What does not move is
welded; the knee keeps its bend and still asks for its moment. Muscles are Moco's own
(DeGroote & Fregly 2016) with stiff tendons and no passive force, their paths fitted by OpenSim's
polynomials, as its makers advise.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import opensim

FREE_JOINTS = ("subtalar_r", "ankle_r", "walker_knee_r", "hip_r", "back")
KNEECAP, KNEECAP_FOLLOWS = "patellofemoral_r", "patellofemoral_knee_angle_r_con"
ON_FLOOR = ("calcn_r", "toes_r")
LASTS_S = 0.1
REACH_RAD = 0.35
FRAMES = 6  # the fewest that OpenSim makes a spline of
FIT_SAMPLES, FIT_REACH_DEG = 50, 15.0
CLOSE = 1e-4


def standing_model(model_file: Path, *, asked: dict[str, Any], kneecap_free: bool) -> Any:
    """Return the model on its right foot, in the pose asked for; only the free joints move."""
    model = opensim.Model(str(model_file))
    coordinates = model.getCoordinateSet()
    for coordinate in [coordinates.get(i) for i in range(coordinates.getSize())]:
        name = coordinate.getName().removesuffix("_beta")
        coordinate.setDefaultValue(asked["pose_rad"].get(name, 0.0))
        coordinate.set_locked(False)
    state = model.initSystem()
    model.realizePosition(state)
    joints, bodies = model.updJointSet(), model.updBodySet()
    foot = _offset(bodies.get("calcn_r").getTransformInGround(state))
    welds = []
    free = (*FREE_JOINTS, KNEECAP) if kneecap_free else FREE_JOINTS
    for joint in [joints.get(i) for i in range(joints.getSize())]:
        parent, child = (
            frame.findBaseFrame() for frame in (joint.getParentFrame(), joint.getChildFrame())
        )
        if joint.getName() not in (*free, "ground_pelvis"):
            at = _offset(child.findTransformBetween(state, parent))
            welds.append((joint.getName(), parent.getName(), at, child.getName()))
    constraints, forces = model.updConstraintSet(), model.updForceSet()
    for i in reversed(range(constraints.getSize())):
        if not kneecap_free or constraints.get(i).getName() != KNEECAP_FOLLOWS:
            constraints.remove(i)
    for i in reversed(range(forces.getSize())):
        muscle = opensim.Muscle.safeDownCast(forces.get(i))
        if muscle is None or muscle.getName() not in asked["isometric_n"]:
            forces.remove(i)
        else:
            muscle.setMaxIsometricForce(asked["isometric_n"][muscle.getName()])
    for name in ("ground_pelvis", *(weld[0] for weld in welds)):
        joints.remove(joints.getIndex(name))
    none = opensim.Vec3(0)
    for name, parent_name, at, child_name in welds:
        parent, child = bodies.get(parent_name), bodies.get(child_name)
        model.addJoint(opensim.WeldJoint(name, parent, *at, child, none, none))
    floor, standing = model.getGround(), bodies.get(ON_FLOOR[0])
    model.addJoint(opensim.WeldJoint("on_floor", floor, *foot, standing, none, none))
    for name in ON_FLOOR:  # what lies on the floor is no weight to balance
        bodies.get(name).setMass(1e-6)
    for name, coordinate_name, torque_nm in asked["actuators"]:
        actuator = opensim.CoordinateActuator(coordinate_name)
        actuator.setName(name)
        actuator.setOptimalForce(torque_nm)
        actuator.setMinControl(0)
        actuator.setMaxControl(1)
        model.addForce(actuator)
    model.finalizeConnections()
    return model


def _offset(transform: Any) -> tuple[Any, Any]:
    place, turn = transform.p(), transform.R().convertRotationToBodyFixedXYZ()
    return tuple(opensim.Vec3(*(vector.get(i) for i in range(3))) for vector in (place, turn))


def fitted_paths(model: Any, *, folder: Path) -> Path:
    """Fit polynomials to the paths of the muscles around the pose."""
    model.initSystem()
    coordinates = [model.getCoordinateSet().get(i) for i in range(model.getNumCoordinates())]
    pose = opensim.RowVector([each.getDefaultValue() for each in coordinates])
    fitter = opensim.PolynomialPathFitter()
    fitter.setModel(opensim.ModelProcessor(model))
    fitter.setCoordinateValues(_lasting([_value_of(each) for each in coordinates], row=pose))
    fitter.setGlobalCoordinateSamplingBounds(opensim.Vec2(-FIT_REACH_DEG, FIT_REACH_DEG))
    fitter.setNumSamplesPerFrame(FIT_SAMPLES)
    fitter.setNumParallelThreads(1)
    fitter.setOutputDirectory(str(folder))
    fitter.run()
    return next(folder.glob("*_FunctionBasedPathSet.xml"))


def solve(model: Any, *, asked: dict[str, Any], paths: Path) -> dict[str, Any]:
    """Find the posture of least effort and least distance from the habit."""
    made = opensim.ModelProcessor(model)
    made.append(opensim.ModOpReplaceMusclesWithDeGrooteFregly2016())
    made.append(opensim.ModOpIgnoreTendonCompliance())
    made.append(opensim.ModOpIgnorePassiveFiberForcesDGF())
    made.append(opensim.ModOpIgnoreActivationDynamics())
    made.append(opensim.ModOpFiberDampingDGF(0.0))
    made.append(opensim.ModOpReplacePathsWithFunctionBasedPaths(str(paths)))
    model = made.process()
    model.initSystem()
    coordinates = {each: model.getCoordinateSet().get(each) for each in asked["habit_rad"]}
    study = opensim.MocoStudy()
    problem = study.updProblem()
    problem.setModel(model)
    problem.setTimeBounds(0, LASTS_S)
    knee = model.getCoordinateSet().get("knee_angle_r")
    start = {}
    for coordinate in (*coordinates.values(), knee):
        value = asked["pose_rad"].get(coordinate.getName(), 0.0)
        reach = 0.0 if coordinate is knee else REACH_RAD
        start[_value_of(coordinate)] = value
        problem.setStateInfo(_value_of(coordinate), [value - reach, value + reach])
        problem.setStateInfo(_speed_of(coordinate), [0, 0])
    half = 0.5 / LASTS_S  # goals are integrals over time
    problem.addGoal(opensim.MocoControlGoal("effort", half))
    habit = opensim.MocoStateTrackingGoal("habit", half * asked["posture_cost"])
    wanted = opensim.RowVector(list(asked["habit_rad"].values()))
    habit.setReference(_lasting([_value_of(each) for each in coordinates.values()], row=wanted))
    problem.addGoal(habit)
    for axis, place_m in zip((0, 2), asked["weight_m"], strict=True):
        weight = opensim.MocoOutputTrackingGoal(f"weight_{axis}", half * asked["balance_cost"])
        weight.setOutputPath("|com_position")
        weight.setOutputIndex(axis)
        weight.setExponent(2)
        weight.setTrackingFunction(opensim.Constant(place_m))
        problem.addGoal(weight)
    solver = study.initCasADiSolver()
    solver.set_num_mesh_intervals(1)
    solver.set_transcription_scheme("trapezoidal")
    solver.set_optim_convergence_tolerance(CLOSE)
    solver.set_optim_constraint_tolerance(CLOSE)
    solver.set_parallel(0)
    solver.set_verbosity(0)
    guess = solver.createGuess("bounds")
    for name, value in start.items():
        guess.setState(name, opensim.Vector(guess.getNumTimes(), value))
    for name in guess.getControlNames():
        guess.setControl(name, opensim.Vector(guess.getNumTimes(), 0.1))
    solver.setGuess(guess)
    started = time.process_time()
    solution = study.solve()
    taken_s = time.process_time() - started
    solution.unseal()
    return {
        "taken_s": taken_s,
        "found": solution.success(),
        "angles_rad": {
            name: float(solution.getStateMat(_value_of(each))[0])
            for name, each in coordinates.items()
        },
    }


def _value_of(coordinate: Any) -> str:
    return f"{coordinate.getAbsolutePathString()}/value"


def _speed_of(coordinate: Any) -> str:
    return f"{coordinate.getAbsolutePathString()}/speed"


def _lasting(labels: list[str], *, row: Any) -> Any:
    table = opensim.TimeSeriesTable()
    table.setColumnLabels(labels)
    table.addTableMetaDataString("inDegrees", "no")
    for time_s in np.linspace(0, LASTS_S, FRAMES):
        table.appendRow(float(time_s), row)
    return opensim.TableProcessor(table)


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("model", type=Path)
    given.add_argument("asked", type=Path, help="a list of postures, as JSON")
    given.add_argument("out", type=Path)
    files = given.parse_args()
    opensim.Logger.setLevelString("error")
    opensim.Logger.removeFileSink()
    model_file, out = files.model.resolve(), files.out.resolve()
    postures = json.loads(files.asked.read_text())
    told = []
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)  # Moco leaves files where it runs
        bending = standing_model(model_file, asked=postures[0], kneecap_free=True)
        paths = fitted_paths(bending, folder=Path(place))
        for asked in postures:
            model = standing_model(model_file, asked=asked, kneecap_free=False)
            told.append(solve(model, asked=asked, paths=paths))
    out.write_text(json.dumps(told))


if __name__ == "__main__":
    main()
