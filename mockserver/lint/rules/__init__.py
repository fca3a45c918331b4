"""The rules of templates, by what they look at."""
