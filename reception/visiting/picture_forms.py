"""Pictures that come to a visit later."""

from django import forms

from daihome.tools.kept_files import ATTRS, FILES_MAX, FilesField, FilesInput

PICTURES_MAX = 12


class PicturesForm(forms.Form):
    """Some more pictures; `there` is how many the visit has."""

    use_required_attribute = False

    attachments = FilesField(
        label="加照片",
        help_text=f"一次最多 {FILES_MAX} 个。照片里的拍摄地点会自动去掉",
        widget=FilesInput(attrs=ATTRS),
    )

    def __init__(self, *args, there=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.there = there

    def clean_attachments(self):
        uploads = self.cleaned_data["attachments"]
        if not uploads:
            raise forms.ValidationError("还没有选照片，请先选照片。")
        if self.there + len(uploads) > PICTURES_MAX:
            raise forms.ValidationError(
                f"一次走访最多 {PICTURES_MAX} 张照片，已经有 {self.there} 张。"
            )
        return uploads
