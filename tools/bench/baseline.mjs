// The network of a case, written by hand for typed arrays: the speed that a careful person gets out of JavaScript.
//
// A contender is a function (case) -> { steps(k), maps(), gradient() }, and a case
// { sizes, parameters, points, labels, grid, rate, l2 }; parameters in the model's order, each neuron's weights, then its bias.

export function baseline({ sizes, parameters, points, labels, grid, rate, l2 }) {
  const depth = sizes.length - 1, first = [0], weights = [0];     // where a layer's activations and parameters begin
  for (let l = 0; l < depth; l++) {
    first.push(first[l] + sizes[l]);
    weights.push(weights[l] + sizes[l + 1] * (sizes[l] + 1));
  }
  const p = Float64Array.from(parameters), g = new Float64Array(p.length);
  const a = new Float64Array(first[depth] + 1), d = new Float64Array(a.length), end = first[depth];
  const xs = Float64Array.from(points.flat()), ys = Float64Array.from(labels), n = ys.length;
  const plane = Float64Array.from(grid.flat()), places = grid.length;
  const maps = new Float64Array((end - 1) * places);

  function forward() {
    for (let l = 0, w = 0; l < depth; l++) {
      const from = first[l], to = first[l + 1], size = sizes[l + 1], inputs = sizes[l];
      for (let j = 0; j < size; j++) {
        let sum = p[w + inputs];
        for (let i = 0; i < inputs; i++) sum += p[w + i] * a[from + i];
        a[to + j] = l === depth - 1 || sum > 0 ? sum : 0;
        w += inputs + 1;
      }
    }
    return a[end];
  }

  function backward(slope) {
    d[end] = slope;
    for (let l = depth - 1; l >= 0; l--) {
      const from = first[l], to = first[l + 1], size = sizes[l + 1], inputs = sizes[l];
      for (let i = 0; i < inputs; i++) d[from + i] = 0;
      for (let j = 0, w = weights[l]; j < size; j++, w += inputs + 1) {
        if (l < depth - 1 && a[to + j] <= 0) continue;      // a ReLU that is shut
        const slope = d[to + j];
        for (let i = 0; i < inputs; i++) g[w + i] += slope * a[from + i];
        if (l) for (let i = 0; i < inputs; i++) d[from + i] += slope * p[w + i];
        g[w + inputs] += slope;
      }
    }
  }

  function gradient() {
    g.fill(0);
    let loss = 0, squares = 0;
    for (let s = 0; s < n; s++) {
      a[0] = xs[2 * s];
      a[1] = xs[2 * s + 1];
      const cost = 1 - ys[s] * forward();
      if (cost > 0) {
        loss += cost;
        backward(-ys[s] / n);
      }
    }
    for (let k = 0; k < p.length; k++) {
      squares += p[k] * p[k];
      g[k] += 2 * l2 * p[k];
    }
    return loss / n + l2 * squares;
  }

  return {
    gradient: () => ({ loss: gradient(), gradient: Array.from(g) }),
    steps(k) {
      while (k--) {
        gradient();
        for (let i = 0; i < p.length; i++) p[i] -= rate * g[i];
      }
    },
    maps() {
      for (let s = 0; s < places; s++) {
        a[0] = plane[2 * s];
        a[1] = plane[2 * s + 1];
        forward();
        for (let k = 2; k <= end; k++) maps[(k - 2) * places + s] = a[k];
      }
    },
  };
}
