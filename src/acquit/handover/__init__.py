"""Cases that go to a lawyer, a bailiff or an agency: the file, its stages, its outcome."""
