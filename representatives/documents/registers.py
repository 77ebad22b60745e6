"""发文登记簿: every letter that was issued, in the order in which it went out."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from daihome.tools.registers import ORDINAL, Column, Register
from representatives.models import DocumentFile, OfficialDocument


def issued_of(home):
    scans = DocumentFile.objects.filter(document=OuterRef("pk"))
    rows = OfficialDocument.objects.of(home).issued().select_related("home")
    return rows.annotate(is_scanned=Exists(scans)).order_by("signed_on", "issued_at", "pk")


ISSUED = Register(
    slug="issued-documents",
    title="发文登记簿",
    rows=issued_of,
    date_field="signed_on",
    columns=(
        Column("序号", ORDINAL, 12, "center"),
        Column("发文字号", "number", 42, "center"),
        Column("标题", "title", 60, words=True),
        Column("文种", "get_kind_display", 20, "center"),
        Column("主送", "to", 33, words=True),
        Column("署名", "signed_by", 28, words=True),
        Column("成文\n日期", "signed_on", 23, "center"),
        Column("抄送", "copies", 25, words=True),
        Column("扫描件", lambda row: "有" if row.is_scanned else "没有", 14, "center"),
    ),
    signatures=("登记人",),
    retention="永久",
    link=lambda row: reverse("admin:representatives_officialdocument_change", args=[row.pk]),
)

REGISTERS = (ISSUED,)
