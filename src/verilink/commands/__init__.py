"""The subcommands of ``verilink``: each module has ``register(commands)`` and runs what its name says."""
