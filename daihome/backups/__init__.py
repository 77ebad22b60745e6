"""Backup and restore: one file with the database, the uploads and what is needed to check both."""


class BackupError(Exception):
    """A backup or restore that cannot be done; its text is a Chinese sentence for the person."""
