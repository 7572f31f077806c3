"""Days come before months in English too: editors work in France, and the fields of
dates are written alike in every language."""

DATE_INPUT_FORMATS = ["%d/%m/%Y"]
DATETIME_INPUT_FORMATS = ["%d/%m/%Y %H:%M"]
