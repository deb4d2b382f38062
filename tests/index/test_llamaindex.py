import subprocess
import sys

import numpy as np
import pytest

from index import Index, Where, load_embedder


@pytest.fixture(scope="module")
def index(bundled_home):
    opened = Index.open(bundled_home)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def adapters():
    import warnings

    with warnings.catch_warnings():
        # LlamaIndex warns about its own dependencies when it is imported.
        warnings.simplefilter("ignore")
        from index import llamaindex
    return llamaindex


@pytest.mark.filterwarnings("ignore")
def test_a_query_engine_answers_from_our_clauses_and_embedding(index, adapters):
    from llama_index.core import Settings
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine

    Settings.embed_model = adapters.ClauseEmbedding()
    engine = RetrieverQueryEngine.from_args(adapters.ClauseRetriever(index, k=3), llm=MockLLM(max_tokens=64))
    response = engine.query("丽水每年给每个县多少资金")
    assert response.source_nodes[0].node.node_id == "lishui-2018:2.2.1"
    assert response.source_nodes[0].node.metadata["label"].endswith("二、（二）1.")
    assert len(response.source_nodes) == 3
    assert str(response)


def test_the_embedding_is_the_one_the_index_uses(adapters):
    embedder = load_embedder()
    embedding = adapters.ClauseEmbedding(embedder)
    text = "统筹资金帮扶"
    np.testing.assert_array_equal(
        np.float32(embedding.get_text_embedding_batch([text])), embedder.embed_passages([text])
    )
    np.testing.assert_array_equal(np.float32(embedding.get_query_embedding(text)), embedder.embed_query(text))
    assert embedding.model_name == embedder.name


def test_the_retriever_keeps_order_scores_and_filters(index, adapters):
    where = Where(documents=("fengjie-2019",))
    nodes = adapters.ClauseRetriever(index, k=5, where=where).retrieve("旅游有什么优惠")
    hits = index.search("旅游有什么优惠", 5, where)
    assert [(node.node.node_id, node.score) for node in nodes] == [(hit.clause.id, hit.score) for hit in hits]


def test_the_node_parser_cuts_a_document_into_the_clauses_that_can_be_cited(index, adapters):
    from llama_index.core import Document as LlamaDocument

    original = index.document("lishui-2018")
    nodes = adapters.ClauseNodeParser().get_nodes_from_documents(
        [LlamaDocument(text=original.original, metadata={"file_name": "lishui-2018.txt"})]
    )
    clauses = [clause for clause in index.clauses("lishui-2018") if clause.kind != "heading"]
    assert [node.node_id for node in nodes][:20] == [
        clause.id for clause in clauses if clause.kind != "title"
    ][:20]
    assert {node.metadata["kind"] for node in nodes} <= {clause.kind for clause in clauses}


def test_nothing_but_the_adapters_imports_llamaindex():
    script = (
        "import sys, index, index.opened; assert not any(m.startswith('llama_index') for m in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
