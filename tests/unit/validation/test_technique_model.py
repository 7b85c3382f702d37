import tomllib

from kneetrace.measure import technique_model
from tests.conftest import RealData
from validation.kinect_people import FOLDER
from validation.technique_model import FILE, committed_origin, technique_file


def test_a_model_shipped_is_what_the_data_give(real_data: RealData) -> None:
    """The other movements' are compared in the validation (technique.*_model_as_shipped)."""
    test = "sit_to_stand"
    origin = committed_origin()
    made = technique_file(
        real_data(FOLDER).parent,
        people=origin["people"],
        made_on=origin["made_on"],
        tests=(test,),
    )
    shipped = tomllib.loads(FILE.read_text("utf-8"))
    assert tomllib.loads(made)["model"][test] == shipped["model"][test]


def test_a_model_says_how_well_it_tells_and_from_whom_it_was_learnt() -> None:
    model = technique_model(test="squat")
    assert model is not None
    assert 0.5 < model.auc_low < model.auc < model.auc_high <= 1
    assert model.people == len(committed_origin()["people"])
