"""A File as pages of blocks, which `dossier.typ` sets: what stands where, and how."""
