// Language, charts, print. Without this script the report is whole, in Chinese, with every table open.
"use strict";
(function () {
  var root = document.documentElement;
  var drawn = [];
  root.classList.add("js");

  function speak(lang) {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-Hans" : "en";
    document.title = document.querySelector("title").dataset[lang];
    draw();
  }

  function asked() {
    var wish = new URLSearchParams(location.search).get("lang") || location.hash.slice(1);
    return wish === "en" || wish === "zh" ? wish : null;
  }

  function palette() {
    var style = getComputedStyle(root);
    return ["--ink", "--quiet", "--line", "--calm", "--warm", "--panel"].reduce(function (found, name) {
      found[name.slice(2)] = style.getPropertyValue(name).trim();
      return found;
    }, {});
  }

  function said(two) {
    return two[root.dataset.lang === "zh" ? 0 : 1];
  }

  function figure(value, unit) {
    var places = unit ? 2 : 0;
    return unit + value.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });
  }

  // Pixels that a label takes on one line, roughly: a Chinese character is twice as broad as a Latin letter.
  function breadth(text) {
    return Array.from(text).reduce(function (sum, char) { return sum + (char.charCodeAt(0) > 0x2e7f ? 13.2 : 7.2); }, 0);
  }

  // Stripes tell the second series apart without colour.
  var stripes = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 };

  function bars(spec, colours, width) {
    var names = Math.round(Math.min(250, width * 0.4));
    var many = spec.series.length > 1;
    var lines = spec.categories.reduce(function (most, two) {
      return Math.max(most, Math.ceil(breadth(said(two)) / (names - 6)));
    }, 1);
    return {
      height: spec.categories.length * (Math.max(spec.series.length * 17, lines * 16) + 12) + (many ? 34 : 6),
      option: {
        legend: many ? { top: 0, left: 0, itemWidth: 18, textStyle: { color: colours.ink }, selectedMode: false } : undefined,
        grid: { left: names + 10, right: spec.unit ? Math.min(130, width * 0.3) : 62, top: many ? 32 : 2, bottom: 2 },
        xAxis: { type: "value", show: false, min: 0 },
        yAxis: {
          type: "category", inverse: true, data: spec.categories.map(said), axisTick: { show: false },
          axisLine: { lineStyle: { color: colours.line } },
          axisLabel: { color: colours.ink, width: names, overflow: "break", fontSize: 13, lineHeight: 15, interval: 0 },
        },
        series: spec.series.map(function (one, n) {
          return {
            type: "bar", name: said(one.name), data: one.values, barWidth: 13, barGap: "30%", silent: true,
            itemStyle: {
              color: n ? colours.warm : colours.calm, borderRadius: 2,
              decal: n ? Object.assign({ color: colours.panel }, stripes) : undefined,
            },
            label: {
              show: true, position: "right", color: colours.ink, fontSize: 12,
              formatter: function (point) { return figure(point.value, spec.unit); },
            },
          };
        }),
      },
    };
  }

  function calibration(spec, colours) {
    var most = spec.points.reduce(function (top, point) { return Math.max(top, point[0], point[1]); }, 10);
    var edge = Math.ceil(most / 10) * 10;
    function axis(name, gap) {
      return {
        type: "value", min: 0, max: edge, name: name, nameLocation: "middle", nameGap: gap,
        nameTextStyle: { color: colours.ink }, axisLabel: { color: colours.quiet },
        splitLine: { lineStyle: { color: colours.line } },
      };
    }
    return {
      height: 340,
      option: {
        legend: { top: 0, left: 0, textStyle: { color: colours.ink }, selectedMode: false },
        grid: { left: 52, right: 24, top: 34, bottom: 48 },
        xAxis: axis(said(spec.x), 30), yAxis: axis(said(spec.y), 34),
        series: [
          {
            type: "line", name: said(spec.even), data: [[0, 0], [edge, edge]], symbol: "none", silent: true,
            lineStyle: { type: "dashed", color: colours.quiet, width: 1 }, itemStyle: { color: colours.quiet },
          },
          {
            type: "line", name: said(spec.y), data: spec.points, symbol: "circle", symbolSize: 9, silent: true,
            lineStyle: { color: colours.calm, width: 2 }, itemStyle: { color: colours.calm },
          },
        ],
      },
    };
  }

  var kinds = { bars: bars, calibration: calibration };

  function draw() {
    var colours = palette();
    drawn.forEach(function (chart) { chart.dispose(); });
    drawn = Array.from(document.querySelectorAll("script[data-chart]")).map(function (source) {
      var spec = JSON.parse(source.textContent);
      var place = document.getElementById(source.dataset.chart);
      var room = root.dataset.print ? Math.min(place.clientWidth, 660) : place.clientWidth;
      if (root.dataset.print && place.closest(".pair")) room = 310;
      var made = kinds[spec.kind](spec, colours, room);
      place.style.height = made.height + "px";
      var chart = echarts.init(place, null, { renderer: "svg", width: room, height: made.height });
      made.option.animation = false;
      made.option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
      chart.setOption(made.option);
      return chart;
    });
  }

  function fold(open) {
    document.querySelectorAll("details").forEach(function (one) { one.open = open; });
  }

  addEventListener("beforeprint", function () { root.dataset.print = "yes"; fold(true); draw(); });
  addEventListener("afterprint", function () { delete root.dataset.print; fold(false); draw(); });
  addEventListener("hashchange", function () { if (asked()) speak(asked()); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  var width = innerWidth;
  addEventListener("resize", function () {
    if (innerWidth === width || root.dataset.print) return;
    width = innerWidth;
    draw();
  });

  var button = document.getElementById("language");
  button.hidden = false;
  button.addEventListener("click", function () { speak(root.dataset.lang === "zh" ? "en" : "zh"); });
  fold(false);
  speak(asked() || "zh");
})();
