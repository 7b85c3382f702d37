/**
 * Tell what a page shows when something is moved: the sums of kneetrace.explain.Surrogate.at.
 *
 * @param {object} model as Surrogate.document() writes it
 * @param {Object<string, number>} values slider -> value, a ratio or radians; a strength that is
 *   absent is as measured, a joint is free
 * @returns {Object<string, number> | null} output -> value; null where no formula reaches: a value
 *   beyond its slider, a slider that is none, two joints held at once
 */
function whatIf(model, values) {
  const sliders = new Map(model.sliders.map((slider) => [slider.name, slider]));
  for (const [name, value] of Object.entries(values)) {
    const slider = sliders.get(name);
    if (!slider || !(slider.low <= value && value <= slider.high)) return null;
  }
  const held = Object.keys(values).filter((name) => name in model.formulas);
  const formula = model.formulas[held[0] ?? "free"];
  if (!formula || held.length > 1) return null;
  const moved = formula.sliders.map((name) => {
    const { unit, now } = sliders.get(name);
    const value = values[name] ?? now;
    return unit === "1" ? now / value - 1 : value - now;
  });
  const products = moved.flatMap((one, at) => moved.slice(at).map((other) => one * other));
  const terms = [...moved, ...products];
  return Object.fromEntries(
    model.outputs.map(({ name, now }, row) => [
      name,
      formula.coefficients[row].reduce((sum, factor, term) => sum + factor * terms[term], now),
    ]),
  );
}
