"""What a user can do, one module for each verb; each says what it did, or exactly why not."""
