"""The API: what the console does, for programs, by the same use cases."""
