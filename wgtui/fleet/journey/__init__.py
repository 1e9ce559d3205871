"""The way of a change from its pull request to what runs, station by station."""
