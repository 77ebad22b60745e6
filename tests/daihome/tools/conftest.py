import logging

import pytest

from tests.daihome.tools.papers import Complaints


@pytest.fixture
def complaints():
    handler = Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    yield handler.messages
    logger.removeHandler(handler)


@pytest.fixture
def template(tmp_path, settings):
    """Write a template that papers can be rendered from; returns its name."""
    folder = tmp_path / "templates"
    folder.mkdir()
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**first, "DIRS": [*first["DIRS"], folder]}]

    def write(source, name="paper.html"):
        (folder / name).write_text(source, encoding="utf-8")
        return name

    return write
