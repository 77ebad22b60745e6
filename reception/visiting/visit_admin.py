"""Visits on the staff's site: Django's list, our own pages of one visit."""

from django.contrib import admin
from django.db.models import Prefetch
from django.http import Http404
from django.urls import path
from django.utils import timezone

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_lists import OwnRowsFilter, are_keys
from daihome.tools.text import mask_personal_data
from reception.models import RaisedMatter, Visit
from reception.visiting import paper_views, visit_views
from reception.visiting.visit_lists import DaysFilter, GroupFilter, MatterFilter

CONTENT_SHOWN = 40


@admin.register(Visit)
class VisitAdmin(ScopedAdmin):
    list_display = ("on", "kind", "people_named", "village", "people", "said", "about", "matters")
    list_filter = (
        "kind", GroupFilter, ("representatives", OwnRowsFilter), ("village", OwnRowsFilter),
        ("topic", OwnRowsFilter), "is_hot", MatterFilter, DaysFilter,
    )  # fmt: skip
    list_select_related = ("home", "village", "topic__parent")
    date_hierarchy = "on"
    ordering = ("-on", "-pk")
    search_fields = ("content", "place", "occasion", "village__name", "representatives__name")
    empty_text = "还没有走访记录。代表可以自己在手机上记，也可以点“增加”替代表登记。"

    def get_queryset(self, request):
        raised = RaisedMatter.objects.select_related("suggestion")
        rows = super().get_queryset(request)
        return rows.prefetch_related("representatives", Prefetch("raised", raised))

    def get_urls(self):
        views = {
            "edit": ("<int:pk>/edit/", visit_views.edit),
            "remove": ("<int:pk>/remove/", visit_views.remove),
            "paper": ("<int:pk>/record.pdf", paper_views.record),
            "sheet": ("sheet/<int:pk>/", paper_views.sheet_entry),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"reception_visit_{name}")
            for name, (route, view) in views.items()
        ]
        return own + super().get_urls()

    def add_view(self, request, form_url="", extra_context=None):
        return visit_views.add(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return visit_views.show(request, _key(object_id))

    def delete_view(self, request, object_id, extra_context=None):
        return visit_views.remove(request, _key(object_id))

    @admin.display(description="走访代表")
    def people_named(self, visit):
        return "、".join(person.name for person in visit.representatives.all())

    @admin.display(description="内容")
    def said(self, visit):
        text = mask_personal_data(visit.content)
        return text if len(text) <= CONTENT_SHOWN else f"{text[:CONTENT_SHOWN]}…"

    @admin.display(description="话题")
    def about(self, visit):
        hot = "，大家都在说" if visit.is_hot else ""
        return f"{visit.topic}{hot}" if visit.topic else ""

    @admin.display(description="转出的意见")
    def matters(self, visit):
        """Number and step of each, red where it is late."""
        today = timezone.localdate()
        return "、".join(_matter(row.suggestion, today) for row in visit.raised.all())


def _matter(suggestion, today):
    late = "，已逾期" if (suggestion.days_left(today) or 0) < 0 else ""
    return f"{suggestion.number}（{suggestion.get_step_display()}{late}）"


def _key(text):
    if not are_keys([text]):
        raise Http404
    return int(text)
