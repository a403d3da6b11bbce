"""What follows a ledelsestilsyn: a dialogue, an agreement of two, and what many may learn of."""
