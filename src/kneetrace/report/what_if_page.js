/**
 * Let the sliders of a page move the person drawn on it, and tell what the kneecap bears.
 *
 * Everything is in the page: `what-if-data` holds the formulas for `whatIf`, and the circles that
 * every drawn shape lies around (see standing_figure.py).
 */
const DIRECTIONS = Array.from({ length: 64 }, (_, at) => {
  const angle = (at * Math.PI) / 32;
  return [Math.cos(angle), Math.sin(angle)];
});

/** The tightest outline around circles, each [x, y, radius], as an SVG path. */
function outlinePath(circles) {
  const points = DIRECTIONS.map(([cos, sin]) => {
    let farthest = null;
    let most = -Infinity;
    for (const circle of circles) {
      const reach = circle[0] * cos + circle[1] * sin + circle[2];
      if (reach > most) [farthest, most] = [circle, reach];
    }
    const [x, y, radius] = farthest;
    return `${Math.round(10 * (x + radius * cos)) / 10} ${Math.round(10 * (y + radius * sin)) / 10}`;
  });
  return `M${points.join("L")}Z`;
}

/** Where a circle lies on paper: on the way from one place to another, and beside it. */
function circleOnPaper([start, end, along, aside, ahead, radius], paper, view, tall) {
  const [x, y] = paper[start];
  const way = [paper[end][0] - x, paper[end][1] - y];
  const beside = (tall * (aside * view.aside + ahead * view.ahead)) / Math.max(Math.hypot(...way), 1e-9);
  return [x + along * way[0] - beside * way[1], y + along * way[1] + beside * way[0], radius * tall];
}

/** Every place the drawing hangs on, [forward, up, outward], m; feet go with their ankles. */
function placesTold(told, data) {
  const places = {};
  for (const name of data.places) {
    places[name] = ["forward", "up", "outward"].map((way) => told[`${name}_${way}`]);
  }
  for (const [name, [ankle, offset]] of Object.entries(data.feet)) {
    places[name] = offset.map((more, axis) => places[ankle][axis] + more);
  }
  return places;
}

function startWhatIf(section) {
  const find = (selector) => [...section.querySelectorAll(selector)];
  const data = JSON.parse(section.querySelector(".what-if-data").textContent);
  const { model } = data;
  const rows = new Map(model.outputs.map(({ name }, row) => [name, row]));
  const sliders = new Map(model.sliders.map((slider) => [slider.name, slider]));
  const inputs = find("input");
  const gauges = find("[data-gauge]");
  const readouts = find("[data-output]").map((place) => ({
    ...place.dataset,
    value: place.querySelector("output"),
    off: place.querySelector(".off"),
  }));
  const stages = find("svg[data-view]").map((stage) => ({
    view: data.views[stage.dataset.view],
    paths: [...stage.querySelectorAll(".moving path")],
  }));
  let held = null;

  const numbers = [0, 1].map((decimals) =>
    ["negative", "exceptZero"].map((signDisplay) => {
      const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      return new Intl.NumberFormat(data.language, { ...digits, signDisplay });
    }),
  );
  const written = (value, decimals, signed = false) =>
    numbers[decimals][Number(signed)].format(value).replace("-", "\u2212");

  const shown = {
    // A strength over a young adult's; what changes from now; an angle.
    1: (value) => `${written(100 * value, 0)}\u00a0%`,
    change: (value) => `${written(100 * (value - 1), 1, true)}\u00a0%`,
    rad: (value) => `${written((180 / Math.PI) * value, 1)}\u00b0`,
  };

  function draw(told) {
    const places = placesTold(told, data);
    for (const { view, paths } of stages) {
      const paper = {};
      for (const [name, place] of Object.entries(places)) {
        paper[name] = view.axes.map((axis) => axis.reduce((sum, one, at) => sum + one * place[at], 0));
      }
      paths.forEach((path, at) => {
        const links = data.shapes[at].map((link) =>
          outlinePath(link.map((circle) => circleOnPaper(circle, paper, view, data.tall))),
        );
        path.setAttribute("d", links.join(""));
      });
    }
  }

  function tell(told, formula) {
    for (const { output: name, as, value, off } of readouts) {
      value.textContent = shown[as](told[name]);
      const error = formula.typical_error[rows.get(name)] * (as === "rad" ? 180 / Math.PI : 100);
      const most = written(Math.ceil(10 * error) / 10, 1);
      off.textContent = `\u00b1\u00a0${most}${as === "rad" ? "\u00b0" : "\u00a0%"}`;
    }
    for (const gauge of gauges) {
      const share = (told[gauge.dataset.gauge] - 1) / Number(gauge.dataset.span);
      gauge.setAttribute("cx", `${50 + 50 * Math.min(Math.max(share, -1), 1)}%`);
    }
  }

  function show() {
    const values = {};
    for (const input of inputs) {
      const slider = sliders.get(input.name);
      const free = slider.unit === "rad" && input !== held;
      if (!free) values[input.name] = Math.min(Math.max(Number(input.value), slider.low), slider.high);
    }
    const told = whatIf(model, values);
    if (told === null) throw new Error("A slider goes further than its formula.");
    for (const input of inputs) {
      if (!(input.name in values)) input.value = told[input.name];
      const row = input.closest("label");
      const text = shown[row.dataset.unit](input.name in values ? values[input.name] : told[input.name]);
      row.classList.toggle("held", input === held);
      row.querySelector("output").textContent = text;
      input.setAttribute("aria-valuetext", text);
    }
    draw(told);
    tell(told, model.formulas[held?.name ?? "free"]);
  }

  function reset() {
    held = null;
    for (const input of inputs) input.value = sliders.get(input.name).now;
    show();
  }

  for (const input of inputs) {
    input.addEventListener("input", () => {
      if (input.closest("label").dataset.unit === "rad") held = input;
      show();
    });
  }
  section.querySelector("button").addEventListener("click", reset);
  section.hidden = false;
  reset();
}

document.querySelectorAll(".what-if").forEach(startWhatIf);
