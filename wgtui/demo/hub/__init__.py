"""The embedded GitHub: REST and GraphQL, as much as a GitOps tool uses, over real bare git repositories."""
