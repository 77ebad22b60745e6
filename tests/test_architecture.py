"""The order of the rooms and the rules of the house, read from the source itself."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# An app imports only what stands to its left; the two channels do not know each other.
MAY_IMPORT = {
    "representatives": set(),
    "suggestions": {"representatives"},
    "reception": {"representatives", "suggestions"},
    "inspections": {"representatives", "suggestions"},
}
ROOMS = set(MAY_IMPORT)
# Of the wiring an app uses its tools, and the pages that say what went wrong.
WIRING = re.compile(r"daihome(\.(?!tools)|$)")
PAGES_FOR_ERRORS = {"daihome", "daihome.errors"}
SOURCES = sorted(
    path
    for room in [*ROOMS, "daihome"]
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name_of(path):
    return str(path.relative_to(ROOT))


def imports(path):
    """Modules that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_rooms_import_only_to_their_left(path):
    room = path.relative_to(ROOT).parts[0]
    rooms_used = {module.split(".")[0] for module in imports(path)} & (ROOMS - {room})

    if room in MAY_IMPORT:
        assert rooms_used <= MAY_IMPORT[room]
        assert {module for module in imports(path) if WIRING.match(module)} <= PAGES_FOR_ERRORS
    elif "tools" in path.parts:
        assert rooms_used == set()


def test_guard_sees_imports_inside_functions(tmp_path):
    source = tmp_path / "late.py"
    source.write_text("def f():\n    from reception.models import Day\n", encoding="utf-8")

    assert list(imports(source)) == ["reception.models"]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_and_functions_stay_small(path):
    text = path.read_text(encoding="utf-8")
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
    ]

    assert text.count("\n") <= 400
    assert long == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_views_never_fetch_by_key_past_the_scope(path):
    if not re.search(r"views|admin", name_of(path)):
        return
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\.objects\.get\(|get_object_or_404\(\s*[A-Z]\w+\s*,", text)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_markup_is_trusted_in_the_tools_only(path):
    if "tools" not in path.parts:
        assert "mark_safe" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_keep_the_content_security_policy(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|\son[a-z]+=\"|javascript:|\|safe\b|<style", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


def test_no_state_emblem_or_flag_is_shipped():
    names = [path.name.lower() for path in (ROOT / "static").rglob("*") if path.is_file()]

    assert not [name for name in names if re.search(r"emblem|guohui|flag|guoqi", name)]
