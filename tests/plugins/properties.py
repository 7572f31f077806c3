"""Property tests: none is timed, and where everything must run all draw the same examples.

Elsewhere each run draws others; an example that fails is worth a test of its own.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "everywhere", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("gate", settings.get_profile("everywhere"), derandomize=True)
settings.load_profile("gate" if os.environ.get("REQUIRE_ALL") else "everywhere")
