"""The catalogues: ``messages.pot`` holds every source text, ``<code>.po`` its translations (see ``locale.gather``)."""
