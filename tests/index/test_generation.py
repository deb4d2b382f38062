from dataclasses import replace
from pathlib import Path

import pytest

from index import IndexDamaged, generation
from index.generation import Meta

META = Meta(shape={"format": 1}, documents={"a": "1"}, clauses=2, windows=3, ids="x", files={})


def made(home: Path, meta: Meta = META) -> Path:
    folder = generation.begin(home)
    (folder / "chroma").mkdir()
    (folder / "chroma" / "data").write_bytes(bytes(range(256)))
    (folder / "lexical").mkdir()
    (folder / "lexical" / "lock").touch()
    (folder / "catalog.json").write_text("{}", encoding="utf-8")
    generation.seal(folder, meta)
    return folder


def test_a_folder_without_generations_has_no_current_one(tmp_path: Path) -> None:
    assert generation.current(tmp_path) is None


def test_a_generation_is_current_only_once_it_is_published(tmp_path: Path) -> None:
    folder = made(tmp_path)
    assert generation.current(tmp_path) is None
    generation.publish(tmp_path, folder)
    assert generation.current(tmp_path) == folder


def test_its_description_comes_back(tmp_path: Path) -> None:
    meta = generation.read_meta(made(tmp_path))
    assert replace(meta, files={}) == META
    assert meta.files["chroma/data"][0] == 256
    assert set(meta.files) == {"chroma/data", "lexical/lock", "catalog.json"}


def test_the_fingerprint_tells_every_difference(tmp_path: Path) -> None:
    prints = {
        META.fingerprint,
        replace(META, documents={"a": "2"}).fingerprint,
        replace(META, documents={"b": "1"}).fingerprint,
        replace(META, documents={}).fingerprint,
        replace(META, shape={"format": 2}).fingerprint,
    }
    assert len(prints) == 5
    assert replace(META, documents={"a": "1"}).fingerprint == META.fingerprint


@pytest.mark.parametrize(
    ("name", "part"),
    [("chroma/data", "chroma"), ("lexical/lock", "lexical"), ("catalog.json", "catalog.json")],
)
@pytest.mark.parametrize("damage", ["flip", "truncate", "append", "delete"])
def test_every_damage_to_a_file_is_seen(tmp_path: Path, name: str, part: str, damage: str) -> None:
    folder = made(tmp_path)
    meta = generation.read_meta(folder)
    assert generation.damaged_parts(folder, meta) == set()
    content = (folder / name).read_bytes()
    if not content and damage in {"flip", "truncate"}:
        return
    (folder / name).unlink()
    if damage == "flip":
        (folder / name).write_bytes(bytes([content[0] ^ 1]) + content[1:])
    elif damage == "truncate":
        (folder / name).write_bytes(content[:-1])
    elif damage == "append":
        (folder / name).write_bytes(content + b"\0")
    assert generation.damaged_parts(folder, meta) == {part}


def test_a_single_flipped_bit_in_the_description_is_seen(tmp_path: Path) -> None:
    path = made(tmp_path) / "meta.json"
    content = bytearray(path.read_bytes())
    path.chmod(0o644)
    for place in range(0, len(content), 7):
        changed = bytearray(content)
        changed[place] ^= 4
        path.write_bytes(changed)
        with pytest.raises(IndexDamaged, match="policy-assistant build"):
            generation.read_meta(path.parent)


@pytest.mark.parametrize("pointer", ["", "../../etc", "00001", "000009", "一二三四五六", "\ufeff000001\n0"])
def test_a_damaged_pointer_points_nowhere(tmp_path: Path, pointer: str) -> None:
    made(tmp_path)
    (tmp_path / "index" / "CURRENT").write_text(pointer, encoding="utf-8")
    assert generation.current(tmp_path) is None


def test_a_name_is_never_used_twice_even_where_the_last_build_died(tmp_path: Path) -> None:
    first = made(tmp_path)
    generation.publish(tmp_path, first)
    dead = generation.begin(tmp_path)
    (dead / "half").touch()
    third = generation.begin(tmp_path)
    assert [first.name, dead.name, third.name] == ["000001", "000002", "000003"]
    assert not dead.exists()
    assert first.exists()


def test_pruning_keeps_what_it_is_told_to_and_touches_nothing_else(tmp_path: Path) -> None:
    folders = [made(tmp_path) for _ in range(3)]
    (tmp_path / "index" / "README").touch()
    generation.prune(tmp_path, {folders[1], folders[2]})
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == ["000002", "000003", "README"]


def test_a_lock_left_by_the_writing_library_is_in_no_readers_way(tmp_path: Path) -> None:
    written = tmp_path / "lexical"
    written.mkdir()
    (written / "meta.json").write_text("{}", encoding="utf-8")
    (written / ".tantivy-meta.lock").touch()
    linked = generation.link(written, tmp_path / "overlay")
    assert [path.name for path in linked.iterdir()] == ["meta.json"]
    assert (linked / "meta.json").read_text(encoding="utf-8") == "{}"
