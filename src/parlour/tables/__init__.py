"""Tables in files that people and spreadsheets make: CSV and workbooks. Knows no business word."""
