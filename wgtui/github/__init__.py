"""GitHub: where a repository is, who we are there, one pull request opened safely and followed."""
