/**
 * Let the sliders of a page move the person drawn on it, and tell what the kneecap bears.
 *
 * Everything is in the page: `what-if-data` holds the formulas for `whatIf`, and the circles that
 * every drawn shape lies around (see standing_figure.py).
 */
const DIRECTIONS = Array.from({ length: 120 }, (_, at) => {
  const angle = (at * Math.PI) / 60;
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
    return `${(x + radius * cos).toFixed(1)} ${(y + radius * sin).toFixed(1)}`;
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
  const data = JSON.parse(section.querySelector("#what-if-data").textContent);
  const { model } = data;
  const rows = new Map(model.outputs.map(({ name }, row) => [name, row]));
  const inputs = find("input");
  let held = null;

  const written = (value, decimals, signed) =>
    new Intl.NumberFormat(data.language, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: signed ? "exceptZero" : "negative",
    })
      .format(value)
      .replace("-", "\u2212");

  const shown = {
    // A strength over a young adult's; what changes from now; an angle.
    1: (value) => `${written(100 * value, 0)}\u00a0%`,
    change: (value) => `${written(100 * (value - 1), 1, true)}\u00a0%`,
    rad: (value) => `${written((180 / Math.PI) * value, 1)}\u00b0`,
  };

  function draw(told) {
    const places = placesTold(told, data);
    for (const figure of find("svg[data-view]")) {
      const view = data.views[figure.dataset.view];
      const paper = {};
      for (const [name, place] of Object.entries(places)) {
        paper[name] = view.axes.map((axis) => axis.reduce((sum, one, at) => sum + one * place[at], 0));
      }
      figure.querySelectorAll(".moving path").forEach((path, at) => {
        const links = data.shapes[at].map((link) =>
          outlinePath(link.map((circle) => circleOnPaper(circle, paper, view, data.tall))),
        );
        path.setAttribute("d", links.join(""));
      });
    }
  }

  function tell(told, formula) {
    for (const output of find("[data-output]")) {
      const { output: name, as } = output.dataset;
      output.querySelector("output").textContent = shown[as](told[name]);
      const error = formula.typical_error[rows.get(name)] * (as === "rad" ? 180 / Math.PI : 100);
      const off = written(Math.ceil(10 * error) / 10, 1) + (as === "rad" ? "\u00b0" : "\u00a0%");
      output.querySelector(".off").textContent = `\u00b1\u00a0${off}`;
    }
    for (const gauge of find("[data-gauge]")) {
      const share = (told[gauge.dataset.gauge] - 1) / Number(gauge.dataset.span);
      gauge.setAttribute("cx", `${50 + 50 * Math.min(Math.max(share, -1), 1)}%`);
    }
  }

  function show() {
    const values = {};
    for (const input of inputs) {
      const slider = model.sliders.find(({ name }) => name === input.name);
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
    for (const input of inputs) input.value = model.sliders.find(({ name }) => name === input.name).now;
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
