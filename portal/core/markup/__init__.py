"""Reads HTML and plain text of any quality as the few blocks that the editor knows.

Safe by construction, and yet what is published goes through ``portal.core.sanitising``.
"""
