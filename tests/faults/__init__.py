"""What may go wrong on a laptop in the field, made to go wrong: killed programs, full disks, damaged files."""
