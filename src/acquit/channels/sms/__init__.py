"""Text messages, by whatever gateway takes them over HTTP."""
