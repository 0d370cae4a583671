"""The course as a book: `make pdf` and `make epub`, from the built site.

pictures.py   draws each explorer, by its own script in a browser, at the views that stand in the book
chapters.py   turns the built pages into chapters that stand still: no browser, no file but those of the site
pdf.py        prints them as one PDF
epub.py       packs them as one EPUB
"""
