"""Coders at work: the queue of disagreements, blindness, adjudication, merging, the trail, and machine coders."""
