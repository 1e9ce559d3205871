"""Who owns which field: managed fields, server-side apply and its conflicts, and the patches that merge by key."""
