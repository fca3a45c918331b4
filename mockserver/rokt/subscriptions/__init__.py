"""Subscriptions: how they are made, changed and ended, and the events pushed to them."""
