"""The dialect of Rokt Calendar's API: who calls, and how it answers and is described."""
