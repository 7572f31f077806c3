"""What every import shares: reading a file of any quality, and saying what became of it."""
