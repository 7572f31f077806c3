"""Our indices on the server: which one serves, how one is made, swapped and swept.

    <prefix>-<fingerprint>-read, -write   aliases of the index that serves
    <prefix>-<fingerprint>-<moment>       an index

The fingerprint of the mapping stands in the names: an index made under another one is
never read nor written, and serves the release that made it until the swap.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import elasticsearch
from django.conf import settings

from search.engines.elasticsearch.mapping import ANALYSIS, MAPPINGS, fingerprint

# Long enough for a process that read a row, then waited for the others.
_DELETIONS_REMEMBERED = "1h"
_FIRST = "0"


@dataclass(frozen=True)
class Index:
    """One of our indices."""

    name: str
    fingerprint: str
    serves: bool


class Indices:
    def __init__(self, client: elasticsearch.Elasticsearch, prefix: str) -> None:
        self.client = client
        self.prefix = prefix
        self.fingerprint = fingerprint()
        # Other sites may have a longer prefix that starts as ours.
        self._own = re.compile(rf"{re.escape(prefix)}-([0-9a-f]{{10}})-[0-9a-f]+")

    @property
    def read(self) -> str:
        return f"{self.prefix}-{self.fingerprint}-read"

    @property
    def write(self) -> str:
        return f"{self.prefix}-{self.fingerprint}-write"

    def all(self) -> list[Index]:
        """Every index of ours, of any release, oldest first."""
        found: Mapping[str, Any] = self.client.indices.get_alias(
            index=f"{self.prefix}-*", expand_wildcards="all"
        ).body
        return [
            Index(
                name,
                own.group(1),
                any(alias.endswith("-read") for alias in found[name]["aliases"]),
            )
            for name in sorted(found)
            if (own := self._own.fullmatch(name))
        ]

    def make_first(self) -> None:
        """An empty index that serves at once, unless another process made it."""
        try:
            self._create(_FIRST, (self.read, self.write), complete=False)
        except elasticsearch.BadRequestError as error:
            if "resource_already_exists" not in str(error.error):
                raise

    def make_next(self) -> str:
        """A new index that does not serve yet; writes to it go through ``building``."""
        moment = f"{time.time_ns():x}"
        name = f"{self.prefix}-{self.fingerprint}-{moment}"
        return self._create(moment, (building(name),), complete=True)

    def _create(self, end: str, aliases: tuple[str, ...], *, complete: bool) -> str:
        name = f"{self.prefix}-{self.fingerprint}-{end}"
        about = {
            "fingerprint": self.fingerprint,
            "complete": complete,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self.client.indices.create(
            index=name,
            mappings={**MAPPINGS, "_meta": about},
            settings={
                "analysis": ANALYSIS,
                "number_of_shards": settings.SEARCH_SHARDS,
                "gc_deletes": _DELETIONS_REMEMBERED,
                **_replicas(),
            },
            aliases={alias: {} for alias in aliases},
        )
        return name

    def serve(self, name: str) -> None:
        """From now on every process reads and writes ``name``: one atomic swap."""
        actions: list[dict[str, Any]] = [
            {"remove": {"index": other.name, "alias": "*"}}
            for other in self.all()
            if other.name != name and other.serves
        ]
        actions += [
            {"add": {"index": name, "alias": self.read}},
            {"add": {"index": name, "alias": self.write, "is_write_index": True}},
            {"remove": {"index": name, "alias": building(name)}},
        ]
        self.client.indices.update_aliases(actions=actions)

    def sweep(self) -> None:
        """Delete what does not serve: call it while nothing else is being made."""
        for other in self.all():
            if not other.serves:
                self.client.indices.delete(index=other.name, ignore_unavailable=True)


def building(name: str) -> str:
    return f"{name}-building"


def _replicas() -> dict[str, Any]:
    wanted = settings.SEARCH_REPLICAS
    if wanted is None:  # as the cluster allows: none on one node, else one
        return {"auto_expand_replicas": "0-1"}
    return {"number_of_replicas": wanted}
