"""The engine for a server or a cluster: Elasticsearch 8 or 9."""

from search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
