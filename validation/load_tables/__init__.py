"""Make the tables of the load room from an OpenSim model: skeleton, muscles, curves."""
