"""From the text of a template to expressions: tokens, and how they are read."""
