from portal.home.models.home import ExampleQuery, HomePage
from portal.home.models.standard import StandardPage

__all__ = ["ExampleQuery", "HomePage", "StandardPage"]
