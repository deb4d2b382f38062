"""The manifest: strict about what a person writes, clear about what is wrong."""

from pathlib import Path

import pytest

from corpus.manifest import MANIFEST_NAME, read_manifest
from corpus.model import CorpusError


def write(folder: Path, text: str) -> Path:
    (folder / MANIFEST_NAME).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_without_a_manifest_has_no_entries(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}


def test_every_value_arrives_in_the_form_the_document_keeps_it(tmp_path: Path) -> None:
    entry = read_manifest(
        write(
            tmp_path,
            """
            [[document]]
            file = "子文件夹/甲.txt"
            id = "jia-2018"
            title = "甲办法"
            aliases = ["关于印发甲办法的通知"]
            number = ""
            issuer = "甲市人民政府"
            date = 2018-08-16
            effective = "2018-09-01"
            expires = "2023-08-31"
            regions = ["甲市", "乙县"]
            period = [2018, 2020]
            status = "in_force"
            sha256 = "AA00000000000000000000000000000000000000000000000000000000000000"
            """,
        )
    )["子文件夹/甲.txt"]
    assert entry.id == "jia-2018"
    assert entry.sha256 == "aa" + "0" * 62
    assert entry.overrides == {
        "title": "甲办法",
        "aliases": ("关于印发甲办法的通知",),
        "number": None,
        "issuer": "甲市人民政府",
        "date": "2018-08-16",
        "regions": ("甲市", "乙县"),
        "period": (2018, 2020),
        "effective": "2018-09-01",
        "expires": "2023-08-31",
        "status": "in_force",
    }


DOCUMENT = '[[document]]\nfile = "甲.txt"\n'

WRONG = [
    ("[[document", "不是有效的 TOML"),
    ("title = '甲'", "未知的键 title"),
    ("document = 3", "[[document]]"),
    ("[[document]]\nid = 'a'", "file"),
    (DOCUMENT + "titel = '甲'", "未知的键 titel"),
    (DOCUMENT + "title = 3", "字符串"),
    (DOCUMENT + "title = ''", "不能为空"),
    (DOCUMENT + "id = 'a:b'", "不能为空，也不能含"),
    (DOCUMENT + "id = ''", "不能为空，也不能含"),
    (DOCUMENT + "sha256 = 'abc'", "64 位"),
    (DOCUMENT + "date = '2018年8月'", "2018-08-16"),
    (DOCUMENT + "date = '2018-02-30'", "2018-08-16"),
    (DOCUMENT + "regions = '丽水市'", "一列字符串"),
    (DOCUMENT + "period = [2020, 2018]", "起止年份"),
    (DOCUMENT + "period = [2018]", "起止年份"),
    (DOCUMENT + "period = ['2018', '2020']", "起止年份"),
    (DOCUMENT + "status = '有效'", "in_force"),
    (DOCUMENT + DOCUMENT, "重复列出"),
    (DOCUMENT + "id = 'a'\n[[document]]\nfile = '乙.txt'\nid = 'a'", "重复使用"),
    ("[[document]]\nfile = '/etc/passwd'", "相对路径"),
    ("[[document]]\nfile = '../甲.txt'", "相对路径"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_wrong_manifest_is_refused_with_the_place_and_the_remedy(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(CorpusError) as refusal:
        read_manifest(write(tmp_path, text))
    assert said in str(refusal.value)
    assert MANIFEST_NAME in str(refusal.value)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / MANIFEST_NAME).write_text(DOCUMENT, encoding="utf-8-sig")
    assert list(read_manifest(tmp_path)) == ["甲.txt"]
