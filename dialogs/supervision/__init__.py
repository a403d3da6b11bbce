"""The quarterly external supervision of each team, and supervision asked for besides."""
