"""Names that the modules of this line share."""

LINE_NAME = "inspections"
