"""Where everything stands on paper: documents become pages of placed items, in dots, for one width."""
