"""The dialect of Braze's REST API: queries, answers, errors, permissions and rate limits."""
