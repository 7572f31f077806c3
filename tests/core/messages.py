from django.http import HttpResponse


def told(response: HttpResponse) -> str:
    """The messages that a page of the admin shows."""
    return " ".join(str(message) for message in response.context["messages"])
