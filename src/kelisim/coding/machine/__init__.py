"""Coders that are programs (keywords, a linear model, a chat endpoint): labelled, measured, and never deciding."""
