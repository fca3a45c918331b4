"""The operations of Braze's REST API, by area."""
