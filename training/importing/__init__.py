"""Sessions from files: .ics, .csv, .xlsx."""
