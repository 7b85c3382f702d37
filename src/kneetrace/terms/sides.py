"""Left and right are words, never signs."""

from enum import StrEnum


class Side(StrEnum):
    """A side of the person, not of the picture."""

    RIGHT = "right"
    LEFT = "left"

    @property
    def suffix(self) -> str:
        """Ending of OpenSim coordinate names for this side: ``"r"`` or ``"l"``."""
        return self.value[0]

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.LEFT if self is Side.RIGHT else Side.RIGHT
