"""Small PDF files written by hand: text at given places in a standard Chinese font, and ruled lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 595.0, 842.0


def text(x: float, y: float, content: str, size: float = 16.0, matrix: str = "1 0 0 1") -> str:
    """Text whose baseline begins at a point, from the bottom left."""
    return f"BT /F1 {size} Tf {matrix} {x} {y} Tm <{content.encode('utf-16-be').hex()}> Tj ET\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A ruled line from point to point."""
    return f"0.7 w {x0} {y0} m {x1} {y1} l S\n"


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """All lines of a table."""
    across = (rule(xs[0], y, xs[-1], y) for y in ys)
    down = (rule(x, ys[0], x, ys[-1]) for x in xs)
    return "".join((*across, *down))


def paragraphs(
    contents: Iterable[str], *, top: float = 760.0, left: float = 90.0, columns: int = 26, size: float = 16.0
) -> str:
    """Paragraphs as a word processor sets them: first line set in by two characters, full lines broken."""
    operators = []
    y = top
    for content in contents:
        room = columns - 2.0
        line = ""
        for character in (*content, ""):
            width = 0.5 if character < "\u2000" else 1.0
            if not character or room < width:
                operators.append(text(left + (columns - room - _width(line)) * size, y, line, size))
                y -= 1.75 * size
                room, line = float(columns), ""
            line += character
            room -= width
    return "".join(operators)


def _width(line: str) -> float:
    return sum(0.5 if character < "\u2000" else 1.0 for character in line)


def pdf(pages: Sequence[str], *, rotate: int = 0, picture: bool = False, encrypt: str = "") -> bytes:
    """Writes a document.

    Args:
        pages: Drawing operators of each page.
        rotate: By how many degrees pages are shown turned.
        picture: Whether every page also shows a small picture all over it.
        encrypt: An encryption dictionary for the trailer.

    Returns:
        The bytes of a PDF file.
    """
    count = len(pages)
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(count))
    font = 3 + 2 * count
    image = f"/XObject << /I {font + 2} 0 R >>" if picture else ""
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {count} /Kids [{kids}] >>".encode(),
        font: (
            f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H"
            f" /DescendantFonts [{font + 1} 0 R] >>"
        ).encode(),
        font + 1: (
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
            b" /W [1 95 500 814 939 500] /CIDSystemInfo"
            b" << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
        ),
    }
    if picture:
        data = bytes(range(0, 192, 3)) * 3
        objects[font + 2] = (
            f"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceRGB /BitsPerComponent 8"
            f" /Length {len(data)} >>\nstream\n"
        ).encode() + data + b"\nendstream"  # fmt: skip
    for number, operators in enumerate(pages):
        place = 3 + 2 * number
        stream = (f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q\n" if picture else "").encode() + operators.encode()
        objects[place] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate}"
            f" /Contents {place + 1} 0 R /Resources << /Font << /F1 {font} 0 R >> {image} >> >>"
        ).encode()
        objects[place + 1] = f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream"
    output = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = {}
    for number, content in sorted(objects.items()):
        offsets[number] = len(output)
        output += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(output)
    output += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    output += b"".join(f"{offsets[number]:010d} 00000 n \n".encode() for number in sorted(objects))
    output += (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {encrypt} >>\nstartxref\n{table}\n%%EOF\n".encode()
    )
    return bytes(output)
