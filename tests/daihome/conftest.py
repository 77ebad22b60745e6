"""What the pages with papers share with the tests of the paper tool."""

from tests.daihome.tools.conftest import complaints  # noqa: F401
