import sys
from itertools import pairwise

import numpy as np
import pytest

from corpus import Clause, Document
from index import EmbeddingError, load_embedder
from index.embedding import BUNDLED, BundledEmbedder
from index.passage import OVERLAP, WINDOW, passage_text, windows

TEXTS = [
    "从2018年起连续3年，按平均每年每个受援县（区）3000万元的额度安排财政帮扶资金。",
    "短。",
    "为了惩罚犯罪，保护人民，根据宪法，制定本法。" * 30,
    "组织10家以上农业企业赴紫阳县对接合作资源。",
    "",
]


@pytest.fixture(scope="module")
def embedder() -> BundledEmbedder:
    return BundledEmbedder()


def _document(title: str = "测试办法") -> Document:
    return Document("d", title, None, None, None, (), None, "unknown", "", "")


def _clause(text: str, path: tuple[str, ...] = ()) -> Clause:
    return Clause("d:1", "d", "clause", path, "《测试办法》第一条", text, 0, len(text))


def test_the_bundled_model_is_the_default(embedder):
    assert load_embedder().name == load_embedder(BUNDLED).name == BUNDLED
    assert len(embedder.revision) == 64


def test_vectors_have_length_one_and_the_declared_dimension(embedder):
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_vector_alone_in_any_company_and_on_any_number_of_workers(embedder):
    together = embedder.embed_passages(TEXTS)
    backwards = embedder.embed_passages(TEXTS[::-1])[::-1]
    single = BundledEmbedder(workers=1).embed_passages(TEXTS)
    for row, text in enumerate(TEXTS):
        alone = embedder.embed_passages([text])[0]
        assert np.array_equal(alone, together[row])
        assert np.array_equal(alone, backwards[row])
        assert np.array_equal(alone, single[row])


def test_no_texts_give_no_vectors(embedder):
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_a_question_is_nearer_to_its_answer_than_to_another_clause(embedder):
    question = embedder.embed_query("丽水每年给每个县多少资金")
    vectors = embedder.embed_passages(TEXTS)
    assert int(np.argmax(vectors @ question)) == 0


def test_questions_and_passages_are_embedded_differently(embedder):
    assert not np.allclose(embedder.embed_query(TEXTS[0]), embedder.embed_passages([TEXTS[0]])[0], atol=1e-3)


def test_progress_ends_with_all_texts(embedder):
    seen = []
    embedder.embed_passages(TEXTS, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(TEXTS), len(TEXTS))


def test_a_model_whose_extra_is_missing_is_refused_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "0")
    with pytest.raises(EmbeddingError, match=r"pip install .*sentence-transformers.*内置模型"):
        load_embedder("bge-small-zh-v1.5")


def test_a_short_clause_is_one_window_without_its_own_number():
    assert windows(_clause("第十二条之一　国家实行许可制度。")) == ["国家实行许可制度。"]
    assert windows(_clause("（二）加大资金帮扶力度。")) == ["加大资金帮扶力度。"]
    assert windows(_clause("1.统筹资金帮扶。")) == ["统筹资金帮扶。"]


def test_what_only_looks_like_a_number_stays():
    assert windows(_clause("2018年底前完成。")) == ["2018年底前完成。"]
    assert windows(_clause("3.5亿元以上的项目。"))[0].endswith("亿元以上的项目。")
    assert windows(_clause("第一批资金已经拨付。")) == ["第一批资金已经拨付。"]


def test_windows_of_a_long_clause_cover_it_and_overlap():
    text = "".join(f"第{number}句说明一项具体要求并给出办理时限。" for number in range(60))
    cuts = windows(_clause("1.统筹。" + text))
    assert len(cuts) > 2
    assert all(len(cut) <= WINDOW for cut in cuts)
    for first, second in pairwise(cuts):
        assert second.startswith(first[-OVERLAP:])
    joined = cuts[0] + "".join(cut[OVERLAP:] for cut in cuts[1:])
    assert joined == "统筹。" + text


def test_title_and_nearest_headings_stand_before_the_window():
    path = ("一、总则", "（一）" + "很长的标题" * 30, "3.本项标题")
    written = passage_text(_document(), _clause("正文。", path), "正文。")
    head, body = written.split("\n")
    assert body == "正文。"
    assert head.startswith("测试办法 ")
    assert head.endswith("3.本项标题")
    assert len(head) <= 130


def test_any_sentence_transformers_model_is_loaded_by_path_with_its_own_query_instruction(tmp_path):
    library = pytest.importorskip("sentence_transformers", reason="the extra is not installed")
    modules = pytest.importorskip("sentence_transformers.sentence_transformer.modules")
    transformers = pytest.importorskip("transformers")
    (tmp_path / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"丽水每年资金查询："]), encoding="utf-8"
    )
    transformers.BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path / "bert")
    shape = {"num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    config = transformers.BertConfig(vocab_size=16, hidden_size=32, **shape)
    transformers.BertModel(config).save_pretrained(tmp_path / "bert")
    parts = [modules.Transformer(str(tmp_path / "bert")), modules.Pooling(32)]
    prompts = {"query": "查询：", "document": ""}
    library.SentenceTransformer(modules=parts, prompts=prompts).save(str(tmp_path / "model"))

    embedder = load_embedder(str(tmp_path / "model"))
    again = load_embedder(str(tmp_path / "model"))
    assert (embedder.dimension, embedder.revision) == (32, again.revision)
    passage, other = embedder.embed_passages(["丽水资金", "每年每年每年"])
    assert np.array_equal(passage, embedder.embed_passages(["丽水资金"])[0])
    assert not np.allclose(embedder.embed_query("丽水资金"), passage, atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm([passage, other], axis=1), 1, atol=1e-5)
