"""Letters that the office prints: what waits in the tray, and the bundles made of it."""
