"""OpenSim as the origin of the muscle tables and as the oracle; run by an interpreter that has it.

Stands alone: it runs in a virtual environment of its own and imports nothing of Kneetrace.
"""

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import opensim


def table_muscles(model_file: Path, *, asked: Path, out: Path) -> None:
    """Lengths (pose,), m, and moment arms (pose, coordinate), m, of each muscle in its poses.

    ``asked`` holds for each muscle ``<muscle>.coordinates`` and ``<muscle>.poses``, rad.
    """
    model = opensim.Model(str(model_file))
    state = model.initSystem()
    coordinates, muscles = model.getCoordinateSet(), model.getMuscles()
    told: dict[str, Any] = {}
    with np.load(asked) as ask:
        for name in sorted({key.rpartition(".")[0] for key in ask.files}):
            muscle = muscles.get(name)
            moved = [coordinates.get(str(each)) for each in ask[f"{name}.coordinates"]]
            poses = ask[f"{name}.poses"]
            lengths, arms = np.zeros(len(poses)), np.zeros(poses.shape)
            for p, pose in enumerate(poses):
                for coordinate, value in zip(moved, pose, strict=True):
                    coordinate.setValue(state, float(value), False)
                    if coordinate.getName().startswith("knee_angle"):  # the kneecap follows
                        follower = coordinates.get(f"{coordinate.getName()}_beta")
                        follower.setValue(state, float(value), False)
                model.realizePosition(state)
                lengths[p] = muscle.getLength(state)
                arms[p] = [muscle.computeMomentArm(state, each) for each in moved]
            for coordinate in moved:
                coordinate.setValue(state, 0.0, False)
                if coordinate.getName().startswith("knee_angle"):
                    coordinates.get(f"{coordinate.getName()}_beta").setValue(state, 0.0, False)
            told[f"{name}.lengths_m"], told[f"{name}.arms_m"] = lengths, arms
    np.savez(out, **told)


def table_kneecap(model_file: Path, *, asked: Path, out: Path) -> None:
    """Pull on the right kneecap by each muscle at 1 N: (pose, xyz), in the thigh's axes.

    ``asked`` is that of ``table_muscles``.
    """
    model = opensim.Model(str(model_file))
    state = model.initSystem()
    coordinates, thigh = model.getCoordinateSet(), model.getBodySet().get("femur_r")
    told: dict[str, Any] = {}
    with np.load(asked) as ask:
        for name in sorted({key.rpartition(".")[0] for key in ask.files}):
            path = model.getMuscles().get(name).getGeometryPath()
            moved = [coordinates.get(str(each)) for each in ask[f"{name}.coordinates"]]
            pulls = np.zeros((len(ask[f"{name}.poses"]), 3))
            for p, pose in enumerate(ask[f"{name}.poses"]):
                for coordinate, value in zip(moved, pose, strict=True):
                    coordinate.setValue(state, float(value), False)
                    if coordinate.getName() == "knee_angle_r":
                        follower = coordinates.get("knee_angle_r_beta")
                        follower.setValue(state, float(value), False)
                model.realizePosition(state)
                forces = opensim.ArrayPointForceDirection()
                path.getPointForceDirections(state, forces)
                for each in [forces.get(i) for i in range(forces.getSize())]:
                    if each.frame().getName() == "patella_r":
                        local = model.getGround().expressVectorInAnotherFrame(
                            state, each.direction(), thigh
                        )
                        pulls[p] += [local.get(axis) for axis in range(3)]
            told[f"{name}.pulls"] = pulls
    np.savez(out, **told)


def table_curves(model_file: Path, *, out: Path) -> None:
    """Millard's active force-length and force-velocity curves, which all muscles share."""
    model = opensim.Model(str(model_file))
    model.initSystem()
    muscle = opensim.Millard2012EquilibriumMuscle.safeDownCast(model.getMuscles().get(0))
    lengths, velocities = np.linspace(0.2, 2.0, 361), np.linspace(-1.2, 1.2, 481)
    by_length, by_velocity = muscle.get_ActiveForceLengthCurve(), muscle.get_ForceVelocityCurve()
    np.savez(
        out,
        force_length=[by_length.calcValue(float(each)) for each in lengths],
        force_velocity=[by_velocity.calcValue(float(each)) for each in velocities],
    )


