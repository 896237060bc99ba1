// Variations. Without this script every one is open.
"use strict";
(function () {
  function pick(tabs, chosen) {
    tabs.forEach(function (tab) {
      var on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !on;
    });
  }

  document.querySelectorAll(".pick").forEach(function (list) {
    var tabs = Array.from(list.querySelectorAll("button"));
    list.hidden = false;
    tabs.forEach(function (tab, at) {
      var panel = document.getElementById(tab.getAttribute("aria-controls"));
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", function () { pick(tabs, tab); });
      tab.addEventListener("keydown", function (event) {
        var to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        var next = tabs[(to + tabs.length) % tabs.length];
        pick(tabs, next);
        next.focus();
      });
    });
    pick(tabs, tabs[0]);
  });
})();
