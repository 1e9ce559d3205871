"""GitOps for real: the fleet's repository on the embedded GitHub; what is merged there comes into the clusters."""
