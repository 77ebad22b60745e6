"""Where parked files were first; they are kept by the tools, for every room."""

from daihome.tools.parking import (  # noqa: F401 - for those who look here
    FOLDER,
    VALID_SECONDS,
    Parked,
    discard,
    find,
    park,
    sweep,
)
