"""From text to quantities and claims: anchors, the numbers at them, what stands around, and how they relate."""
