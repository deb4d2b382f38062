"""Names of places and bodies in running text, found by form and by the table of divisions."""

from corpus.places.body import Body, bodies, is_body
from corpus.places.divisions import short_name
from corpus.places.place import Place, places

__all__ = ["Body", "Place", "bodies", "is_body", "places", "short_name"]
