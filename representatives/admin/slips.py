"""Opening accounts and printing sign-in slips from the lists of representatives and accounts."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from daihome.tools.paper import MissingGlyphs, pdf_response
from representatives.invitations import open_accounts, void_password, without_account
from representatives.models import Home, Role, User
from representatives.papers import slips_pdf

INVITE = "representatives.invite_user"


def account_state(user):
    """In words whether somebody can sign in and does."""
    if user is None:
        return "未开通"
    if not user.is_active:
        return f"{user.username}（已停用）"
    if user.last_login is None:
        return f"{user.username}（还没登录过）"
    return f"{user.username}（{timezone.localtime(user.last_login):%Y-%m-%d} 登录过）"


def may_reset(editor, user):
    """A representative who also works on the staff has rights that a clerk must not take over."""
    return user.role == Role.REPRESENTATIVE or (
        editor.has_perm("representatives.change_user")
        and (editor.sees_all_homes or not user.sees_all_homes)
    )


def slips_response(request, users):
    """The slips as PDF. Raises MissingGlyphs: then nothing that was done before may stay."""
    users = list(User.objects.select_related("home").filter(pk__in=[user.pk for user in users]))
    users.sort(key=lambda user: user.username)
    pdf = slips_pdf(users, request.build_absolute_uri("/"))
    return pdf_response(pdf, f"登录条-{timezone.localdate():%Y%m%d}.pdf")


def print_slip(request, user, back):
    """One slip for `user`; the old password and earlier slips stop working. Answers a POST."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        with transaction.atomic():
            void_password(user)
            return slips_response(request, [user])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(back)


class SlipPages:
    """Accounts for the chosen, for one or for all representatives, with their slips."""

    actions = ("print_slips",)
    change_list_template = "admin/representatives/representative/change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("accounts/", view(self.open_all), name="representatives_open_accounts"),
            path("<int:pk>/slip/", view(self.open_one), name="representatives_slip"),
        ]
        return own + super().get_urls()

    def has_invite_permission(self, request):
        return request.user.has_perm(INVITE)

    @admin.action(description="为所选代表开通账号并打印登录条", permissions=["invite"])
    def print_slips(self, request, queryset):
        """Those who already chose a password are left alone: theirs would stop working."""
        people = list(queryset.order_by())
        in_use = [row.name for row in people if row.user and row.user.last_login]
        try:
            with transaction.atomic():
                users = self._accounts_for(request, people)
                response = slips_response(request, users) if users else None
        except MissingGlyphs as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return None
        if in_use:
            words = f"{'、'.join(in_use[:10])}等 {len(in_use)} 人已经在用账号，没有重印。"
            hint = "忘了密码的，请打开这位代表的页面重印。"
            self.message_user(request, words + hint, messages.WARNING)
        return response

    def _accounts_for(self, request, people):
        """Opens what is missing; gives the accounts that nobody has signed in with yet."""
        keys = [row.pk for row in people]
        for home in Home.objects.filter(pk__in={row.home_id for row in people}):
            open_accounts(home, self.model.objects.filter(pk__in=keys))
        return User.objects.filter(
            representative__in=keys, last_login=None, is_active=True, role=Role.REPRESENTATIVE
        )

    def open_one(self, request, pk):
        """A slip for one representative; opens the account first when there is none."""
        if not self.has_invite_permission(request):
            raise PermissionDenied
        person = self.find(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        back = reverse("admin:representatives_representative_change", args=[pk])
        if person.user:
            if not may_reset(request.user, person.user):
                raise PermissionDenied
            return print_slip(request, person.user, back)
        try:
            with transaction.atomic():
                one = self.model.objects.filter(pk=pk)
                return slips_response(request, open_accounts(person.home, one))
        except MissingGlyphs as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect(back)

    def open_all(self, request):
        """Who has no account yet; the button opens them all and gives the slips."""
        if not self.has_invite_permission(request):
            raise PermissionDenied
        homes = Home.objects.visible_to(request.user)
        waiting = {home: without_account(home, timezone.localdate()) for home in homes}
        if request.method == "POST":
            return self._open_all(request, waiting)
        names = [row.name for rows in waiting.values() for row in rows.by_pinyin()]
        context = {"title": "为全部未开通的代表开通账号", "names": names, "opts": self.opts}
        context |= self.admin_site.each_context(request)
        return render(request, "admin/representatives/representative/open_accounts.html", context)

    def _open_all(self, request, waiting):
        try:
            with transaction.atomic():
                users = [
                    user for home, rows in waiting.items() for user in open_accounts(home, rows)
                ]
                if users:
                    return slips_response(request, users)
        except MissingGlyphs as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        else:
            self.message_user(request, "现任代表都已经有账号了，没有要打印的登录条。")
        return redirect("admin:representatives_representative_changelist")
