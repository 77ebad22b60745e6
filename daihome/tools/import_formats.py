"""django-import-export's formats behind the same guard as every other spreadsheet.

`IMPORT_FORMATS` and `EXPORT_FORMATS` in the settings name these two and no others. No app is
imported here.
"""

import tablib
from import_export.formats import base_formats

from daihome.tools.sheets import SheetError, read_rows, write_csv, write_xlsx

MAX_ERRORS = 20


class GuardedFormat:
    """Reads through `read_rows` (whose limits bound the dataset), writes inert cells."""

    def create_dataset(self, in_stream, **kwargs):
        """A tablib Dataset of texts; SheetError naming the first 20 bad cells."""
        data = in_stream if isinstance(in_stream, bytes) else in_stream.encode()
        table = read_rows(data, f"file.{self.get_extension()}")
        dataset, errors = tablib.Dataset(headers=table.header), []
        for row in table.rows:
            errors += row.errors()
            if len(errors) >= MAX_ERRORS:
                break
            dataset.append(row.cells)
        if errors:
            raise SheetError(errors[:MAX_ERRORS])
        return dataset

    def is_binary(self):
        return True

    def get_read_mode(self):
        return "rb"

    def can_import(self):
        return True

    def can_export(self):
        return True


class SafeXLSX(GuardedFormat, base_formats.XLSX):
    def export_data(self, dataset, **kwargs):
        """The dataset as xlsx bytes."""
        return write_xlsx(dataset.title or "导出", dataset.headers or [], dataset).getvalue()


class SafeCSV(GuardedFormat, base_formats.CSV):
    def export_data(self, dataset, **kwargs):
        """The dataset as csv bytes."""
        return write_csv(dataset.headers or [], dataset).getvalue()


# The library asks this list whether numbers and dates may stay numbers and dates.
base_formats.BINARY_FORMATS.append(SafeXLSX)
