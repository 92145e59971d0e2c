"""Finding a paper by whatever a person remembers of it (domain.md 2.4, 7.6)."""
