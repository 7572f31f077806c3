class ImportRefused(Exception):
    """Nothing was imported; the message tells the person why."""
