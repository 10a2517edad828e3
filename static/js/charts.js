// Charts: <div data-chart="line|bars" data-source="id"> draws the JSON of <script id="…" type="application/json">:
// {"categories": […], "series": [{"name", "values", "colour" (a design token)}]}. The same numbers stand in a table beside it.
(() => {
  "use strict";
  if (!window.echarts) return;
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(`--gp-${name}`).trim();
  const font = getComputedStyle(document.body).fontFamily;
  const text = (size, colour) => ({ fontFamily: font, fontSize: size, color: colour });

  const common = (data) => ({
    animation: false,
    textStyle: text(13, token("ink-2")),
    // The floating tip is drawn on the canvas: written as HTML it would need inline styles.
    tooltip: { trigger: "axis", renderMode: "richText" },
    legend: { top: 0, left: 2, itemGap: 16, textStyle: text(13, token("ink")), data: data.series.map((one) => one.name) },
  });

  const line = (data) => ({
    ...common(data),
    grid: { left: 40, right: 22, top: 30, bottom: 24 },
    xAxis: {
      type: "category",
      data: data.categories,
      boundaryGap: false,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token("line") } },
      axisLabel: text(12, token("ink-2")),
    },
    yAxis: {
      type: "value",
      scale: true,
      minInterval: 1,
      axisLabel: text(12, token("ink-2")),
      splitLine: { lineStyle: { color: token("line-2") } },
    },
    series: data.series.map((one, number) => ({
      name: one.name,
      type: "line",
      data: one.values,
      color: token(one.colour),
      symbol: ["circle", "rect", "triangle"][number % 3],
      symbolSize: 6,
      showAllSymbol: true,
      lineStyle: { width: 2.5 },
    })),
  });

  const bars = (data) => ({
    ...common(data),
    grid: { left: 84, right: 44, top: 28, bottom: 4 },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    xAxis: { type: "value", show: false },
    yAxis: {
      type: "category",
      inverse: true,
      data: data.categories,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: text(13, token("ink")),
    },
    series: data.series.map((one, number) => ({
      name: one.name,
      type: "bar",
      stack: "all",
      data: one.values,
      color: token(one.colour),
      barWidth: 12,
      label: number === data.series.length - 1 ? totals(data) : undefined,
    })),
  });

  const totals = (data) => ({
    show: true,
    position: "right",
    ...text(13, token("ink")),
    formatter: ({ dataIndex }) => String(data.series.reduce((sum, one) => sum + one.values[dataIndex], 0)),
  });

  for (const place of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(document.getElementById(place.dataset.source).textContent);
    const chart = window.echarts.init(place);
    chart.setOption({ line, bars }[place.dataset.chart](data));
    new ResizeObserver(() => chart.resize()).observe(place);
  }
})();
