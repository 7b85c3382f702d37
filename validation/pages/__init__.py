"""The pages of docs/tests.md, made from the tests' own data: ``make docs``."""

from validation.pages.writing import build_pages, write_pages

__all__ = ["build_pages", "write_pages"]
