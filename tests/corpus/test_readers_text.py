from pathlib import Path

import pytest

from corpus import CorpusError, Paragraph
from corpus.readers import read_bytes, read_source
from corpus.source import Source

TEXT = "关于支持产业发展的实施意见\n\n一、总体要求\n　　（一）每年安排3000万元。\n"
DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"


def joined(source: Source) -> str:
    assert all(isinstance(block, Paragraph) for block in source.blocks)
    return "\n".join(block.text for block in source.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk", "gb2312"])
def test_text_reads_the_same_in_every_office_encoding(encoding: str) -> None:
    source = read_bytes(TEXT.encode(encoding), "意见.txt")
    assert joined(source) == TEXT
    assert source.notes == ()


@pytest.mark.parametrize("encoding", ["big5", "gbk"])
def test_traditional_text_is_read_in_either_encoding(encoding: str) -> None:
    text = "縣政府關於發展產業扶貧的實施意見，各鄉鎮應認真貫徹執行。一、總體要求"
    assert joined(read_bytes(text.encode(encoding), "繁体.txt")) == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\u0085", "\v"])
def test_every_kind_of_line_end_ends_a_line(end: str) -> None:
    assert joined(read_bytes(TEXT.replace("\n", end).encode(), "意见.txt")) == TEXT


def test_blank_lines_stay_and_every_line_may_be_wrapped() -> None:
    source = read_bytes(TEXT.encode(), "意见.md")
    assert source.format == "md"
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)][1] == ""
    assert all(isinstance(block, Paragraph) and block.wrapped and not block.page for block in source.blocks)


def test_a_form_feed_ends_a_page() -> None:
    source = read_bytes("第一页\n\f第二页\f第三页".encode(), "页.txt")
    assert [(block.text, block.page) for block in source.blocks if isinstance(block, Paragraph)] == [
        ("第一页", 1),
        ("第二页", 2),
        ("第三页", 3),
    ]


def test_rare_characters_of_gb18030_are_kept() -> None:
    text = "某县𠮷村、㐂溪村补助对象名单，由县人民政府公布。"
    assert joined(read_bytes(text.encode("gb18030"), "名单.txt")) == text


def test_a_utf8_file_cut_off_inside_a_character_is_read_and_says_so() -> None:
    source = read_bytes((TEXT * 5).encode() + "县".encode()[:2], "意见.txt")
    assert joined(source) == TEXT * 5 + "\ufffd"
    assert "第 21 行" in source.notes[0]


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "空.txt", "空的"),
        (b" \r\n\t\n", "白.txt", "没有文字"),
        ("　\n".encode(), "白.txt", "没有文字"),
        (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), "程序.txt", "二进制"),
        (bytes(range(1, 32)) * 20, "控制.txt", "二进制"),
        ("Règlement général été à Besançon".encode("latin-1"), "法文.txt", "编码"),
        (b"\xff\xfe\x00\xd8\x00", "坏.txt", "损坏"),
        (b"a\n" * 2_100_000, "长.txt", "过大"),
        (TEXT.encode(), "意见.exe", "不支持 .exe 文件"),
        (TEXT.encode(), "意见", "没有扩展名"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason_and_a_next_step(data: bytes, name: str, says: str) -> None:
    with pytest.raises(CorpusError, match=says) as error:
        read_bytes(data, name)
    assert str(error.value).startswith(name)
    assert "请" in str(error.value)


def test_a_missing_file_is_named_with_a_next_step(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="打不开"):
        read_source(tmp_path / "没有.txt")


def test_the_bundled_documents_are_read_byte_for_byte() -> None:
    paths = sorted(DOCUMENTS.glob("*.txt"))
    assert len(paths) == 5
    for path in paths:
        source = read_source(path, name=f"documents/{path.name}")
        assert joined(source) == path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        assert source.name == f"documents/{path.name}"
