"""The door for XLSForm workbooks: reading them safely, and saying what is wrong in words that name the cell."""
