"""The register as a spreadsheet: the OA's export comes in, the 收文登记簿 goes out (domain.md G25, J.10)."""
