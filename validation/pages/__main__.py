"""``python -m validation.pages``: write docs/tests.md and the pages it leads to."""

from validation.pages.writing import write_pages

if __name__ == "__main__":
    for path in write_pages():
        print(path)
