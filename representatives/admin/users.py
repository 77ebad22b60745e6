"""Accounts on the staff's site: nobody types a password for somebody else."""

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_forms import ScopedForm
from daihome.tools.fields import NameField
from representatives.admin.slips import account_state, print_slip
from representatives.invitations import lock_home, next_usernames
from representatives.models import Role, User

NO_HOME_NEEDED = (Role.AUDITOR, Role.ADMINISTRATOR)


class UserForm(ScopedForm):
    """`editor` is who fills the form; set by `UserAdmin.get_form`."""

    editor = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "role" in self.fields:
            self.fields["role"].choices = self._roles()
            if self.instance._state.adding:
                self.initial["role"] = Role.CLERK
        if "username" in self.fields:
            self.fields["username"].required = False
            self.fields["username"].label = "账号（登录名）"
            self.fields["username"].help_text = "登录时用。不填就自动编一个，例：XZ012"

        if "is_active" in self.fields:
            self.fields["is_active"].help_text = "离岗的取消选中，就不能再登录；以前的记录不受影响"

    def _roles(self):
        """A representative's account is opened from the list of representatives, never here."""
        hidden = set() if self.editor.sees_all_homes else {Role.AUDITOR}
        if self.instance.role == Role.REPRESENTATIVE and self.instance.pk:
            return [(Role.REPRESENTATIVE.value, Role.REPRESENTATIVE.label)]
        return [row for row in Role.choices if row[0] not in {*hidden, Role.REPRESENTATIVE}]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        role = data.get("role", self.instance.role)
        home = data.get("home", self.instance.home)
        if role == Role.AUDITOR:
            self._check_auditor(home, data.get("watched_homes"))
        elif data.get("watched_homes"):
            self.add_error("watched_homes", "只有县级监督员才填这一项，请全部取消选中。")
        if home is None and role not in NO_HOME_NEEDED and "home" in self.fields:
            self.add_error("home", "请选择这个账号属于哪个代表之家。")
        if not data.get("username") and "username" in self.fields and not self.errors:
            self._give_username(home)
        if self.instance == self.editor and data.get("is_active") is False:
            self.add_error("is_active", "不能停用您自己正在用的账号。")

    def _check_auditor(self, home, watched):
        if home is not None and "home" in self.fields:
            self.add_error("home", "县级监督员不填这里，请改填下面的“可查看的代表之家”。")
        if not watched and "watched_homes" in self.fields:
            self.add_error("watched_homes", "请至少选一个可查看的代表之家。")

    def _give_username(self, home):
        if home is None:
            self.add_error("username", "不属于某一个代表之家的账号，请自己填一个登录名。")
            return
        lock_home(home)
        self.cleaned_data["username"] = next_usernames(home, 1)[0]


@admin.register(User)
class UserAdmin(ScopedAdmin):
    form = UserForm
    form_classes = {"name": NameField}
    list_display = ("name", "username", "role", "state", "is_active")
    list_display_links = ("name", "username")
    list_filter = ("role", "is_active")
    list_select_related = ("home",)
    search_fields = ("name", "username")
    readonly_fields = ("state",)
    empty_text = "还没有账号。请点“增加”。"

    def get_fieldsets(self, request, obj=None):
        fields = ["name", "username", "role", "home", "notify_email"]
        if request.user.sees_all_homes:
            fields.append("watched_homes")
        if obj:
            fields += ["is_active", "state"]
        hidden = self.get_hidden_fields(request, obj)
        return [(None, {"fields": [name for name in fields if name not in hidden]})]

    def get_readonly_fields(self, request, obj=None):
        """An auditor may be given a Home by mistake, so here it can be put right."""
        readonly = super().get_readonly_fields(request, obj)
        changeable = obj and request.user.sees_all_homes and obj.role != Role.REPRESENTATIVE
        return tuple(name for name in readonly if name != "home") if changeable else readonly

    def only_home(self, request):
        """Who sees all Homes also makes accounts that belong to none."""
        return None if request.user.sees_all_homes else super().only_home(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        request.edited_home = None
        form.editor = request.user
        return form

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        words = f"{obj.name}的账号是 {obj.username}。请点右上角“打印登录条”，把纸条交给本人。"
        self.message_user(request, words, messages.SUCCESS)
        return redirect("admin:representatives_user_change", obj.pk)

    def get_urls(self):
        view = self.admin_site.admin_view(self.slip)
        return [path("<int:pk>/slip/", view, name="representatives_user_slip"), *super().get_urls()]

    def slip(self, request, pk):
        """A new slip for one account; its old password and earlier slips stop working."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = self.find(request, pk)
        back = reverse("admin:representatives_user_change", args=[pk])
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if user == request.user:
            self.message_user(request, "您自己的密码请点右上角“修改密码”来改。", messages.ERROR)
            return redirect(back)
        return print_slip(request, user, back)

    def has_change_permission(self, request, obj=None):
        """Whoever works in one Home must not take over an account that sees them all."""
        above = obj is not None and obj.sees_all_homes and not request.user.sees_all_homes
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes the account they are using, or one above their own."""
        may = super().has_delete_permission(request, obj) and obj != request.user
        return may and (obj is None or self.has_change_permission(request, obj))

    @admin.display(description="登录情况")
    def state(self, user):
        return account_state(user)


# Roles and what they may do are one table in `daihome/roles.py`, not rows to be edited.
admin.site.unregister(Group)
