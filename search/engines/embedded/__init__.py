"""The engine that needs no server: Tantivy, in a folder."""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
