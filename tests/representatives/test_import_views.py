import datetime
import io
import os

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from daihome.tools.sheets import SheetError, read_rows
from daihome.tools.uploads import private_storage
from representatives.imports import pending
from representatives.imports.people import RepresentativeImport
from representatives.models import Representative, Village
from tests.factories import make_user
from tests.representatives.test_imports import COUNTY, FULL_ROW, XIZI, sheet

PEOPLE = "admin:representatives_representative"
VILLAGES = "admin:representatives_village"


def upload(client, page, data, name="名册.xlsx", **fields):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse(f"{page}_import"), {"file": file, **fields})


def confirm(client, page, key):
    return client.post(reverse(f"{page}_import_confirm"), {"key": key})


def stored_files():
    return private_storage.listdir("imports")[1] if private_storage.exists("imports") else []


def test_preview_then_confirmation_imports(sign_in, clerk):
    client = sign_in(clerk)

    preview = upload(client, PEOPLE, sheet(FULL_ROW))

    assert "新增 1，更新 0，未变 0" in preview.content.decode()
    assert "138****8000" in preview.content.decode()
    assert "13800138000" not in preview.content.decode()
    assert not Representative.objects.exists()

    answer = confirm(client, PEOPLE, preview.context["key"])

    assert answer.url == reverse(f"{PEOPLE}_changelist")
    person = Representative.objects.get()
    assert (person.name, person.home) == ("王秀英", clerk.home)
    assert person.history.get().history_user == clerk
    assert stored_files() == []


def test_list_of_villages_is_imported(sign_in, clerk):
    client = sign_in(clerk)
    preview = upload(client, VILLAGES, XIZI.read_bytes(), "村.csv")

    confirm(client, VILLAGES, preview.context["key"])

    assert Village.objects.filter(home=clerk.home).count() == 34


def test_kept_file_is_encrypted(sign_in, clerk, settings):
    upload(sign_in(clerk), PEOPLE, "姓名,电话\n张三,13800138000\n".encode(), "a.csv")

    (name,) = stored_files()
    with private_storage.open(f"imports/{name}") as file:
        content = file.read()
    assert "张三".encode() not in content
    assert b"13800138000" not in content


def test_confirmation_works_once(sign_in, clerk):
    client = sign_in(clerk)
    key = upload(client, PEOPLE, sheet({"姓名": "张三"})).context["key"]
    confirm(client, PEOPLE, key)

    again = confirm(client, PEOPLE, key)

    assert again.status_code == 409
    assert "已经过期" in again.content.decode()
    assert Representative.objects.count() == 1


@pytest.mark.parametrize("key", ["", "../../../../etc/passwd", "0" * 32, "\x00"])
def test_confirmation_of_something_else_is_refused(sign_in, clerk, key):
    client = sign_in(clerk)
    upload(client, PEOPLE, sheet({"姓名": "张三"}))

    assert confirm(client, PEOPLE, key).status_code == 409
    assert not Representative.objects.exists()


def test_key_of_somebody_else_is_refused(sign_in, clerk, other_clerk):
    key = upload(sign_in(clerk), PEOPLE, sheet({"姓名": "张三"})).context["key"]

    assert confirm(sign_in(other_clerk), PEOPLE, key).status_code == 409
    assert not Representative.objects.exists()


def test_preview_older_than_an_hour_is_gone(sign_in, clerk):
    client = sign_in(clerk)
    key = upload(client, PEOPLE, sheet({"姓名": "张三"})).context["key"]
    old = datetime.datetime.now().timestamp() - 3700  # noqa: DTZ005
    os.utime(private_storage.path(f"imports/{key}"), (old, old))

    assert confirm(client, PEOPLE, key).status_code == 409
    assert stored_files() == []


def test_next_upload_removes_what_nobody_confirmed(settings, db):
    key = pending.keep(b"1")
    old = datetime.datetime.now().timestamp() - 3700  # noqa: DTZ005
    os.utime(private_storage.path(f"imports/{key}"), (old, old))

    new = pending.keep(b"2")

    assert stored_files() == [new]
    assert pending.take(new) == b"2"
    assert pending.take(new) is None


def test_bad_rows_are_listed_and_nothing_is_kept(sign_in, clerk):
    page = upload(sign_in(clerk), PEOPLE, sheet({"姓名": "张三", "性别": "不详"}))

    text = page.content.decode()
    assert "第 2 行" in text
    assert "性别" in text
    assert "请写“男”或“女”。" in text
    assert stored_files() == []


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"<html><script>alert(1)</script></html>", "a.xls", "网页"),
        (b"x" * (5 * 1024 * 1024 + 1), "a.csv", "超过 5 MB"),
        ("姓名\n<script>alert(1)</script>\n".encode(), "<script>.csv", "姓名里不能有"),
    ],
)
def test_bad_file_is_named_on_the_page(sign_in, clerk, data, name, words):
    page = upload(sign_in(clerk), PEOPLE, data, name)

    assert page.status_code == 200
    assert words in page.content.decode()
    assert "<script>alert" not in page.content.decode()


