"""How the hosted flow looks: sets of colours, sizes and a logo."""
