"""Pairings and donations on the staff's site."""

from django import forms
from django.contrib import admin

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_forms import ScopedForm
from daihome.tools.admin_lists import OwnRowsFilter
from daihome.tools.fields import AmountField, NameField
from reception.models import AidPairing, Donation


class PairingForm(ScopedForm):
    """A stored name is never sent to the page again: left empty, it stays."""

    forget_person = forms.BooleanField(label="清除已经登记的姓名", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = self.instance.person
        shown = self.instance.person_shown
        if "person" in self.fields:
            self.initial["person"] = ""
            self.fields["person"].help_text = (
                f"现在登记的是“{shown}”，不改就空着" if shown else "可以只写称呼或代号，也可以不写"
            )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if not data.get("forget_person") and not data.get("person"):
            data["person"] = self.stored


@admin.register(AidPairing)
class AidPairingAdmin(ScopedAdmin):
    form = PairingForm
    form_classes = {"person": NameField}
    list_display = (
        "representative", "village", "beneficiary", "person_shown", "started_on", "ended_on", "result",
    )  # fmt: skip
    list_filter = (
        "beneficiary", ("representative", OwnRowsFilter), ("village", OwnRowsFilter),
        ("ended_on", admin.EmptyFieldListFilter),
    )  # fmt: skip
    list_select_related = ("home", "representative", "village")
    search_fields = ("representative__name", "village__name", "plan", "result")
    fields = (
        "home", "representative", "beneficiary", "village", "person", "forget_person", "plan",
        "started_on", "ended_on", "result",
    )  # fmt: skip
    shown_as = {"person": "person_shown"}
    empty_text = "还没有结对帮扶。请点“增加”，登记哪位代表帮哪一户。"

    def get_hidden_fields(self, request, obj=None):
        hidden = super().get_hidden_fields(request, obj)
        return (
            hidden
            if obj and obj.person and self.may_save(request, obj)
            else hidden | {"forget_person"}
        )

    @admin.display(description="姓名")
    def person_shown(self, pairing):
        return pairing.person_shown

    def save_model(self, request, obj, form, change):
        obj.settle_purge()
        super().save_model(request, obj, form, change)


@admin.register(Donation)
class DonationAdmin(ScopedAdmin):
    form_classes = {"money": AmountField, "goods_value": AmountField}
    list_display = ("on", "representative", "purpose", "village", "money", "goods", "goods_value")
    list_filter = (("representative", OwnRowsFilter), ("village", OwnRowsFilter))
    list_select_related = ("home", "representative", "village")
    date_hierarchy = "on"
    search_fields = ("representative__name", "purpose", "receiver", "goods")
    fields = (
        "home", "on", "representative", "purpose", "village", "receiver", "money",
        ("goods", "goods_value"), "voucher",
    )  # fmt: skip
    empty_text = "还没有捐赠。请点“增加”。"
