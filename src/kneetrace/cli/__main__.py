"""``python -m kneetrace.cli`` is ``kneetrace``."""

from kneetrace.cli import main

main()
