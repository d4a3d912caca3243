"""All that is held of a person, as sections of rows, to be handed to them."""