def test_form_without_a_file_says_so(sign_in, clerk):
    page = sign_in(clerk).post(reverse(f"{PEOPLE}_import"), {})

    assert "请选择要导入的表格文件。" in page.content.decode()


def test_rows_that_turned_bad_since_the_preview_are_named(sign_in, clerk):
    client = sign_in(clerk)
    key = upload(client, PEOPLE, sheet({"姓名": "张三"})).context["key"]
    for month in (1, 2):
        Representative.objects.create(
            home=clerk.home, name="张三", born_on=datetime.date(1970, month, 1)
        )

    page = confirm(client, PEOPLE, key)

    assert "有 2 位代表同名" in page.content.decode()
    assert Representative.objects.count() == 2


def test_unchanged_list_has_nothing_to_confirm(sign_in, clerk):
    client = sign_in(clerk)
    confirm(client, PEOPLE, upload(client, PEOPLE, sheet(FULL_ROW)).context["key"])

    page = upload(client, PEOPLE, sheet(FULL_ROW)).content.decode()

    assert "完全一样" in page
    assert "确认导入" not in page


def test_import_goes_into_the_own_home_only(sign_in, clerk, other_home):
    client = sign_in(clerk)

    key = upload(client, PEOPLE, sheet({"姓名": "张三"}), home=other_home.pk).context["key"]
    confirm(client, PEOPLE, key)

    assert Representative.objects.get().home == clerk.home


def test_who_sees_several_homes_chooses(sign_in, home, other_home):
    client = sign_in(make_user(is_superuser=True, role="administrator"))

    assert "请选择代表之家。" in upload(client, PEOPLE, sheet({"姓名": "张三"})).content.decode()
    key = upload(client, PEOPLE, sheet({"姓名": "张三"}), home=other_home.pk).context["key"]
    confirm(client, PEOPLE, key)
    assert Representative.objects.get().home == other_home
    villages = upload(client, VILLAGES, COUNTY.read_bytes(), "村.csv")
    assert "新增 34" in villages.content.decode()


def test_site_without_a_home_says_what_to_do(sign_in, db):
    client = sign_in(make_user(is_superuser=True, role="administrator"))

    page = client.get(reverse(f"{VILLAGES}_import"), follow=True)

    assert "还没有代表之家" in page.content.decode()


def test_template_has_the_titles_of_the_ledger(sign_in, clerk):
    answer = sign_in(clerk).get(reverse(f"{PEOPLE}_import_template"))
    data = b"".join(answer.streaming_content)

    assert "attachment" in answer["Content-Disposition"]
    assert read_titles(data) == list(RepresentativeImport.headers)


def read_titles(data):
    with pytest.raises(SheetError, match="表头下面没有内容"):
        read_rows(data, "a.xlsx")
    return [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).active[1]]


@pytest.mark.parametrize("model", [PEOPLE, VILLAGES])
def test_list_page_leads_to_the_import(sign_in, clerk, model):
    client = sign_in(clerk)
    address = reverse(f"{model}_import")

    assert f'href="{address}"' in client.get(reverse(f"{model}_changelist")).content.decode()
    form = client.get(address).content.decode()
    assert reverse(f"{model}_import_template") in form
    assert "style=" not in form


@pytest.mark.parametrize("model", [PEOPLE, VILLAGES])
@pytest.mark.parametrize("role", ["convener", "auditor"])
def test_readers_may_not_import(sign_in, request, home, model, role):
    client = sign_in(request.getfixturevalue(role))

    assert client.get(reverse(f"{model}_import")).status_code == 403
    assert client.post(reverse(f"{model}_import_confirm")).status_code == 403
    assert client.get(reverse(f"{model}_import_template")).status_code == 403
    address = reverse(f"{model}_import")
    assert f'href="{address}"' not in client.get(reverse(f"{model}_changelist")).content.decode()


@pytest.mark.parametrize("model", [PEOPLE, VILLAGES])
def test_strangers_are_sent_to_sign_in(client, db, model):
    assert client.get(reverse(f"{model}_import")).status_code == 302
    assert client.post(reverse(f"{model}_import_confirm")).status_code == 302


def test_confirmation_by_get_is_refused(sign_in, clerk):
    assert sign_in(clerk).get(reverse(f"{PEOPLE}_import_confirm")).status_code == 405
