"""Structural schemas: what a CustomResourceDefinition demands of its objects, and what OpenAPI tells of it."""
