// The language of a page. Without this script it is whole, in the language it was written in first.
"use strict";
(function () {
  var root = document.documentElement;
  root.classList.add("js");

  function speak(lang) {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-Hans" : "en";
    document.title = document.querySelector("title").dataset[lang];
  }

  var button = document.getElementById("language");
  button.hidden = false;
  button.addEventListener("click", function () { speak(root.dataset.lang === "zh" ? "en" : "zh"); });
  var wish = new URLSearchParams(location.search).get("lang");
  speak(wish === "en" || wish === "zh" ? wish : root.dataset.lang);
})();
