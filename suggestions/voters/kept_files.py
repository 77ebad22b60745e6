"""Where forms with files were first; what they share lives in the tools, for every room."""

from daihome.tools.kept_files import (  # noqa: F401 - for those who look here
    ATTRS,
    FILE_MAX_MB,
    FILES_MAX,
    TOO_MANY_FILES,
    FilesField,
    FilesInput,
    KeepsFiles,
)
