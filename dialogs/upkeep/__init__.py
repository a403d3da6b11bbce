"""What whoever looks after the bot is told: is all well, and if not, what must be put right."""
