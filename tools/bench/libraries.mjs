// The same network in ConvNetJS 0.3.0 and in TensorFlow.js 4.22.0 (its CPU backend). See baseline.mjs for what a contender is.

export function convnet({ sizes, parameters, points, labels, grid, rate, l2 }) {
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: "input", out_sx: 1, out_sy: 1, out_depth: sizes[0] },
    ...sizes.slice(1, -1).map(size => ({ type: "fc", num_neurons: size, activation: "relu" })),
    { type: "regression", num_neurons: 1 },
  ]);
  const dense = net.layers.filter(layer => layer.layer_type === "fc");
  const activations = net.layers.filter((layer, i) => layer.layer_type === "relu" || (layer.layer_type === "fc" && i === net.layers.length - 2));
  let at = 0;
  for (const { filters, biases } of dense) {
    filters.forEach((filter, j) => { for (let i = 0; i < filter.w.length; i++) filter.w[i] = parameters[at++]; biases.w[j] = parameters[at++]; });
  }
  const volumes = list => list.map(point => { const v = new convnetjs.Vol(1, 1, 2); v.w[0] = point[0]; v.w[1] = point[1]; return v; });
  const xs = volumes(points), plane = volumes(grid), n = labels.length;
  const outputs = sizes.slice(1).flatMap(size => Array.from({ length: size }, () => new Float64Array(grid.length)));
  const pairs = net.getParamsAndGrads();

  function gradient() {
    let loss = 0, squares = 0;
    for (const { grads } of pairs) grads.fill(0);
    for (let s = 0; s < n; s++) {
      const score = net.forward(xs[s], true).w[0], cost = 1 - labels[s] * score;
      // Its loss is a square; a target that far from the score has the hinge's slope.
      if (cost > 0) { loss += cost; net.backward([score + labels[s] / n]); }
    }
    for (const { params, grads } of pairs) {
      for (let k = 0; k < params.length; k++) { squares += params[k] * params[k]; grads[k] += 2 * l2 * params[k]; }
    }
    return loss / n + l2 * squares;
  }

  return {
    gradient() {
      const loss = gradient();
      return { loss, gradient: dense.flatMap(({ filters, biases }) => filters.flatMap((filter, j) => [...filter.dw, biases.dw[j]])) };
    },
    steps(k) {
      while (k--) {
        gradient();
        for (const { params, grads } of pairs) for (let i = 0; i < params.length; i++) params[i] -= rate * grads[i];
      }
    },
    maps() {
      for (let s = 0; s < plane.length; s++) {
        net.forward(plane[s]);
        let k = 0;
        for (const { out_act } of activations) for (let j = 0; j < out_act.w.length; j++) outputs[k++][s] = out_act.w[j];
      }
      return outputs.at(-1);
    },
  };
}

export function tensorflow({ sizes, parameters, points, labels, grid, rate, l2 }) {
  const variables = [];
  let at = 0;
  for (let l = 1; l < sizes.length; l++) {
    const rows = Array.from({ length: sizes[l] }, () => parameters.slice(at, at += sizes[l - 1] + 1));
    variables.push(tf.variable(tf.transpose(tf.tensor2d(rows.map(row => row.slice(0, -1))))), tf.variable(tf.tensor1d(rows.map(row => row.at(-1)))));
  }
  const xs = tf.tensor2d(points), ys = tf.tensor2d(labels.map(y => [y])), plane = tf.tensor2d(grid);

  function layers(x) {
    const all = [];
    for (let l = 0; l < variables.length; l += 2) {
      x = tf.add(tf.matMul(x, variables[l]), variables[l + 1]);
      if (l < variables.length - 2) x = tf.relu(x);
      all.push(x);
    }
    return all;
  }
  const loss = () => tf.add(
    tf.mean(tf.relu(tf.sub(1, tf.mul(ys, layers(xs).at(-1))))),
    tf.mul(l2, tf.addN(variables.map(v => tf.sum(tf.square(v))))));

  return {
    gradient: () => tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss, variables), flat = [];
      for (let l = 0; l < variables.length; l += 2) {
        const w = tf.transpose(grads[variables[l].name]).arraySync(), b = grads[variables[l + 1].name].arraySync();
        w.forEach((row, j) => flat.push(...row, b[j]));
      }
      return { loss: value.dataSync()[0], gradient: flat };
    }),
    steps(k) {
      while (k--) {
        tf.tidy(() => {
          const { value, grads } = tf.variableGrads(loss, variables);
          for (const v of variables) v.assign(tf.sub(v, tf.mul(rate, grads[v.name])));
          value.dataSync();
        });
      }
    },
    maps: () => tf.tidy(() => layers(plane).map(layer => layer.dataSync()).at(-1)),
    close: () => tf.dispose([...variables, xs, ys, plane]),
  };
}
