"""The pages of docs that are made from the program's data: ``make docs``."""

from validation.pages.writing import build_pages, write_pages

__all__ = ["build_pages", "write_pages"]
