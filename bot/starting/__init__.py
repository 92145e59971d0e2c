"""`zhongshu init`: from nothing to an office profile, an environment file and what to paste into WeCom's console."""
