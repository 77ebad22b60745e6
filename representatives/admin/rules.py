"""The rules of the Home on the staff's site: what is in force, and revising by a new version."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from daihome.tools.admin import ScopedAdmin
from daihome.tools.fields import DayField, LineField, LinesField
from representatives.models import HomeRule


class InForceFilter(admin.SimpleListFilter):
    title, parameter_name = "施行", "force"

    def lookups(self, request, model_admin):
        return [("now", "现在施行"), ("old", "已经停止"), ("later", "还没有施行")]

    def queryset(self, request, rows):
        today = timezone.localdate()
        if self.value() == "now":
            return rows.in_force(today)
        if self.value() == "old":
            return rows.filter(superseded_on__lte=today)
        return rows.filter(effective_on__gt=today) if self.value() == "later" else rows


class RevisionForm(forms.Form):
    """The next version of a rule."""

    text = LinesField(
        label="正文",
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField"}),
        help_text="一条一段。“一、”开头的短行印成小标题",
    )
    adopted_by = LineField(label="通过机关", max_length=60, required=False)
    adopted_on = DayField(label="通过日期", required=False)
    effective_on = DayField(label="施行日期", help_text="这一天起新版施行，原来一版停止")


@admin.register(HomeRule)
class HomeRuleAdmin(ScopedAdmin):
    list_display = ("title", "kind", "version", "effective_on", "superseded_on", "on_wall")
    list_filter = (InForceFilter, "kind", "on_wall")
    list_select_related = ("home",)
    search_fields = ("title",)
    fieldsets = (
        (None, {"fields": ("home", "kind", "title", "text")}),
        (
            "通过和施行",
            {
                "fields": ("adopted_by", "adopted_on", "effective_on", "superseded_on"),
                "description": "改错字直接改；内容有变动的，保存以后点“修订”，老版会留下来。",
            },
        ),
        ("上墙", {"fields": ("on_wall", "order")}),
    )
    empty_text = "还没有规章制度。请在“开办清单”里载入常用设置，再按本镇情况修改。"

    def get_urls(self):
        revise = self.admin_site.admin_view(self.revise)
        own = path("<int:pk>/revise/", revise, name="representatives_homerule_revise")
        return [own, *super().get_urls()]

    def revise(self, request, pk):
        """A new version from a day on; the present one stops on that day and stays to be read."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        rule = self.find(request, pk)
        if rule.superseded_on:
            words = "这一版已经有新版或者已经停止施行，不能再修订。请打开最新的一版。"
            self.message_user(request, words, messages.WARNING)
            return redirect(reverse("admin:representatives_homerule_change", args=[pk]))
        same = {"text": rule.text, "adopted_by": rule.adopted_by}
        form = RevisionForm(request.POST or None, initial=same)
        if form.is_valid():
            new = self._revised(rule, form)
            if new is not None:
                self.message_user(request, f"已经存为第{new.version}版。", messages.SUCCESS)
                return redirect(reverse("admin:representatives_homerule_change", args=[new.pk]))
        context = self.admin_site.each_context(request) | {
            "title": f"修订：{rule}", "form": form, "rule": rule, "opts": self.opts,
        }  # fmt: skip
        template = "admin/representatives/homerule/revise.html"
        return render(request, template, context, status=422 if form.errors else 200)

    def _revised(self, rule, form):
        try:
            return rule.revise(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        return None
