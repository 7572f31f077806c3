"""White zones: what is known of each territory, for one need, and how it is known."""
