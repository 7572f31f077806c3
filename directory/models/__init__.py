from directory.models.actors import Activity, ActorPage, DirectoryIndexPage

__all__ = ["Activity", "ActorPage", "DirectoryIndexPage"]
