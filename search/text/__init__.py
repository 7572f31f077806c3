"""What words mean to the search: our own rules, shared by every engine.

Nothing here knows an engine, Django or the rest of the project.
"""
