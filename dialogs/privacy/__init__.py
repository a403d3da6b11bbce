"""The personal-data guard: what in a text points at somebody, and what to write instead."""
