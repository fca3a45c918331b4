"""Bug reports made into scenarios: what people paste, read, fitted into a workspace and written down."""
