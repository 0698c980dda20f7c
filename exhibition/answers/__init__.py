"""What the API answers: the shapes in the OpenAPI document. A test holds real answers against them."""
