"""Between the meetings: sharing what one knows, asking a colleague, finding who knows, a log."""