def solve_motion(model_file: Path, *, folder: Path, every: int, lowpass_hz: float) -> None:
    """Inverse dynamics of a motion, then muscle forces by static optimisation in every n-th frame.

    ``folder`` holds motion.mot and ground.xml (with its ground.mot); results are written there.
    """
    motion = opensim.TimeSeriesTable(str(folder / "motion.mot"))
    times = np.array(motion.getIndependentColumn())
    dynamics = opensim.InverseDynamicsTool()
    dynamics.setName("dynamics")
    dynamics.setModelFileName(str(model_file))
    dynamics.setCoordinatesFileName(str(folder / "motion.mot"))
    dynamics.setExternalLoadsFileName(str(folder / "ground.xml"))
    dynamics.setLowpassCutoffFrequency(lowpass_hz)
    dynamics.setStartTime(times[0])
    dynamics.setEndTime(times[-1])
    without = opensim.ArrayStr()
    without.append("Muscles")
    dynamics.setExcludedForces(without)
    dynamics.setResultsDir(str(folder))
    dynamics.setOutputGenForceFileName("moments.sto")
    dynamics.run()
    _keep(folder / "moments.sto")
    if every:
        _optimise(model_file, folder=folder, span=(times[0], times[-1]), every=every)


def _optimise(model_file: Path, *, folder: Path, span: tuple[float, float], every: int) -> None:
    model = opensim.Model(str(model_file))
    _own_actuators(model)
    model.printToXML(str(folder / "actuated.osim"))
    optimisation = opensim.StaticOptimization()
    optimisation.setStartTime(span[0])
    optimisation.setEndTime(span[1])
    optimisation.setStepInterval(every)
    optimisation.setUseMusclePhysiology(True)
    optimisation.setConvergenceCriterion(1e-5)
    optimisation.setMaxIterations(300)
    tool = opensim.AnalyzeTool()
    tool.setName("muscles")
    tool.setModelFilename(str(folder / "actuated.osim"))
    tool.setCoordinatesFileName(str(folder / "motion.mot"))
    tool.setExternalLoadsFileName(str(folder / "ground.xml"))
    tool.setLowpassCutoffFrequency(-1)
    tool.setInitialTime(span[0])
    tool.setFinalTime(span[1])
    tool.setResultsDir(str(folder))
    tool.getAnalysisSet().cloneAndAppend(optimisation)
    tool.printToXML(str(folder / "analyse.xml"))
    started = time.perf_counter()
    opensim.AnalyzeTool(str(folder / "analyse.xml")).run()  # only a tool read again works
    wall_s = time.perf_counter() - started
    _keep(folder / "muscles_StaticOptimization_activation.sto", wall_s=wall_s)
    _keep(folder / "muscles_StaticOptimization_force.sto")


def _own_actuators(model: opensim.Model) -> None:
    """Lock what the tables hold rigid; leave legs 1 N m of reserve, everything else plenty."""
    for side in "rl":
        model.getCoordinateSet().get(f"mtp_angle_{side}").set_locked(True)
    forces = model.updForceSet()
    for index in reversed(range(forces.getSize())):
        if forces.get(index).getConcreteClassName() == "CoordinateActuator":
            forces.remove(index)
    for coordinate in [model.getCoordinateSet().get(i) for i in range(model.getNumCoordinates())]:
        name = coordinate.getName()
        if name.endswith("_beta") or name.startswith("mtp"):
            continue
        actuator = opensim.CoordinateActuator(name)
        actuator.setName(f"reserve_{name}")
        of_leg = name.startswith(("hip", "knee", "ankle", "subtalar"))
        actuator.setOptimalForce(1.0 if of_leg else 1000.0)
        actuator.setMinControl(-np.inf)
        actuator.setMaxControl(np.inf)
        model.addForce(actuator)
    model.finalizeConnections()


def _keep(storage: Path, **facts: Any) -> None:
    """Turn a storage file into arrays: time_s, names, values (time, column)."""
    table = opensim.TimeSeriesTable(str(storage))
    np.savez(
        storage.with_suffix(".npz"),
        time_s=np.array(table.getIndependentColumn()),
        names=list(table.getColumnLabels()),
        values=table.getMatrix().to_numpy(),
        **facts,
    )


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("task", choices=("muscles", "kneecap", "curves", "motion"))
    given.add_argument("model", type=Path)
    given.add_argument("--asked", type=Path)
    given.add_argument("--out", type=Path, required=True, help="a file; of a motion its folder")
    given.add_argument("--every", type=int, default=0, help="optimise every n-th frame; 0 = none")
    given.add_argument("--lowpass-hz", type=float, default=-1.0)
    asked = given.parse_args()
    opensim.Logger.setLevelString("error")
    opensim.Logger.removeFileSink()
    if asked.task == "muscles":
        table_muscles(asked.model, asked=asked.asked, out=asked.out)
    elif asked.task == "kneecap":
        table_kneecap(asked.model, asked=asked.asked, out=asked.out)
    elif asked.task == "motion":
        solve_motion(asked.model, folder=asked.out, every=asked.every, lowpass_hz=asked.lowpass_hz)
    else:
        table_curves(asked.model, out=asked.out)


if __name__ == "__main__":
    main()
