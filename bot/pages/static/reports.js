// Draws each table of the reports as a chart beside it. The table is the source: what it says is
// drawn, and nothing else is asked for.
/* global Chart */

const LINE = 30; // pixels that a row of horizontal bars needs
const INK = getComputedStyle(document.body);

Chart.defaults.font.family = INK.fontFamily;
Chart.defaults.color = INK.color;
Chart.defaults.animation = false;
Chart.defaults.datasets.bar.maxBarThickness = 18;

for (const table of document.querySelectorAll("table[data-chart]")) {
  const place = table.closest(".both").querySelector(".chart");
  const chart = { bars, parts, line, spans }[table.dataset.chart](read(table), table);
  place.hidden = false;
  if (chart.options.indexAxis === "y") place.style.height = `${90 + LINE * table.tBodies[0].rows.length}px`;
  new Chart(place.querySelector("canvas"), chart);
}

/** The names of the rows, and of each drawn column its heading, colour and figures. */
function read(table) {
  const rows = [...table.tBodies[0].rows];
  const names = rows.map((row) =>
    [...row.cells].filter((cell) => !("value" in cell.dataset)).map((cell) => cell.textContent.trim()));
  const columns = [...table.tHead.rows[0].cells];
  const series = columns.flatMap((heading, at) => {
    if (!heading.dataset.drawn) return [];
    const swatch = heading.querySelector(".swatch");
    const figures = rows.map((row) => row.cells[at].dataset.value);
    return [{
      label: heading.textContent.trim(),
      backgroundColor: getComputedStyle(swatch).backgroundColor,
      data: figures.map((figure) => (figure === "" ? null : Number(figure))),
    }];
  });
  return { names, series };
}

function bars({ names, series }) {
  const scales = { x: counts(), y: { grid: { display: false } } };
  return { type: "bar", data: { labels: labels(names), datasets: series }, options: sideways({ scales }) };
}

function parts({ names, series }) {
  const scales = { x: { ...counts(), stacked: true }, y: { stacked: true, grid: { display: false } } };
  return { type: "bar", data: { labels: labels(names), datasets: series }, options: sideways({ scales }) };
}

function line({ series }, table) {
  const days = [...table.tBodies[0].querySelectorAll("[data-day]")].map((cell) => shortDay(new Date(cell.dataset.day)));
  const datasets = series.map((one) => ({ ...one, borderColor: one.backgroundColor, pointRadius: 2 }));
  const options = { maintainAspectRatio: false, scales: { x: { ticks: { maxTicksLimit: 10 } }, y: counts() } };
  return { type: "line", data: { labels: days, datasets }, options };
}

/** A bar from one moment to another; what has no beginning or end goes to the edge. */
function spans({ names, series: [began, ended] }, table) {
  const [first, last] = [Number(table.dataset.first), Number(table.dataset.last)];
  const data = began.data.map((from, at) => [
    Math.max(from ?? first, first), Math.min(ended.data[at] ?? last, last),
  ]);
  const x = { min: first, max: last, ticks: { callback: shortDay, maxTicksLimit: 8 } };
  return {
    type: "bar",
    data: {
      labels: names.map(([number, , locality]) => [number, locality]),
      datasets: [{ label: began.label, backgroundColor: began.backgroundColor, data, minBarLength: 3 }],
    },
    options: sideways({
      scales: { x, y: { grid: { display: false } } },
      plugins: {
        legend: { display: false },
        tooltip: { callbacks: { label: ({ dataIndex }) => told(table, dataIndex) } },
      },
    }),
  };
}

function shortDay(moment) {
  const form = { day: "numeric", month: "short", timeZone: "Asia/Kolkata" };
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(moment);
}

/** What the table says of one row's moments. */
function told(table, at) {
  return [...table.tBodies[0].rows[at].cells].slice(-4).map((cell) => cell.textContent.trim()).join(" · ");
}

function labels(names) {
  return names.map((parts) => parts.join(" · "));
}

function counts() {
  return { beginAtZero: true, ticks: { precision: 0 } };
}

function sideways(options) {
  return { indexAxis: "y", maintainAspectRatio: false, ...options };
}
