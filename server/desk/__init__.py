"""What an officer keeps for the own work: saved views, response templates, hand-over."""
