"""Slows down who asks for address after address, as harvesters do.

Counted per address that reaches us: behind a proxy that is all visitors together, so
the limit is far above what people ask for. No address is kept, only a digest of it,
for some minutes; without a cache nobody is slowed down.
"""

import logging

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

WINDOW = 600  # seconds
ALLOWED = 120  # in a window


def is_too_many(request: HttpRequest, what: str) -> bool:
    """Count one more ``what`` of this visitor; whether it is one too many."""
    address = request.META.get("REMOTE_ADDR", "")
    key = f"throttle:{what}:{salted_hmac('throttle', address).hexdigest()[:24]}"
    try:
        cache.add(key, 0, WINDOW)
        return cache.incr(key) > ALLOWED
    except Exception as error:  # whatever cache it is, a broken one blocks nobody
        logger.warning("Visitors are not counted: %r", error, exc_info=True)
        return False
