"""Representatives, their groups and conveners on the staff's site."""

from django.contrib import admin, messages
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from daihome.tools.admin import ScopedAdmin, ScopedInline, ScopedStack
from daihome.tools.admin_lists import OwnRowsFilter
from daihome.tools.fields import BirthField, NameField, PhoneField
from daihome.tools.text import mask_phone
from representatives.admin.places import PhotoShown
from representatives.admin.slips import SlipPages, account_state
from representatives.import_views import RepresentativeImportPages
from representatives.models import (
    Convener,
    GroupMembership,
    Level,
    Mandate,
    MandateState,
    RepGroup,
    Representative,
)


class MandateInline(ScopedStack):
    model = Mandate
    joins = ("term",)
    extra = 1
    fields = (
        ("term", "level", "district"),
        ("started_on", "credential_no", "state"),
        ("suspended_on", "suspension_reason"),
        ("ended_on", "end_reason"),
    )


class MembershipOfPerson(ScopedInline):
    model = GroupMembership
    joins = ("group", "representative")
    fields = ("group", "started_on", "ended_on")
    verbose_name_plural = "所在小组"


class MembersOfGroup(ScopedInline):
    model = GroupMembership
    joins = ("group", "representative")
    fields = ("representative", "started_on", "ended_on")
    extra = 3


class _OfficeFilter(admin.SimpleListFilter):
    """A choice that means what it says; anything else in the address shows all."""

    def queryset(self, request, rows):
        chosen = self.value()
        return self.narrow(rows, chosen) if chosen in dict(self.lookup_choices) else rows


class InOfficeFilter(_OfficeFilter):
    title, parameter_name = "任职", "office"

    def lookups(self, request, model_admin):
        return [("now", "现任"), ("not", "已离任或暂停")]

    def narrow(self, rows, chosen):
        present = Representative.objects.in_office(timezone.localdate()).values("pk")
        return rows.filter(pk__in=present) if chosen == "now" else rows.exclude(pk__in=present)


class LevelFilter(_OfficeFilter):
    title, parameter_name = "层级", "level"

    def lookups(self, request, model_admin):
        return Level.choices

    def narrow(self, rows, chosen):
        held = Mandate.objects.in_office(timezone.localdate()).filter(level=chosen)
        return rows.filter(pk__in=held.values("representative_id"))


class AccountFilter(_OfficeFilter):
    title, parameter_name = "登录账号", "account"

    def lookups(self, request, model_admin):
        return [("none", "未开通"), ("unused", "开通后没登录过"), ("used", "已经在用")]

    def narrow(self, rows, chosen):
        if chosen == "none":
            return rows.filter(user=None)
        return rows.filter(user__isnull=False, user__last_login__isnull=chosen == "unused")


class GroupFilter(_OfficeFilter):
    title, parameter_name = "代表小组", "group"

    def lookups(self, request, model_admin):
        groups = RepGroup.objects.visible_to(request.user)
        return [(str(group.pk), group.name) for group in groups]

    def narrow(self, rows, chosen):
        held = GroupMembership.objects.filter(ended_on=None, group=chosen)
        return rows.filter(pk__in=held.values("representative_id"))


# So many keys fit into an address.
CARDS_MOST = 150


