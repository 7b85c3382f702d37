import pytest

from kneetrace.measure.body.marker_map import find_marks, marks, sd_of

SETS = {
    "Plug-in Gait": "LASI RASI LPSI RPSI LKNE RKNE LANK RANK LHEE RHEE LTOE RTOE C7 CLAV",
    "Vicon with a subject": "P17:LASI P17:RASI P17:SACR P17:LKNE P17:RKNE P17:LANK P17:RANK",
    "OpenCap": "r.ASIS_study L.ASIS_study r.PSIS_study L.PSIS_study r_knee_study L_knee_study",
    "ISB": "R_IAS L_IAS R_IPS L_IPS R_FLE L_FLE R_FME L_FME R_FAL L_FAL R_TAM L_TAM",
    "OpenSim gait": "R.ASIS L.ASIS V.Sacral R.Knee.Lat L.Knee.Lat R.Ankle.Lat L.Ankle.Lat",
    "Rajagopal": "RASI LASI RPSI LPSI RLFC LLFC RMFC LMFC RLMAL LLMAL RMMAL LMMAL RCAL LCAL",
}


@pytest.mark.parametrize("names", SETS.values(), ids=list(SETS))
def test_usual_marker_sets_give_pelvis_and_knees(names: str) -> None:
    found = find_marks(names=names.split())
    assert {"right_asis", "left_asis", "right_knee_lateral", "left_knee_lateral"} <= found.keys()


def test_each_side_is_found_with_the_mark_it_names() -> None:
    names = ["RKNE", "LKNE", "r_mknee", "L.Heel"]
    found = find_marks(names=names)
    assert found == {
        "right_knee_lateral": 0,
        "left_knee_lateral": 1,
        "right_knee_medial": 2,
        "left_heel": 3,
    }


def test_joint_centres_of_networks_are_no_markers_on_the_skin() -> None:
    found = find_marks(names=["RHip", "LHip", "RKnee", "RAnkle", "RBigToe", "RHeel", "Neck"])
    assert {"right_hip", "right_knee", "right_ankle", "right_toe", "right_heel"} <= found.keys()
    assert "right_knee_lateral" not in found


def test_a_single_knee_marker_beside_marked_spines_is_on_the_outside() -> None:
    names = ["R.ASIS", "L.ASIS", "R.Knee", "R.Ankle"]
    assert {"right_knee_lateral": 2, "right_ankle_lateral": 3}.items() <= find_marks(
        names=names
    ).items()
    assert "right_knee" in find_marks(names=["R.Knee", "R.Ankle"])


def test_keypoints_beside_markers_stay_keypoints() -> None:
    found = find_marks(names=["r.ASIS_study", "L.ASIS_study", "RKnee", "r_knee_study"])
    assert found["right_knee"] == 2
    assert found["right_knee_lateral"] == 3


def test_no_name_stands_for_two_places() -> None:
    spelled = [
        (one.format(s=s, side=side), mark.name, side)
        for mark in marks().values()
        for one in mark.names
        for s, side in ((("r", "right"), ("l", "left")) if mark.sided else (("", ""),))
    ]
    names = [name for name, *_ in spelled]
    assert len(names) == len(set(names))


def test_markers_a_network_predicted_are_trusted_less() -> None:
    assert sd_of("right_knee_lateral", name="r_knee_study") > sd_of(
        "right_knee_lateral", name="RKNE"
    )
    assert sd_of("c7", name="C7") == marks()["c7"].sd_m
