"""OpenAPI documents, in both versions, as far as kubectl and client libraries need them."""
