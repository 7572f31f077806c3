"""How each kind of the knowledge base is found; importing this registers them all."""

from knowledge.kinds import framework, levers, practices, tools

__all__ = ["framework", "levers", "practices", "tools"]
