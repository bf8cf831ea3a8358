"""What is known of plain text before any parsing: lines, dates, datelines."""