@admin.register(Representative)
class RepresentativeAdmin(RepresentativeImportPages, SlipPages, PhotoShown, ScopedAdmin):
    form_classes = {"name": NameField, "phone": PhoneField, "born_on": BirthField}
    shown_as = {"photo": "photo_shown", "phone": "phone_shown"}
    list_display = (
        "name", "levels", "group", "village", "post", "phone_shown", "account", "is_public",
    )  # fmt: skip
    list_filter = (
        InOfficeFilter, LevelFilter, GroupFilter, ("village", OwnRowsFilter), AccountFilter,
        "is_public",
    )  # fmt: skip
    search_fields = ("name", "post", "village__name")
    readonly_fields = ("account",)
    inlines = (MandateInline, MembershipOfPerson)
    fieldsets = (
        (None, {"fields": ("home", "name", ("sex", "ethnicity"), "born_on", "village")}),
        ("工作和学历", {"fields": ("post", ("party", "education"))}),
        ("电话和登录", {"fields": ("phone", "phone_is_public", "account")}),
        (
            "公开页",
            {"fields": ("is_public", "photo", "photo_is_public", "details_are_public", "intro")},
        ),
        ("内部备注", {"fields": ("note",)}),
    )
    empty_text = "还没有代表。请点“增加”一位一位填，或者从表格导入。"
    actions = (*SlipPages.actions, "print_cards")

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("home", "village", "user")
        memberships = GroupMembership.objects.filter(ended_on=None).select_related("group")
        return rows.prefetch_related(
            "mandates", Prefetch("memberships", memberships, to_attr="present_memberships")
        )

    @admin.action(description="打印所选代表的联络卡", permissions=["view"])
    def print_cards(self, request, queryset):
        """To the page of the cards with these ticked; cards are printed Home by Home."""
        people = list(queryset.select_related(None).order_by().values_list("home__slug", "pk"))
        if len({slug for slug, _pk in people}) > 1 or len(people) > CARDS_MOST:
            words = f"一次只能打印同一个代表之家的、最多 {CARDS_MOST} 位代表的联络卡，请重新选择。"
            self.message_user(request, words, messages.ERROR)
            return None
        chosen = {"kind": "contact", "home": people[0][0], "who": [pk for _slug, pk in people]}
        return redirect(f"{reverse('cards')}?{urlencode(chosen | {'show': 1}, doseq=True)}")

    @admin.display(description="层级")
    def levels(self, person):
        held = [row for row in person.mandates.all() if row.state != MandateState.ENDED]
        words = (
            row.get_level_display() + ("（暂停）" if row.state == MandateState.SUSPENDED else "")
            for row in held
        )
        return "、".join(dict.fromkeys(words)) or "已离任"

    @admin.display(description="代表小组")
    def group(self, person):
        return "、".join(row.group.name for row in person.present_memberships)

    @admin.display(description="联系电话")
    def phone_shown(self, person):
        return mask_phone(person.phone)

    @admin.display(description="登录账号")
    def account(self, person):
        return account_state(person.user)


@admin.register(RepGroup)
class RepGroupAdmin(ScopedAdmin):
    list_display = ("name", "is_joint", "venue", "members", "founded_on", "is_active")
    list_filter = ("is_joint", "is_active", ("term", OwnRowsFilter))
    search_fields = ("name", "villages__name")
    inlines = (MembersOfGroup,)
    fieldsets = (
        (None, {"fields": ("home", "name", "is_joint", "venue", "term", "founded_on")}),
        ("联系的村", {"fields": ("villages",)}),
        ("其他", {"fields": ("order", "is_active")}),
    )
    empty_text = "还没有代表小组。请点“增加”，三名以上代表可以组成一个小组。"

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("home", "venue", "term")
        memberships = GroupMembership.objects.filter(ended_on=None)
        people = memberships.select_related("representative")
        return rows.prefetch_related(Prefetch("memberships", people, to_attr="present"))

    @admin.display(description="现有成员")
    def members(self, group):
        names = "、".join(row.representative.name for row in group.present)
        return f"{len(group.present)}人：{names}" if names else "还没有成员"


@admin.register(Convener)
class ConvenerAdmin(ScopedAdmin):
    form_classes = {"name": NameField}
    list_display = ("display_name", "post", "group", "is_deputy", "started_on", "ended_on")
    list_filter = (("group", OwnRowsFilter), "is_deputy")
    list_select_related = ("home", "group", "representative")
    search_fields = ("name", "representative__name", "post")
    fields = (
        "home", "group", "representative", "name", "post", "is_deputy", "started_on", "ended_on",
    )  # fmt: skip
    empty_text = "还没有召集人。请点“增加”。"

    @admin.display(description="姓名")
    def display_name(self, convener):
        return convener.display_name
