"""django-import-export resources: they compare each row with what is stored and write in batches.

The rows they get are already clean (see `imports/`), so their widgets change nothing. A value the
file does not give is KEEP: an empty cell never erases what is stored. Unchanged rows are skipped;
what is written also goes into the history of changes, which plain batches would leave out.
"""

from django.core.exceptions import ValidationError
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import Result, RowResult
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from representatives.models import (
    EndReason,
    Mandate,
    MandateState,
    Representative,
    SuspensionReason,
    Village,
)

BATCH = 500
SHOWN_CHANGES = 200
KEEP = type("Keep", (), {"__repr__": lambda self: "KEEP"})()


class Given(Field):
    """A field that takes the row's value as it is, or leaves the old one when it is KEEP."""

    def __init__(self, attribute, label, show=None):
        super().__init__(attribute=attribute, column_name=attribute)
        self.label, self.show = label, show or (lambda value: str(value))

    def save(self, instance, row, is_m2m=False, **kwargs):
        if row[self.column_name] is not KEEP:
            setattr(instance, self.attribute, row[self.column_name])

    def shown(self, value):
        """The value as the preview shows it."""
        return "" if value in (None, "") else self.show(value)


class KnownInstance(BaseInstanceLoader):
    """The row brings the stored object along (None for a new one): no query per row."""

    def get_instance(self, row):
        return row["instance"]


class Difference:
    """What a row changes, as [(label, old, new)] of plain text."""

    def __init__(self, resource, instance, new):
        self.resource, self.new = resource, new
        self.left = self._values(instance)

    def _values(self, instance):
        return [field.get_value(instance) for field in self.resource.get_import_fields()]

    def compare_with(self, resource, instance):
        self.right = self._values(instance)

    def as_html(self):
        """The list; the library stores it as `row_result.diff`."""
        fields = self.resource.get_import_fields()
        pairs = zip(fields, self.left, self.right, strict=True)
        return [
            (field.label, "" if self.new else field.shown(old), field.shown(new))
            for field, old, new in pairs
            if old != new or (self.new and field.shown(new))
        ]


class QuietRow(RowResult):
    """A row's result without the object's name, which would cost a query per row."""

    def add_instance_info(self, instance):
        pass


class ShortResult(Result):
    """Keeps the first changes only, so that 10,000 rows do not stay in memory."""

    def append_row_result(self, row_result):
        if len(self.rows) < SHOWN_CHANGES or row_result.errors:
            super().append_row_result(row_result)


class SheetResource(resources.ModelResource):
    """Rows with the columns `instance`, `row` (number in the sheet) and one for each field.

    `user` is written into the history; `written(row, instance, kind)` is called for each row with
    "new", "update" or "skip".
    """

    def __init__(self, user=None, written=None, progress=None):
        super().__init__()
        self.user, self.written, self.progress = user, written, progress

    @classmethod
    def get_result_class(cls):
        return ShortResult

    @classmethod
    def get_row_result_class(cls):
        return QuietRow

    @classmethod
    def get_diff_class(cls):
        return Difference

    def init_instance(self, row=None):
        """A new object with the attributes that are not columns (its Home, its person)."""
        return self._meta.model(**row["fixed"])

    def after_init_instance(self, instance, new, row, **kwargs):
        row["instance"] = instance

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Lengths and choices; uniqueness was settled when the rows were matched."""
        relations = [f.name for f in instance._meta.fields if f.is_relation]
        instance.clean_fields(exclude=relations)

    def after_import_row(self, row, row_result, **kwargs):
        row_result.sheet_row = row["row"]
        if self.written:
            self.written(row, row_result)
        if self.progress:
            self.progress(kwargs["row_number"])

    def bulk_create(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        bulk_create_with_history(
            self.create_instances, self._meta.model, batch_size=BATCH, default_user=self.user
        )
        self.create_instances.clear()

    def bulk_update(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        bulk_update_with_history(
            self.update_instances,
            self._meta.model,
            [field.attribute.removesuffix("_id") for field in self.get_import_fields()],
            batch_size=BATCH,
            default_user=self.user,
        )
        self.update_instances.clear()

    def label_of(self, attribute):
        """The Chinese label of a model field."""
        labels = {
            field.attribute.removesuffix("_id"): field.label for field in self.fields.values()
        }
        return labels.get(attribute, "")


class Batches:
    """What the Meta of every sheet resource says."""

    import_id_fields = ()
    instance_loader_class = KnownInstance
    use_bulk = True
    batch_size = BATCH
    skip_unchanged = True
    report_skipped = False
    clean_model_instances = False


def _choice(choices):
    return lambda value: str(choices(value).label)


class VillageResource(SheetResource):
    name = Given("name", "名称")
    kind = Given("kind", "类别", _choice(Village.Kind))
    stat_code = Given("stat_code", "统计用区划代码")
    households = Given("households", "户数")
    population = Given("population", "人口")

    class Meta(Batches):
        model = Village
        fields = ("name", "kind", "stat_code", "households", "population")


class RepresentativeResource(SheetResource):
    name = Given("name", "姓名")
    sex = Given("sex", "性别", _choice(Representative.Sex))
    ethnicity = Given("ethnicity", "民族")
    born_on = Given("born_on", "出生年月", lambda day: f"{day:%Y-%m}")
    party = Given("party", "政治面貌")
    education = Given("education", "文化程度")
    post = Given("post", "工作单位及职务")
    village_id = Given("village_id", "居住村（社区）")
    phone = Given("phone", "联系电话")
    note = Given("note", "备注")

    class Meta(Batches):
        model = Representative
        fields = (
            "name", "sex", "ethnicity", "born_on", "party", "education", "post", "village_id",
            "phone", "note",
        )  # fmt: skip


class MandateResource(SheetResource):
    district_id = Given("district_id", "选区")
    credential_no = Given("credential_no", "代表证号")
    started_on = Given("started_on", "任职起")
    state = Given("state", "状态", _choice(MandateState))
    suspended_on = Given("suspended_on", "暂停日期")
    suspension_reason = Given("suspension_reason", "暂停原因", _choice(SuspensionReason))
    ended_on = Given("ended_on", "任职止")
    end_reason = Given("end_reason", "终止原因", _choice(EndReason))

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        super().validate_instance(instance)
        if instance.ended_on and instance.ended_on < instance.started_on:
            raise ValidationError({"ended_on": "任职止早于任职起。请核对日期。"})

    class Meta(Batches):
        model = Mandate
        fields = (
            "district_id", "credential_no", "started_on", "state", "suspended_on",
            "suspension_reason", "ended_on", "end_reason",
        )  # fmt: skip
