"""What the terminal shows, cell by cell, so that only what differs is written: an SSH line carries few bytes."""
