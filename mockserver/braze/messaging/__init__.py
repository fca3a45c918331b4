"""Messages: campaigns, webhook templates, the webhook sender and its log."""
