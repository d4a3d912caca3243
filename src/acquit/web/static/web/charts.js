// Mounts every [data-chart] from the JSON beside it; fonts and colours come from the theme.
(() => {
  "use strict";
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = (tone) => css(/^[0-9]$/.test(tone) ? `--chart-${tone}` : `--tone-${tone}`);
  const locale = document.documentElement.lang || "en";
  const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const full = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const month = new Intl.DateTimeFormat(locale, { month: "short", year: "2-digit" });
  const mounted = new Map();
  const axisWords = { value: (v) => short.format(v), time: (v) => month.format(v) };

  // A band: a veil from the low to the high end, each end with a stroke of its own.
  const veil = (tone) => (_params, api) => {
    const [x, low] = api.coord([api.value(0), api.value(1)]);
    const [, high] = api.coord([api.value(0), api.value(2)]);
    const width = Math.min(api.size([1, 0])[0] * 0.8, 44);
    const shape = (y, height) => ({ x: x - width / 2, y, width, height });
    const fill = colour(tone);
    return { type: "group", children: [
      { type: "rect", shape: shape(high, low - high), style: { fill, opacity: 0.22 } },
      { type: "rect", shape: shape(high - 1, 2), style: { fill } },
      { type: "rect", shape: shape(low - 1, 2), style: { fill } },
    ] };
  };

  const dress = (option) => {
    const own = option.acquit || { tones: [], unit: "" };
    const quiet = css("--ink-quiet");
    const unit = own.unit ? ` ${own.unit}` : "";
    const axis = (one) => ({
      ...one,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: quiet, hideOverlap: true, ...(axisWords[one.type] ? { formatter: axisWords[one.type] } : {}) },
      splitLine: { show: one.type === "value", lineStyle: { color: css("--line") } },
    });
    const zero = own.zero ? { markLine: {
      silent: true, symbol: "none", data: [{ yAxis: 0 }],
      lineStyle: { color: quiet, type: "solid", width: 1 },
      label: { formatter: own.zero, color: quiet, fontSize: 11, position: "insideStartBottom" },
    } } : {};
    return {
      ...option,
      aria: { enabled: true },
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      animationDuration: 300,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      color: own.tones.map(colour),
      grid: { left: 8, right: 18, top: option.legend && option.legend.show ? 36 : option.series.some((one) => one.written) ? 24 : 12, bottom: 8, containLabel: true },
      legend: { ...option.legend, type: "scroll", top: 0, left: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: { color: quiet } },
      tooltip: {
        ...option.tooltip,
        backgroundColor: css("--raised"), borderColor: css("--line"),
        textStyle: { color: css("--ink"), fontSize: 12 },
        // A point on a day brings its own words.
        ...(option.xAxis.type === "time" ? { formatter: (point) => point.data.said } : {}),
        // A band tells its two ends on lines of their own, and nothing beside its name.
        valueFormatter: (value) => (Array.isArray(value) ? "" : value === null || value === undefined ? "–" : full.format(value) + unit),
      },
      xAxis: axis(option.xAxis),
      yAxis: axis(option.yAxis),
      series: option.series.map(({ written, ...one }, place) => ({
        ...one,
        data: one.data.map(({ tone, ...point }) =>
          ({ ...point, ...(tone ? { itemStyle: { color: colour(tone) } } : {}) })),
        barMaxWidth: 36,
        ...(one.type === "custom" ? { renderItem: veil(own.tones[place]), z: 3 } : {}),
        cursor: one.data.some((point) => point.href) ? "pointer" : "default",
        ...(written ? { label: {
          show: true, position: option.yAxis.type === "category" ? "right" : "top", color: quiet, fontSize: 11,
          formatter: (point) => (point.value ? short.format(point.value) : ""),
        } } : {}),
        ...(one.type === "scatter" ? { symbolSize: one.symbol === "circle" ? 7 : 11, itemStyle: { opacity: one.symbol === "circle" ? 0.5 : 1 } } : {}),
        ...(place ? {} : zero),
        ...(one.type === "line" ? { smooth: 0.2, showSymbol: option.xAxis.type === "time", symbolSize: 4, lineStyle: { width: 2 } } : {}),
        ...(one.type === "bar" && !one.stack ? { itemStyle: { borderRadius: 3 } } : {}),
      })),
    };
  };

  const mount = (box) => {
    const option = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const old = mounted.get(box);
    if (old) old.dispose();
    const chart = echarts.init(box, null, { renderer: "svg" });
    chart.setOption(dress(option));
    chart.on("click", (point) => { if (point.data && point.data.href) location.href = point.data.href; });
    mounted.set(box, chart);
  };
  const all = () => document.querySelectorAll("[data-chart]").forEach(mount);
  all();
  document.addEventListener("acquit:theme", all);
  document.addEventListener("htmx:after:swap", () =>
    document.querySelectorAll("[data-chart]").forEach((box) => { if (!mounted.has(box)) mount(box); }));
  addEventListener("resize", () => mounted.forEach((chart) => chart.resize()));
})();
