"""What the papers of this room share with the tests of the paper tool."""

from tests.daihome.tools.conftest import complaints  # noqa: F401
