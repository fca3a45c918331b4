"""What a scenario expects, compared with what happened."""
