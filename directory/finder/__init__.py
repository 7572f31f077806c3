"""Who to call for a social clause at a commune."""
