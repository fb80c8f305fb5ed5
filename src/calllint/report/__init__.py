"""Writing what a run found: one module per format, all behind ``interface.Writer``."""
