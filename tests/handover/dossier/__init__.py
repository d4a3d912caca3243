"""The dossier: what is in it, what is not, and how it is bound."""
