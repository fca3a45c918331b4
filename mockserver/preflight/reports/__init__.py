"""The report of a preflight as text for a terminal and as a page."""
