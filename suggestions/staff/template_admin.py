"""Answer templates on the staff's site."""

from django.contrib import admin

from daihome.tools.admin import ScopedAdmin
from suggestions.models import AnswerTemplate


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(ScopedAdmin):
    list_display = ("title", "use", "category", "order", "is_active")
    list_filter = ("use", "is_active")
    list_select_related = ("home", "category__parent")
    search_fields = ("title", "text")
    fields = ("home", "use", "category", "title", "text", "order", "is_active")
    empty_text = "还没有答复模板。请在“开办清单”里载入常用的，再按本镇情况修改。"
