"""``python -m eval`` is ``policy-eval``."""

from eval.command import main

main()
