"""Slows down who asks for address after address, as harvesters do.

Counted per address that reaches us: behind a proxy that is all visitors together, so
the limit is far above what people ask for. No address is kept, only a digest of it,
for some minutes; without a cache nobody is slowed down.
"""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WINDOW = 600  # seconds
ALLOWED = 120  # in a window


def is_too_many(request: HttpRequest, what: str) -> bool:
    """Count one more ``what`` of this visitor; whether it is one too many."""
    address = request.META.get("REMOTE_ADDR", "")
    key = f"throttle:{what}:{salted_hmac('throttle', address).hexdigest()[:24]}"
    cache.add(key, 0, WINDOW)
    try:
        # None when the cache's server is away.
        return (cache.incr(key) or 0) > ALLOWED
    except ValueError:  # forgotten since the line above
        return False
