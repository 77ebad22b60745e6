"""Packages that open without the system: books, boards, case files and stored files in one zip.

`packing` writes any package (sections of pieces, contents list, hashes), `yearly` says what is in
the archive of a year, `recording` keeps its hash, `verifying` checks a package that comes back.
"""
