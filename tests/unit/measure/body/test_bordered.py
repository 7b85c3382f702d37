import numpy as np

from kneetrace.measure.body.bordered import BorderedSolver, NormalEquations


def test_solves_like_the_full_matrix() -> None:
    rng = np.random.default_rng(1)
    times, dofs, border, draws = 7, 3, 4, 5
    slopes = rng.normal(size=(times, 6, dofs))
    border_slopes = rng.normal(size=(times, 6, border))
    weight = np.array([0.5, 2.0, 1.0])
    equations = NormalEquations(
        blocks=slopes.transpose(0, 2, 1) @ slopes,
        acceleration=weight,
        cross=slopes.transpose(0, 2, 1) @ border_slopes,
        corner=np.einsum("tra,trb->ab", border_slopes, border_slopes) + np.eye(border),
    )
    size = times * dofs
    full = np.zeros((size + border, size + border))
    for t in range(times):
        at = slice(t * dofs, (t + 1) * dofs)
        full[at, at] = equations.blocks[t]
        full[at, size:] = equations.cross[t]
        full[size:, at] = equations.cross[t].T
    full[size:, size:] = equations.corner
    bends = np.kron(np.diff(np.eye(times), 2, axis=0), np.eye(dofs))
    full[:size, :size] += bends.T @ np.diag(np.tile(weight, times - 2)) @ bends

    right = rng.normal(size=(size + border, draws))
    trajectory, constants = BorderedSolver(equations).solve(
        right[:size].reshape(times, dofs, draws), right[size:]
    )
    expected = np.linalg.solve(full, right)
    np.testing.assert_allclose(trajectory.reshape(size, draws), expected[:size], rtol=1e-5)
    np.testing.assert_allclose(constants, expected[size:], rtol=1e-5)
