"""What the single pages of people and places show and save."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.contrib.admin import site
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from representatives.models import (
    Representative,
    Venue,
)
from tests import factories
from tests.representatives.admin_rows import (
    add_page,
    list_of,
    page_of,
    seen_mark,
    village_data,
)


def test_empty_list_says_what_to_do(home, clerk, sign_in):
    page = sign_in(clerk).get(list_of(Venue)).content.decode()

    assert "还没有场所。请点“增加”" in page


def test_list_of_venues_is_a_tree(home, clerk, sign_in):
    late = factories.make_venue(home, name="后建的联络室", order=5)
    top = factories.make_venue(home, name="代表之家本部", order=1)
    inner = factories.make_venue(home, name="联络室里的接待点", order=1)
    Venue.objects.filter(pk=inner.pk).update(parent=late)
    Venue.objects.filter(pk=late.pk).update(parent=top)
    factories.make_venue(home, name="另一个站", order=2)

    page = sign_in(clerk).get(list_of(Venue)).content.decode()

    found = re.findall(r'<span class="depth-(\d)">(.*?)</span>', page)
    assert found == [
        ("0", "代表之家本部"), ("1", "后建的联络室"), ("2", "联络室里的接待点"), ("0", "另一个站"),
    ]  # fmt: skip


def test_telephone_is_masked_in_the_list_and_for_readers(home, clerk, convener, sign_in):
    person = factories.make_representative(home, phone="13800138000")

    rows = sign_in(clerk).get(list_of(Representative)).content.decode()
    form = sign_in(clerk).get(page_of(person)).content.decode()
    reader = sign_in(convener).get(page_of(person)).content.decode()

    assert "138****8000" in rows
    assert "13800138000" not in rows
    assert 'value="13800138000"' in form
    assert "138****8000" in reader
    assert "13800138000" not in reader


def _person_data(**fields):
    totals = {f"{part}-{kind}_FORMS": "0" for part in ("mandates", "memberships")
              for kind in ("TOTAL", "INITIAL")}  # fmt: skip
    return {"name": "王秀英", "is_public": "on"} | totals | fields


def test_representative_with_mandate_and_photo_is_saved(home, clerk, sign_in):
    term = factories.make_term(home)
    picture = BytesIO()
    Image.new("RGB", (40, 60), "red").save(picture, "PNG")
    data = _person_data(
        name="阿卜杜•热合曼", phone="１３８ 0013 8000",
        photo=SimpleUploadedFile("王秀英.png", picture.getvalue(), "image/png"),
        **{"mandates-TOTAL_FORMS": "1", "mandates-0-term": term.pk, "mandates-0-level": "township",
           "mandates-0-state": "active", "mandates-0-started_on": "2021年10月12日"},
    )  # fmt: skip

    client = sign_in(clerk)
    client.post(add_page(Representative), data)

    person = Representative.objects.get()
    assert (person.name, person.phone) == ("阿卜杜·热合曼", "13800138000")
    assert person.mandates.get().started_on == date(2021, 10, 12)
    assert re.fullmatch(r"representatives/\d{4}/[0-9a-f-]{36}\.png", person.photo.name)
    assert f"/photos/representative/{person.pk}/" in client.get(page_of(person)).content.decode()


def test_file_that_is_no_picture_is_a_sentence(home, clerk, sign_in):
    data = _person_data(photo=SimpleUploadedFile("a.png", b"<svg/>", "image/png"))

    page = sign_in(clerk).post(add_page(Representative), data).content.decode()

    assert "这里不收网页或矢量图文件。" in page
    assert not Representative.objects.exists()


def test_ended_mandate_without_reason_is_a_sentence(home, clerk, sign_in):
    term = factories.make_term(home)
    data = _person_data(
        **{"mandates-TOTAL_FORMS": "1", "mandates-0-term": term.pk, "mandates-0-level": "township",
           "mandates-0-state": "ended", "mandates-0-started_on": "2021-10-12"},
    )  # fmt: skip

    page = sign_in(clerk).post(add_page(Representative), data).content.decode()

    assert "资格终止的，任职止和终止原因都要填" in page
    assert not Representative.objects.exists()


@pytest.mark.parametrize("chosen", ["now", "not"])
def test_filter_by_office(home, clerk, sign_in, chosen):
    factories.make_representative(home, name="现任甲")
    factories.make_representative(home, name="离任乙", in_office=False)

    page = sign_in(clerk).get(list_of(Representative), {"office": chosen}).content.decode()

    assert ("现任甲" in page) == (chosen == "now")
    assert ("离任乙" in page) == (chosen == "not")


def test_filter_by_a_row_of_another_home_is_refused(home, other_home, clerk, sign_in):
    factories.make_village(home, name="甲村")
    factories.make_village(home, name="乙村")
    foreign = factories.make_village(other_home, name="外地村")
    address = f"{list_of(Representative)}?village__id__exact={foreign.pk}"

    page = sign_in(clerk).get(address, follow=True)

    assert page.redirect_chain == [(f"{list_of(Representative)}?e=1", 302)]
    assert "查询条件不对，下面是全部记录。" in page.content.decode()


def test_history_says_who_changed_what(home, clerk, sign_in):
    village = factories.make_village(home, name="旧名村")
    client = sign_in(clerk)
    data = village_data(name="新名村", kind="community", seen=seen_mark(client, village))
    client.post(page_of(village), data)

    page = client.get(page_of(village).replace("/change/", "/history/")).content.decode()

    assert clerk.name in page
    assert "旧名村 → 新名村" in page
    assert "村 → 社区" in page


def test_no_page_reverts_to_an_old_version(home, clerk, sign_in):
    village = factories.make_village(home)
    version = village.history.get().pk
    address = page_of(village).replace("/change/", f"/history/{version}/")

    assert sign_in(clerk).get(address, follow=True).status_code == 404


def test_every_page_of_the_app_has_a_list_that_opens(home, administrator, sign_in):
    client = sign_in(administrator)

    for model in site._registry:
        if model._meta.app_label == "representatives":
            assert client.get(list_of(model)).status_code == 200
