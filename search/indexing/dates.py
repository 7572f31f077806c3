"""What changes by the calendar alone: a review that is due, a session that is over."""

from datetime import date

from search.indexing.background import request_drain
from search.indexing.marks import mark_rows
from search.models import SearchEntry


def mark_passed_dates(today: date) -> int:
    """Mark the entries whose date has passed; return how many. To be called daily.

    The drain gives each entry its next date, so that a second call marks nothing.
    """
    passed = SearchEntry.objects.filter(recheck_on__lte=today)
    count = mark_rows(passed, recheck_on=None)
    if count:
        request_drain()
    return count
