import io
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import docx as python_docx
import pytest

from corpus import Cell, CorpusError, Paragraph, Table
from corpus.readers import office, read_bytes
from corpus.source import Source

needs_libreoffice = pytest.mark.skipif(
    office.libreoffice() is None, reason="needs LibreOffice, which .ci/run installs"
)

RTF = r"{\rtf1\ansi\ansicpg936\deff0 {\fonttbl{\f0 SimSun;}}"


def rtf(text: str) -> bytes:
    """A rich text file; characters are written as code points."""
    body = "".join(f"\\u{ord(char)}?" if char > "\x7f" else char for char in text)
    return f"{RTF}{body}}}".encode()


def texts(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]


@pytest.fixture(scope="module")
def doc(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file in the old binary Word format, made by LibreOffice."""
    folder = tmp_path_factory.mktemp("doc")
    document = python_docx.Document()
    document.add_paragraph("第一条 为了规范管理，制定本办法。")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ["县", "金额", "松阳县", "500"], strict=True
    ):
        cell.text = text
    document.add_paragraph("第二条 本办法自公布之日起施行。")
    document.save(str(folder / "办法.docx"))
    program = office.libreoffice()
    assert program is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "办法.docx")], check=True, capture_output=True, timeout=120)
    return (folder / "办法.doc").read_bytes()


@needs_libreoffice
@pytest.mark.parametrize("name", ["办法.doc", "办法.wps"])
def test_old_word_files_are_read_with_their_tables(doc: bytes, name: str) -> None:
    source = read_bytes(doc, name)
    assert source.format == name.rpartition(".")[2]
    assert texts(source)[0] == "第一条 为了规范管理，制定本办法。"
    assert Table(((Cell("县"), Cell("金额")), (Cell("松阳县"), Cell("500")))) in source.blocks


@needs_libreoffice
def test_a_doc_with_the_ending_docx_is_read_as_what_it_is(doc: bytes) -> None:
    source = read_bytes(doc, "办法.docx")
    assert source.format == "doc"
    assert "内容实为 doc 格式" in source.notes[0]


@needs_libreoffice
def test_rich_text_is_read() -> None:
    assert texts(read_bytes(rtf("第一条 为了规范管理。"), "办法.rtf")) == ["第一条 为了规范管理。"]


@needs_libreoffice
def test_rich_text_with_the_ending_doc_is_read() -> None:
    source = read_bytes(rtf("第一条 为了规范管理。"), "办法.doc")
    assert source.format == "rtf"


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    listener = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.server_port}", asked
    listener.shutdown()
    thread.join()
    listener.server_close()


@needs_libreoffice
def test_nothing_a_file_links_to_is_fetched(server: tuple[str, list[str]]) -> None:
    address, asked = server
    picture = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{address}/a.png" \\d}}{{\fldrslt x}}}}'
    linked = f"{RTF}{picture}{{\\*\\template {address}/t.dot}} text}}"
    assert "text" in texts(read_bytes(linked.encode(), "办法.rtf"))[0]
    assert asked == []


@needs_libreoffice
def test_a_conversion_that_takes_too_long_is_stopped(doc: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.05)
    with pytest.raises(CorpusError, match="未能转换"):
        read_bytes(doc, "办法.doc")


@needs_libreoffice
def test_what_libreoffice_cannot_convert_is_refused(doc: bytes) -> None:
    with pytest.raises(CorpusError, match=r"LibreOffice|没有文字"):
        read_bytes(doc[:1536], "办法.doc")


@pytest.mark.parametrize("name", ["办法.docx", "办法.doc", "办法.wps"])
def test_plain_text_with_the_ending_of_a_word_processor_is_read_and_says_so(name: str) -> None:
    source = read_bytes("第一条 为了规范管理。".encode("gb18030"), name)
    assert source.format == "txt"
    assert texts(source) == ["第一条 为了规范管理。"]
    assert "扩展名" in source.notes[0]


def test_without_libreoffice_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "libreoffice", lambda: None)
    with pytest.raises(CorpusError, match=r"LibreOffice.*apt-get install") as error:
        read_bytes(rtf("文字"), "办法.rtf")
    assert str(error.value).startswith("办法.rtf：")


def ole(*streams: str, flags: int = 0) -> bytes:
    """The head of an OLE container with a directory of streams, the first of which begins in sector 1."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32] = (9).to_bytes(2, "little")
    directory = bytearray(512)
    for index, stream in enumerate(("Root Entry", *streams)):
        name = stream.encode("utf-16-le")
        entry = 128 * index
        directory[entry : entry + len(name)] = name
        directory[entry + 64 : entry + 66] = (len(name) + 2).to_bytes(2, "little")
        directory[entry + 66] = 2 if index else 5
        directory[entry + 116 : entry + 120] = (1).to_bytes(4, "little")
    stream_sector = bytearray(512)
    stream_sector[:2] = b"\xec\xa5"
    stream_sector[11] = flags
    return bytes(header + directory + stream_sector)


def zipped(member: str, *, encrypted: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, b"<a/>")
    data = bytearray(buffer.getvalue())
    if encrypted:
        data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (ole("EncryptedPackage"), "加密.docx", "密码"),
        (ole("EncryptedPackage"), "加密.xlsx", "密码"),
        (ole("WordDocument", flags=1), "加密.doc", "密码"),
        (ole("Workbook"), "表.xlsx", r"另存为 \.xlsx"),
        (ole("PowerPoint Document"), "片.doc", "导出为 PDF"),
        (zipped("word/document.xml", encrypted=True), "加密.docx", "加密"),
        (zipped("OFD.xml"), "版式.docx", "OFD"),
        (zipped("a.txt"), "包.docx", "解压"),
        (b"PK\x03\x04 nothing", "坏.docx", "损坏"),
        (b"text", "文.ofd", "OFD"),
        (b"text", "文.xls", r"\.xlsx"),
        (b"\x01\x00\x02", "文.docx", "内容不是"),
        (b"text", "文.xlsx", "内容不是"),
        (b"", "空.docx", "空的"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, name: str, says: str) -> None:
    with pytest.raises(CorpusError, match=says) as error:
        read_bytes(data, name)
    assert str(error.value).startswith(f"{name}：")
    assert "请" in str(error.value)


def test_the_formats_are_imported_only_when_a_file_needs_them() -> None:
    script = (
        "import sys; from corpus.readers import read_bytes; read_bytes('一、总则'.encode(), 'a.txt');"
        "print([name for name in ('lxml', 'pypdfium2', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
