"""Names that the modules of this line share."""

LINE_NAME = "reports"
OFFLINE_SLOT = "【由机要保密部门线下填报】"
"""What stands where F33–F39 would: they are filled in on paper, never here (domain.md 1.3, 7.4)."""
MARK = "草稿 不作正式文件使用"
DRAFT, REVIEWED, FINAL = "草稿", "复核", "定稿"
EDITION = "2026-11"
"""The edition of the definitions: figures of two periods are compared only when both were counted by the same."""
