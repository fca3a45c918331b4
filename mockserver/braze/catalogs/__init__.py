"""Catalogs: their items, the selections of them, and the catalogs of one workspace."""
