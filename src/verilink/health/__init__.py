"""Whether this installation works: ``/healthz`` and ``/readyz`` for load balancers, ``verilink doctor`` for people."""

from verilink.health.api import routes

__all__ = ["routes"]
