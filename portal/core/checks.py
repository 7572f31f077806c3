"""System checks of the shared content."""
