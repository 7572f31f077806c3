"""Loads the starter content; what people changed or deleted is left as it is."""
