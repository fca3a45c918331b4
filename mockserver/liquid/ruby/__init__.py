"""Ruby's semantics: values, times, and how both are printed."""
