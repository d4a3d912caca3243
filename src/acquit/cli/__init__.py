"""The `acquit` command: one file for each noun, each only translates words into one action."""
