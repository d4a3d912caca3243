"""To do: what waits for a person, with the money at stake and the reason."""
