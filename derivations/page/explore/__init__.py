"""The explorable figures: two Gaussians, the bound, the digits' latent plane, and the worlds that refute a line.

Each is a still picture with its numbers in the HTML, drawn here; where scripts run, a script of the same name takes it
up, adds the controls and computes anew with every change. A figure's numbers at the start are those of the still.

    two_gaussians.py, .js     the KL as an area and its closed form as bars                            5.12
    the_bound.py, .js         ELBO + KL[p(z|x)//q(z|x)] = log q(x) for one x                            2.7
    latent_plane.py, .js      a trained decoder at the point of the plane one is at                     8.2
    editable_world.py, .js    a world that refutes a line, with its numbers to be changed
    trees.py, evaluate.js     an expression of the language as a tree, and its value in such a world
    drawing.py, .js           scales, curves, bars, sliders
    placing.py                which figure stands after which derivation
"""
