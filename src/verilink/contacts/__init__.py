"""Messages that people ask for themselves: how often they may, whoever they are sent to."""
