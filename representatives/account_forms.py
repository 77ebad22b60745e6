"""Forms for passwords; typed names pass the cleaning functions like every other text."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm

from daihome.tools.fields import LineField, MailField
from representatives.models import User


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "账号或密码不对，请检查后再试。连续输错 5 次，要等 15 分钟。",
        "inactive": "账号或密码不对，请检查后再试。连续输错 5 次，要等 15 分钟。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"] = LineField(
            label="账号",
            max_length=150,
            widget=self.fields["username"].widget,
            error_messages={"required": "请填写账号，账号印在登录条上。"},
        )
        self.fields["password"].error_messages["required"] = "请填写密码。"


class _KeepsOwnPassword:
    """After saving, the password is the person's own: no forced change any more."""

    def save(self, commit=True):
        self.user.must_change_password = False
        user = super().save(commit=False)
        if commit:
            user.save(update_fields=["password", "must_change_password"])
        return user


class PasswordForm(_KeepsOwnPassword, PasswordChangeForm):
    error_messages = {
        "password_incorrect": "现在的密码不对，请重新填写。",
        "password_mismatch": "两次填写的新密码不一样，请重新填写。",
    }


class NewPasswordForm(_KeepsOwnPassword, SetPasswordForm):
    error_messages = {"password_mismatch": "两次填写的新密码不一样，请重新填写。"}


class NotifyForm(forms.ModelForm):
    """Where somebody gets their messages besides the inbox."""

    class Meta:
        model = User
        fields = ("notify_email",)
        field_classes = {"notify_email": MailField}

    def save(self, commit=True):
        """Only the address: roles and rights are not this form's business."""
        if commit:
            self.instance.save(update_fields=["notify_email"])
        return self.instance
