"""The admin pages of activities: record, pictures, kinds, study materials."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from representatives.models import (
    Activity,
    ActivityKind,
    ActivityState,
    DutyRecord,
    MaterialReading,
    StudyMaterial,
)
from tests import factories
from tests.representatives.admin_rows import add_page, list_of, page_of, seen_mark


def picture(name="看路.png"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def posted(client, activity, files=(), kept=0, **fields):
    """What the page of an activity sends: `files` are (prefix fields) of each line."""
    local = factories.moment(2026, 4, 15)
    data = {
        "kind": activity.kind_id, "title": activity.title, "starts_at": f"{local:%Y-%m-%d %H:%M}",
        "others_count": "0", "files-TOTAL_FORMS": len(files), "files-INITIAL_FORMS": kept,
        "seen": seen_mark(client, activity),
    }  # fmt: skip
    for place, line in enumerate(files):
        data |= {f"files-{place}-{name}": value for name, value in line.items()}
    return client.post(page_of(activity), data | fields)


@pytest.fixture
def held(home):
    person = factories.make_representative(home)
    activity = factories.make_activity(home, people=[person], state=ActivityState.HELD)
    activity.attendances.get().sign_in(activity.starts_at, "list")
    return activity


def test_saving_the_record_corrects_the_duty_records(held, clerk, sign_in):
    posted(sign_in(clerk), held, title="视察道路", place="北山咀村", content="看了三处。")

    held.refresh_from_db()
    assert held.content == "看了三处。"
    duty = DutyRecord.objects.get()
    assert (duty.content, duty.place) == ("视察道路", "北山咀村")


def test_pictures_are_kept_with_captions_shown_to_the_home_and_removed(
    held, clerk, other_clerk, sign_in
):
    client = sign_in(clerk)
    posted(client, held, [{"file": picture(), "use": "picture", "caption": "水毁路段"}])
    row = held.files.get()
    stored, address = row.file.name, f"/files/activities/{row.pk}/"

    shown = client.get(address)
    page = client.get(page_of(held)).content.decode()
    there = default_storage.exists(stored)
    line = {"id": row.pk, "activity": held.pk, "use": "picture", "caption": "桥"}
    posted(client, held, [line], kept=1)
    row.refresh_from_db()

    assert (row.name, row.kind, row.caption, there) == ("看路.png", "picture", "桥", True)
    assert (shown.status_code, b"".join(shown.streaming_content)[1:4]) == (200, b"PNG")
    assert address in page
    assert sign_in(other_clerk).get(address).status_code == 404
    posted(sign_in(clerk), held, [line | {"DELETE": "on"}], kept=1)
    assert held.files.count() == 0


def test_what_is_no_picture_is_a_sentence_and_saves_nothing(held, clerk, sign_in):
    bad = SimpleUploadedFile("记录.docx", b"PK\x03\x04 word", "application/zip")

    answer = posted(sign_in(clerk), held, [{"file": bad, "use": "minutes"}], content="新内容")

    assert "这里不收 Word" in answer.content.decode()
    held.refresh_from_db()
    assert (held.content, held.files.count()) == ("", 0)


def test_reader_sees_files_without_boxes_to_change_them(held, clerk, auditor, sign_in):
    posted(sign_in(clerk), held, [{"file": picture(), "use": "picture"}])

    page = sign_in(auditor).get(page_of(held)).content.decode()

    assert 'type="file"' not in page
    assert 'name="title"' not in page


def test_only_a_plan_that_nobody_heard_of_is_deleted(held, home, clerk, sign_in):
    fresh = factories.make_activity(home)
    client = sign_in(clerk)

    refused = client.post(page_of(held).replace("/change/", "/delete/"), {"post": "yes"})
    client.post(page_of(fresh).replace("/change/", "/delete/"), {"post": "yes"})

    assert refused.status_code == 403
    assert list(Activity.objects.all()) == [held]


def test_reception_days_are_not_made_or_moved_here(home, clerk, sign_in):
    study = factories.make_activity(home, "study")
    day = factories.make_reception_day(home).activity
    client = sign_in(clerk)
    data = {"kind": day.kind_id, "title": "自己加的", "starts_at": "2026-05-01 09:00",
            "others_count": "0", "files-TOTAL_FORMS": "0", "files-INITIAL_FORMS": "0"}  # fmt: skip

    offered = client.get(add_page(Activity)).context["adminform"].form.fields["kind"]
    answer = client.post(add_page(Activity), data)
    posted(client, day, starts_at="2026-05-02 09:00", content="来了三个人。")

    assert list(offered.queryset) == [study.kind]
    assert "接待日由“接待规则”排出来" in offered.help_text
    assert list(answer.context["errors"].data[0]) == [
        "选择一个有效的选项： 该选择不在可用的选项中。"
    ]
    day.refresh_from_db()
    assert (str(day.on), day.content) == ("2026-04-15", "来了三个人。")
    assert Activity.objects.count() == 2


def test_list_is_narrowed_to_what_waits(home, clerk, sign_in):
    factories.make_activity(home, title="过了日子", starts_at=factories.moment(2020, 1, 5))
    factories.make_activity(home, title="还早", starts_at=factories.moment(2099, 1, 5))
    client = sign_in(clerk)

    page = client.get(list_of(Activity), {"waiting": "record"}).content.decode()

    assert ("过了日子" in page, "还早" in page) == (True, False)
    assert "活动过了日子没登记 1" in client.get("/admin/").content.decode()


def test_base_of_a_kind_stays_once_it_is_used(home, clerk, sign_in):
    kind = factories.make_activity(home, "study").kind
    client = sign_in(clerk)
    seen = seen_mark(client, kind)

    data = {"name": "培训", "base": "meeting", "order": "1", "is_active": "on", "seen": seen}
    client.post(page_of(kind), data)

    assert list(ActivityKind.objects.values_list("name", "base")) == [("培训", "study")]


def test_material_shows_who_has_read_it_and_who_has_not(home, clerk, sign_in):
    reader = factories.make_representative(home, name="读了的")
    factories.make_representative(home, name="没读的")
    material = StudyMaterial.objects.create(home=home, title="要点", published_on="2026-01-01")
    MaterialReading.objects.create(
        material=material, representative=reader, read_at=factories.moment(2026, 1, 2)
    )
    client = sign_in(clerk)

    page = client.get(page_of(material)).content.decode()

    assert "读了的（01-02）" in page
    assert "没读的" in page
    assert "1 人" in client.get(list_of(StudyMaterial)).content.decode()
