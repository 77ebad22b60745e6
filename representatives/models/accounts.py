"""Accounts and roles. A role is a Django group with permissions (see `daihome/roles.py`)."""

from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.db import models
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from representatives.models.home import Home


class Role(models.TextChoices):
    """What somebody does in the house; the label is the name of the Django group."""

    CLERK = "clerk", "工作人员"
    CHAIR = "chair", "主席"
    CONVENER = "convener", "召集人"
    REPRESENTATIVE = "representative", "代表"
    UNIT = "unit", "承办单位"
    AUDITOR = "auditor", "县级监督员"
    ADMINISTRATOR = "administrator", "管理员"


STAFF_ROLES = (Role.CLERK, Role.CHAIR, Role.CONVENER, Role.AUDITOR, Role.ADMINISTRATOR)


class AccountManager(UserManager.from_queryset(ScopedQuerySet)):
    """Django's user manager with `.visible_to(user)`."""

    def create_superuser(self, username, password=None, **fields):
        """An administrator of all Homes, as `createsuperuser` makes one."""
        fields = {"role": Role.ADMINISTRATOR, "must_change_password": False} | fields
        return super().create_superuser(username, password=password, **fields)

    def _create_user_object(self, username, email, password, **fields):
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        return user


class User(AbstractUser):
    """A person who signs in. Belongs to one Home; an auditor reads several."""

    first_name = last_name = email = None
    name = models.CharField("姓名", max_length=50, help_text="例：王秀英")
    role = models.CharField("角色", max_length=16, choices=Role, default=Role.REPRESENTATIVE)
    home = models.ForeignKey(
        Home,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="代表之家",
        help_text="县级监督员不填这里，填下面的“可查看的代表之家”",
    )
    watched_homes = models.ManyToManyField(
        Home,
        blank=True,
        related_name="auditors",
        verbose_name="可查看的代表之家",
        help_text="只用于县级监督员，只能看，不能改",
    )
    notify_email = models.EmailField(
        "通知邮箱",
        blank=True,
        help_text="提醒和通知也发到这里，最好用办公邮箱，例：rd@example.cn。可以不填",
    )
    must_change_password = models.BooleanField(
        "下次登录须改密码", default=True, help_text="新账号和重置密码后自动选中"
    )
    # Raised when the person asks for a new address of the own calendar: the old one is dead then.
    calendar_version = models.PositiveSmallIntegerField(default=0, editable=False)

    history = HistoricalRecords(excluded_fields=["password", "last_login"])
    objects = AccountManager()

    REQUIRED_FIELDS = ("name",)

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        permissions = [("invite_user", "开通代表账号、打印登录条")]
        ordering = ("home", "role", "username")

    def __str__(self):
        return self.name or self.username

    def save(self, *args, update_fields=None, **kwargs):
        """Save, and keep the Django group and staff flag in step with the role."""
        if update_fields is None:
            self.is_staff = self.is_superuser or self.role in STAFF_ROLES
        super().save(*args, update_fields=update_fields, **kwargs)
        if update_fields is None:
            self.groups.set(Group.objects.filter(name=Role(self.role).label))

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @property
    def sees_all_homes(self):
        """True for the person who installed the site and for an administrator of all Homes."""
        return self.is_superuser or (self.role == Role.ADMINISTRATOR and self.home_id is None)

    @cached_property
    def home_ids(self):
        """Primary keys of the Homes whose rows this person may see."""
        own = [self.home_id] if self.home_id else []
        if self.role != Role.AUDITOR:
            return own
        return own + list(self.watched_homes.values_list("pk", flat=True))

    @property
    def represents(self):
        """The representative this account belongs to, or None (one query, then cached)."""
        return getattr(self, "representative", None)
