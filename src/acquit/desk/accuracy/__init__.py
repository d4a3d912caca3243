"""How right is the machine, on our own data? And what is posted by itself."""
