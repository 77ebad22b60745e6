"""Scans of the printed and signed volumes of a register: what is there, and putting one there."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from daihome.models import SignedVolume
from daihome.tools import books, parking
from daihome.tools.fields import WholeNumberField
from daihome.tools.kept_files import (
    ATTRS,
    FILE_MAX_MB,
    FILES_MAX,
    FilesField,
    FilesInput,
    KeepsFiles,
)
from daihome.tools.registers import chosen_words
from daihome.tools.stored import stored_files
from daihome.views.registers import BookForm, find_register

ADD = "daihome.add_signedvolume"
UNREADABLE = 422
BAD_BOOK = "日期或者选择不对，请返回登记簿的页面改正。"
WHOSE = "这个簿册每人一本，请返回登记簿的页面，先选是谁的。"


class SignedForm(KeepsFiles, forms.Form):
    """One volume, as pictures of its pages or as PDF."""

    volume = WholeNumberField(label="第几册", min_value=1, initial=1, help_text="只有一册的填 1")
    attachments = FilesField(
        label="签字原件扫描",
        help_text=f"最多 {FILES_MAX} 个，图片或 PDF，每个不超过 {FILE_MAX_MB} MB；太大的拆成几个",
        widget=FilesInput(attrs=ATTRS),
        error_messages={"required": "请先选择文件。"},
    )
    is_restricted = forms.BooleanField(
        label="里面有需要保密的内容（县级监督看不到这份扫描件）", required=False
    )
    replaces = forms.BooleanField(
        label="换掉这一册以前存的（以前的还留着，另外列出）", required=False
    )

    def __init__(self, *args, volumes, **kwargs):
        super().__init__(*args, **kwargs)
        self.volumes = max(volumes, 1)

    def clean_volume(self):
        number = self.cleaned_data["volume"]
        if number > self.volumes:
            raise forms.ValidationError(f"这本登记簿只有 {self.volumes} 册，请改正。")
        return number

    def clean(self):
        data = super().clean()
        self.gather_files(data)
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, slug):
    """The scans of one book; who keeps the registers may add one."""
    register = find_register(request, slug)
    book = BookForm(request.GET, user=request.user, register=register)
    if not book.is_valid() or book.lacks_each:
        words = WHOSE if book.is_valid() else BAD_BOOK
        return HttpResponseBadRequest(words, content_type="text/plain")
    may_add = request.user.has_perm(ADD)
    if request.method == "POST" and not may_add:
        raise PermissionDenied
    form = _form(request, register, book) if may_add else None
    if form and form.is_valid():
        return _kept(request, register, book, form)
    if form and form.is_bound:
        form.park_files()
    return _drawn(request, register, book, form)


def _form(request, register, book):
    asked = book.chosen_home(), book.period(timezone.localdate()), request.user, book.chosen
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    return SignedForm(*data, volumes=books.volume_count(register, *asked))


def _kept(request, register, book, form):
    period, data = book.period(timezone.localdate()), form.cleaned_data
    with stored_files(form.uploads(), SignedVolume) as stored:
        SignedVolume.objects.keep(
            stored,
            by=request.user,
            replaces=data["replaces"],
            is_restricted=data["is_restricted"],
            home=book.chosen_home(),
            register=register.slug,
            start=period.start,
            end=period.end,
            chosen={name: row.pk for name, row in book.chosen.items()},
            about=chosen_words(book.chosen)[:200],
            volume=data["volume"],
        )
    parking.discard(form.parked)
    messages.success(request, f"第 {data['volume']} 册的签字原件已经保存。")
    return redirect(f"{reverse('register_signed', args=[register.slug])}?{_address(book)}")


def _address(book):
    return book.address(timezone.localdate())


def _drawn(request, register, book, form):
    home, period = book.chosen_home(), book.period(timezone.localdate())
    rows = SignedVolume.objects.visible_to(request.user).of_book(register, home, period)
    rows = list(rows.select_related("by", "replaced_by"))
    facts = {
        "title": f"{register.title}签字原件",
        "register": register,
        "chosen": "　".join(filter(None, [home.name, chosen_words(book.chosen)])),
        "period": period,
        "address": _address(book),
        "form": form,
        "rows": [row for row in rows if row.replaced_at is None],
        "old": [row for row in rows if row.replaced_at],
    }
    context = admin.site.each_context(request) | facts
    status = UNREADABLE if form and form.is_bound else 200
    return render(request, "admin/registers/signed.html", context, status=status)
