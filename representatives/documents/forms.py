"""What staff fill in: the letter itself, and its date when it is issued."""

from functools import partial

from django import forms
from django.utils import timezone

from daihome.tools.admin_forms import ScopedForm
from daihome.tools.fields import DayField
from daihome.tools.fonts import MissingGlyphs, missing_characters
from daihome.tools.text import find_personal_data
from representatives.models import DocumentKind, OfficialDocument
from representatives.models.documents import OPENED

# What goes to somebody by name.
ADDRESSED = (DocumentKind.NOTICE, DocumentKind.LETTER, DocumentKind.REPORT)
TEXTS = (
    "title", "to", "body", "enclosures", "signer", "copies", "contact", "present", "excused",
    "observers",
)  # fmt: skip
ISSUED = (
    "这份公文刚刚已经发出，内容不能再改，您的修改没有保存。您填写的都还在下面：请返回公文的页面，"
    "按“照着再拟一份”，再把改动写进去。"
)


class DocumentForm(ScopedForm):
    """A draft; what cannot be printed, or must not be public, is said at once."""

    def clean(self):
        super().clean()
        self._refuse_issued()
        for name in TEXTS:
            missing = missing_characters(self.cleaned_data.get(name) or "")
            if missing:
                self.add_error(name, MissingGlyphs(missing))
        is_open = will_be_public(self.cleaned_data.get("kind"), self.cleaned_data.get("is_public"))
        home = self.cleaned_data.get("home") or (self.instance.home_id and self.instance.home)
        if is_open and home:
            for name, words in numbers_of_persons(home, self.cleaned_data.get):
                self.add_error(name, words)

    def _refuse_issued(self):
        """ScopedForm has locked the row by now: nobody issues it before this save ends."""
        rows = OfficialDocument.objects.filter(pk=self.instance.pk)
        # The page of an issued letter has no field to write in, only scans.
        if self.instance.pk and "body" in self.fields and rows.issued().exists():
            self.add_error(None, ISSUED)


def will_be_public(kind, is_public):
    """Whether everybody may read a letter of that kind once it is issued."""
    return kind == DocumentKind.ANNOUNCEMENT or bool(kind in OPENED and is_public)


def numbers_of_persons(home, text_of):
    """(field, sentence) of every text that must not be public; `text_of` gives it by its name.

    The number of the Home is on its public page, also where it is a mobile one.
    """
    for name in TEXTS:
        text = text_of(name) or ""
        found = find_personal_data(text.replace(home.phone, "…") if home.phone else text)
        if found:
            yield (
                name,
                f"这份公文会在网上公开，这里却有{'、'.join(found)}。请删去，或者改用单位的座机。",
            )


class IssueForm(forms.Form):
    """The date under the letter; the number is of the same year."""

    signed_on = DayField(label="成文日期", help_text="领导签发的日期，印在署名下面；编号用这一年的")

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("成文日期不能晚于今天。请填签发的日期，今天签发就填今天。")
        return day


def gaps(document):
    """Sentences that say what the letter still needs before it can be issued."""
    found = []
    if not document.home.document_code:
        found.append("还没有发文代字，编不了号。请先在代表之家的设置里填写，例：汐人大。")
    if document.kind in ADDRESSED and not document.to:
        found.append(f"{document.get_kind_display()}要有主送。请回到草稿，写明发给谁。")
    if document.kind == DocumentKind.MINUTES and not document.present:
        found.append("会议纪要要有出席人员。请回到草稿填写。")
    if will_be_public(document.kind, document.is_public):
        # What wrote itself never went through the form of the draft.
        found += [
            f"{document._meta.get_field(name).verbose_name}：{words}"
            for name, words in numbers_of_persons(document.home, partial(getattr, document))
        ]
    missing = missing_characters("".join(getattr(document, name) for name in TEXTS))
    if missing:
        found += MissingGlyphs(missing).messages
    return found
