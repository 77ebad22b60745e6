"""Loaded before Django reads its settings: a test run keeps its keys and files in a folder of its own."""

import os
import tempfile
from pathlib import Path

folder = Path(os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="daihome-tests-")))
# whitenoise warns when the folder of collected files is missing, and warnings are errors here.
(folder / "static").mkdir(parents=True, exist_ok=True)
