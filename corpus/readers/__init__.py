"""File formats: each reader turns bytes into a ``Source``."""
