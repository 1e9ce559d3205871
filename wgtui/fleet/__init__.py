"""What the objects mean: status, joins, trees; pure functions over the store."""
