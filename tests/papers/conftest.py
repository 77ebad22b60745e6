"""One full Home for all tests of this folder: it is made once and taken back at the end."""

import logging

import pytest
from django.db import transaction
from django.test import override_settings

from tests.daihome.tools.papers import Complaints
from tests.papers.rows import Full

QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}


@pytest.fixture(scope="module")
def full(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(**QUICK), transaction.atomic():
        yield Full()
        transaction.set_rollback(True)


@pytest.fixture
def complaints():
    """What the layout of pages and the cutting of fonts warn about."""
    handler = Complaints()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler.messages
    for logger in loggers:
        logger.removeHandler(handler)
