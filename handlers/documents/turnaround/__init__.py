"""How long papers take from step to step: of documents, never of people (domain.md 7.9)."""
