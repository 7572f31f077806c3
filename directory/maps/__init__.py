"""Maps drawn by the server: shapes of territories, and what they say of them."""
