"""Who is meant: segments, their exports, and the Global Control Group."""
