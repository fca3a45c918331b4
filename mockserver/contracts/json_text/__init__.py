"""Bodies as text: reading JSON, and what can be wrong with it."""
