"""Local times and time zones of calendar events."""
