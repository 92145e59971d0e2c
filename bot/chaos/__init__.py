"""A day of office life against three servers with faults on every link, then a reconciliation (issue 10)."""
