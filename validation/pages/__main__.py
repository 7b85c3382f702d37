"""``python -m validation.pages``: write every page of docs that is made from data."""

from validation.pages.writing import write_pages

if __name__ == "__main__":
    for path in write_pages():
        print(path)
