from hypothesis import settings

# A busy machine is no failure of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
