"""Template + values → files: parameters, envsubst, Go templates, profiles, paths; no network and no Textual."""
