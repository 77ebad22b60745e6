"""The working-day table on the staff's site: what changes there moves the clocks that run."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from suggestions.models import DueChange, SpecialDay
from suggestions.pipeline import Step
from tests.factories import make_suggestion

PAGE = "admin:suggestions_specialday"
DUE = date(2026, 6, 2)


@pytest.fixture
def open_matter(home, chair):
    return make_suggestion(home, step=Step.SUPERVISE, by=chair)


@pytest.fixture
def done_matter(home, chair):
    return make_suggestion(home, step=Step.ARCHIVE, by=chair)


def day_off(day=DUE):
    return SpecialDay.objects.create(date=day, is_workday=False, name="当地庆典")


def typed(day, works=False, name="当地庆典"):
    return {"date": str(day), "name": name} | ({"is_workday": "on"} if works else {})


def test_added_day_moves_open_matters_only(sign_in, administrator, open_matter, done_matter):
    before = list(done_matter.due_dates.values())

    page = sign_in(administrator).post(reverse(f"{PAGE}_add"), typed(DUE), follow=True)

    open_matter.refresh_from_db()
    assert open_matter.due_on == open_matter.main_assignment().due_on == date(2026, 6, 3)
    assert "有 1 个正在计的限期随之改动" in page.text
    change = DueChange.objects.get()
    assert (change.cause, change.text, change.before, change.after, change.by) == (
        "calendar", "2026-06-02定为放假。", DUE, date(2026, 6, 3), administrator,
    )  # fmt: skip
    assert list(done_matter.due_dates.values()) == before
    assert all(row["on_time"] for row in before)


def save(client, row, **fields):
    seen = row.history.latest().pk
    return client.post(
        reverse(f"{PAGE}_change", args=[row.pk]), typed(**fields) | {"seen": seen}, follow=True
    )


def test_changed_and_deleted_day_moves_them_back(sign_in, administrator, open_matter):
    client, day = sign_in(administrator), day_off()
    save(client, day, day=DUE, name="庆典")
    open_matter.refresh_from_db()
    assert open_matter.due_on == date(2026, 6, 3)

    save(client, day, day=date(2026, 6, 3))
    open_matter.refresh_from_db()
    assert open_matter.due_on == DUE
    save(client, day, day=DUE)
    page = client.post(reverse(f"{PAGE}_delete", args=[day.pk]), {"post": "yes"}, follow=True)

    open_matter.refresh_from_db()
    assert open_matter.due_on == DUE
    assert "有 1 个正在计的限期随之改动" in page.text
    assert [change.text for change in DueChange.objects.all()] == [
        "2026-06-02改为放假。", "2026-06-03改为放假。", "2026-06-02改为放假。", "2026-06-02不再放假。",
    ]  # fmt: skip


def test_refused_day_moves_nothing(sign_in, administrator, clerk, open_matter):
    sign_in(administrator).post(reverse(f"{PAGE}_add"), typed("2026-02-30"))
    assert sign_in(clerk).post(reverse(f"{PAGE}_add"), typed(DUE)).status_code == 403

    open_matter.refresh_from_db()
    assert (open_matter.due_on, DueChange.objects.count()) == (DUE, 0)


# --- from a list ---
LIST = "日期,上班/放假,说明\n2026-06-02,放假,当地庆典\n2026年6月6日,上班,当地庆典调休\n"


def upload(client, text):
    return client.post(
        reverse(f"{PAGE}_import"), {"file": SimpleUploadedFile("放假.csv", text.encode())}
    )


def test_list_is_previewed_then_imported(sign_in, administrator, open_matter, done_matter):
    client, before = sign_in(administrator), list(done_matter.due_dates.values())
    assert "从表格导入" in client.get(reverse(f"{PAGE}_changelist")).text

    preview = upload(client, LIST)

    assert "新增 2，更新 0，未变 0" in preview.text
    assert "确认以后：有 1 个正在计的限期随之改动" in preview.text
    open_matter.refresh_from_db()
    assert (open_matter.due_on, DueChange.objects.count()) == (DUE, 0)
    key = preview.context["key"]
    client.post(reverse(f"{PAGE}_import_confirm"), {"key": key})

    open_matter.refresh_from_db()
    assert open_matter.due_on == date(2026, 6, 3)
    assert SpecialDay.objects.get(date=date(2026, 6, 6)).is_workday is True
    assert SpecialDay.objects.get(date=DUE).history.get().history_user == administrator
    assert DueChange.objects.get().text == "导入了新的放假安排。"
    assert list(done_matter.due_dates.values()) == before
    again = upload(client, LIST)
    assert "新增 0，更新 0，未变 2" in again.text


def test_one_bad_row_keeps_out_all_and_each_is_named(sign_in, administrator):
    text = "日期,上班/放假,说明\n2026-06-02,放假,庆典\n2026-02-30,休,庆典\n2026-06-02,也许,\n"

    page = upload(sign_in(administrator), text)

    assert [(error.row, error.column) for error in page.context["outcome"].errors] == [
        (3, "日期"), (4, "日期"), (4, "上班/放假"), (4, "说明"),
    ]  # fmt: skip
    assert "和第 2 行重复" in page.text
    assert not SpecialDay.objects.filter(date=DUE).exists()


def test_import_needs_no_home_and_is_for_administrators(sign_in, administrator, clerk):
    page = sign_in(administrator).get(reverse(f"{PAGE}_import"))
    assert list(page.context["form"].fields) == ["file"]
    assert sign_in(clerk).get(reverse(f"{PAGE}_import")).status_code == 403
    assert sign_in(clerk).post(reverse(f"{PAGE}_import_confirm"), {"key": "1"}).status_code == 403


def test_command_imports_all_or_nothing(tmp_path, open_matter, capsys):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(LIST)
    bad.write_text(LIST + "2026-06-09,可能,庆典\n")

    with pytest.raises(CommandError, match="有 1 处不对"):
        call_command("import_workdays", bad)
    assert "第 4 行" in capsys.readouterr().err
    assert not SpecialDay.objects.filter(date=DUE).exists()
    call_command("import_workdays", good)

    assert "新增 2，更新 0，未变 0。有 1 个正在计的限期随之改动" in capsys.readouterr().out
    open_matter.refresh_from_db()
    assert open_matter.due_on == date(2026, 6, 3)
