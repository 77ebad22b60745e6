"""The words and pictures of a matter as everybody may see them; the originals stay as they came."""

import base64

from django.contrib import messages
from django.http import Http404

from daihome.tools import redacting
from daihome.tools.uploads import serve
from suggestions.models import RedactedPicture, Redaction
from suggestions.pipeline import StepRefused
from suggestions.sorting.redaction_forms import PictureForm, RedactionForm
from suggestions.staff.admin_pages import back, case_page, page, refused

UNREADABLE = 422


@case_page("publish_suggestion")
def text(request, suggestion):
    """Make the text for everybody, correct it, or take it out of use; links to the pictures."""
    present = suggestion.redactions.open().select_related("by").first()
    if request.method == "POST" and "undo" in request.POST:
        return _undo_text(request, suggestion, present)
    data = request.POST if request.method == "POST" else None
    form = RedactionForm(data, suggestion=suggestion, present=present)
    if form.is_valid():
        try:
            return _keep_text(request, suggestion, form.cleaned_data)
        except StepRefused as error:
            refused(form, error)
    facts = {"suggestion": suggestion, "form": form, "present": present}
    facts["pictures"] = _pictures(suggestion)
    status = UNREADABLE if form.is_bound else 200
    return page(request, "redact", title=f"公开前处理：{suggestion.number}", status=status, **facts)


def _keep_text(request, suggestion, typed):
    seen = typed["seen"]
    Redaction.objects.keep(
        suggestion,
        by=request.user,
        title=typed["title"],
        content=typed["content"],
        reason=typed["reason"],
        seen=int(seen) if seen.isascii() and seen.isdigit() else None,
    )
    messages.success(request, "公开用的文字已经保存。原话没有改动。")
    return back(suggestion)


def _undo_text(request, suggestion, present):
    if present is None:
        raise Http404
    present.undo(by=request.user)
    messages.success(request, "公开用的文字已经停用，公众看不到了；重新处理以前不能公开。")
    return back(suggestion)


def _pictures(suggestion):
    """(original, version in force or None) of each picture that came with the matter."""
    rows = suggestion.attachments.filter(reply=None, kind="picture").order_by("pk")
    present = RedactedPicture.objects.open().filter(attachment__suggestion=suggestion)
    found = {row.attachment_id: row for row in present.select_related("by")}
    return [(row, found.get(row.pk)) for row in rows]


@case_page("publish_suggestion")
def picture(request, suggestion, attachment):
    """Blacken parts of one picture; `preview` shows how it will look and keeps nothing."""
    rows = suggestion.attachments.filter(reply=None, kind="picture", pk=attachment)
    original = rows.first()
    if original is None:
        raise Http404
    original.suggestion = suggestion
    present = RedactedPicture.objects.open().filter(attachment=original).first()
    if request.method == "POST" and "undo" in request.POST:
        return _undo_picture(request, suggestion, present)
    first = (
        {"boxes": "\n".join(" ".join(map(str, box)) for box in present.boxes)} if present else {}
    )
    form = PictureForm(request.POST if request.method == "POST" else None, initial=first)
    facts = {"suggestion": suggestion, "original": original, "present": present, "form": form}
    facts["preview"] = ""
    if request.method == "POST" and "preview" in request.POST:
        facts["preview"] = _preview(form, original)
        if facts["preview"]:
            facts["form"] = PictureForm(initial=request.POST.dict())
    elif form.is_valid():
        try:
            return _keep_picture(request, suggestion, original, form.cleaned_data)
        except StepRefused as error:
            refused(form, error)
    status = UNREADABLE if facts["form"].is_bound else 200
    title = f"处理照片：{suggestion.number}"
    return page(request, "redact_picture", title=title, status=status, **facts)


def _blackened(original, boxes):
    """The `Upload` for everybody; its name tells nothing of what somebody called the picture."""
    try:
        with original.file.open("rb") as file:
            return redacting.blacken(file, "公开照片.jpg", boxes)
    except OSError as error:
        raise StepRefused("原来的照片打不开，不能处理。请联系管理员从备份恢复。") from error


def _preview(form, original):
    """The picture inside the page, or "" when the boxes are wrong."""
    form.is_valid()
    if form.has_error("boxes"):
        return ""
    try:
        drawn = _blackened(original, form.cleaned_data["boxes"]).content.read()
    except StepRefused as error:
        refused(form, error)
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(drawn).decode()}"


def _keep_picture(request, suggestion, original, typed):
    upload = _blackened(original, typed["boxes"])
    RedactedPicture.objects.keep(
        original, upload, by=request.user, boxes=typed["boxes"], reason=typed["reason"]
    )
    messages.success(request, "公开用的照片已经保存。原来的照片没有改动，也不会公开。")
    return back(suggestion)


def _undo_picture(request, suggestion, present):
    if present is None:
        raise Http404
    present.undo(by=request.user)
    messages.success(request, "这张公开用的照片已经停用，公众看不到了。")
    return back(suggestion)


@case_page("view_suggestion")
def stored(request, suggestion, picture):
    """The blackened picture, for staff."""
    rows = RedactedPicture.objects.filter(attachment__suggestion=suggestion, pk=picture)
    found = rows.first()
    if found is None:
        raise Http404
    return serve(found.file, "公开照片.jpg", inline=True)
