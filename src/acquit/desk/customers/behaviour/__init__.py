"""The behaviour tab: how a customer has paid, in pictures and in words."""
