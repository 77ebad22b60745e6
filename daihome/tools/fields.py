"""Form fields that clean what people type; every form of the project is built from these.

Lengths count code points after cleaning. Browsers are not told the length: they count otherwise
and cut a pasted text without a word, where the server says how much is too much.
"""

import re
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.forms.utils import from_current_timezone
from django.utils import timezone

from daihome.tools import figures, text
from daihome.tools.pages import primary_key

# What an integer column holds on both databases; SQLite alone would take more.
SMALLEST, LARGEST = -(2**31), 2**31 - 1
REQUIRED = {"required": "请填写这一项。"}


class TooLong(MaxLengthValidator):
    message = "最多 %(limit_value)d 个字，现在有 %(show_value)d 个。请删减后再提交。"


class LineField(forms.CharField):
    """One line of text."""

    default_error_messages = REQUIRED
    clean_typed = staticmethod(text.clean_line)

    def __init__(self, *, max_length=None, **kwargs):
        super().__init__(**kwargs)
        self.max_length = max_length
        if max_length is not None:
            self.validators.append(TooLong(max_length))

    def to_python(self, value):
        value = super().to_python(value)
        if value in self.empty_values:
            return value
        return self.clean_typed(value) or self.empty_value


class LinesField(LineField):
    """Text of several lines."""

    clean_typed = staticmethod(text.clean_text)
    widget = forms.Textarea


class NameField(LineField):
    """The name of one person."""

    clean_typed = staticmethod(text.clean_name)

    def __init__(self, *, max_length=text.NAME_LENGTH, **kwargs):
        super().__init__(max_length=max_length, **kwargs)


class PhoneField(LineField):
    """A mobile number or a landline with area code; what is refused is never repeated."""

    clean_typed = staticmethod(text.clean_phone)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"inputmode": "tel", "autocomplete": "tel"}


class MailField(LineField):
    """One e-mail address."""

    clean_typed = staticmethod(text.clean_mail)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"inputmode": "email", "autocomplete": "email"}


class WholeNumberField(forms.IntegerField):
    """A whole number within what both databases store."""

    default_error_messages = REQUIRED
    widget = forms.TextInput  # a browser's number field swallows full-width digits

    def __init__(self, *, min_value=None, max_value=None, **kwargs):
        low = SMALLEST if min_value is None else min_value
        high = LARGEST if max_value is None else max_value
        super().__init__(min_value=low, max_value=high, **kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        return figures.clean_whole_number(str(value))

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"inputmode": "numeric"}


class AmountField(forms.DecimalField):
    """Money in yuan or a quantity: not negative, at most two decimals."""

    default_error_messages = REQUIRED
    widget = forms.TextInput

    def __init__(self, *, max_digits=12, decimal_places=2, **kwargs):
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def to_python(self, value):
        return None if value in self.empty_values else figures.clean_amount(str(value))

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"inputmode": "decimal"}


class DayField(forms.DateField):
    """A date from `first_year` (1949; earlier for a birth) to 2100."""

    default_error_messages = REQUIRED

    def __init__(self, *, first_year=figures.FIRST_YEAR, **kwargs):
        super().__init__(**kwargs)
        self.first_year = first_year

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            return figures.check_day(value, self.first_year)
        return figures.clean_day(str(value), first_year=self.first_year)


class BirthField(DayField):
    """The date of somebody's birth: representatives in office may be older than the republic."""

    def __init__(self, **kwargs):
        super().__init__(first_year=1900, **kwargs)


class MomentField(forms.DateTimeField):
    """A date and a time of day to the minute, on the clock of the site; stored aware."""

    default_error_messages = REQUIRED

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            figures.check_day(value.date())
            return value if timezone.is_aware(value) else from_current_timezone(value)
        parts = re.split(r"(?:\s+|T)(?=[^\s]+$)", text.clean_line(str(value)))
        if len(parts) != 2:
            raise ValidationError("请同时填写日期和时间，例如“2024-02-09 09:30”。")
        day, time = figures.clean_day(parts[0]), figures.clean_time(parts[1])
        return from_current_timezone(datetime.combine(day, time))


FORMFIELD_OVERRIDES = {
    models.CharField: {"form_class": LineField},
    models.EmailField: {"form_class": MailField},
    models.TextField: {"form_class": LinesField},
    models.IntegerField: {
        "form_class": WholeNumberField,
        "widget": forms.TextInput(attrs={"class": "vIntegerField"}),
    },
    models.DateField: {"form_class": DayField},
    models.DateTimeField: {"form_class": MomentField, "widget": forms.DateTimeInput},
}
"""`ModelAdmin.formfield_overrides` of the project; lengths and limits come from the model."""


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of a list. A key that no column can hold is no choice, not an error page."""

    def clean(self, value):
        for key in value if isinstance(value, (list, tuple)) else ():
            if primary_key(str(key)) is None:
                code = "invalid_pk_value"
                raise ValidationError(self.error_messages[code], code=code, params={"pk": key})
        return super().clean(value)
