"""Who is told of what happened: webhooks, and the push of subscribers into Braze."""
