"""Sentences about results, made from the values that they tell."""
