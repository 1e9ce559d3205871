"""`${VARIABLE}` and its functions, as templates of type `envsubst` use them."""
