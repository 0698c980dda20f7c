"""The tests of paper run on a machine that others use too."""

from hypothesis import HealthCheck, settings

settings.register_profile("paper", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("paper")
