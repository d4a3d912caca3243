"""Tasks and notes of people: who, when, about whom, why. Any room above may add to it."""
