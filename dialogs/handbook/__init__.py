"""What the department takes along: shared practice, "Sådan gør vi", and its shared language."""
