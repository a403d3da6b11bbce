"""At most one message a day that nobody asked for, and none when its reader is not at work."""
