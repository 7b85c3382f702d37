"""What turns each shank about its own length, where the model's knee only bends.

Muscles and passive tissues share it, and how is not known: neither the muscles' arms about this
axis nor the tissues' stiffness are held. So the moment is told, and no rotation follows from it.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.inverse_dynamics import JointMoments
from kneetrace.terms import Side

Array = NDArray[np.float64]

_LONG_AXIS: Final = 1  # of the shank's frame, upwards


def shank_rotation_moments(found: JointMoments, /) -> dict[str, Array]:
    """Tell the moment about each shank's length that the thigh side gives it.

    Returns
    -------
    dict
        ``knee_rotation_r`` and ``_l``, OpenSim's names, -> (time,), N m, about the centre of the
        knee's frame on the shank; positive turns the shank inwards.
    """
    moments = {}
    for side, inwards in ((Side.RIGHT, 1.0), (Side.LEFT, -1.0)):
        shank = f"tibia_{side.suffix}"
        along = found.placed.bodies[shank].axes[:, :, _LONG_AXIS]
        moments[f"knee_rotation_{side.suffix}"] = inwards * np.einsum(
            "ti,ti->t", found.joint_moments_nm[shank], along
        )
    return moments
