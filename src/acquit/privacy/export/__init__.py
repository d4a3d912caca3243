"""A person's own data as a file for them: to be read, and the same for a machine."""
