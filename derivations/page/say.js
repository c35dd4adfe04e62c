// What all scripts here share: the page, its words in its language, and how a number is written.
const page = document.querySelector(".verified");
page.classList.add("js");
const WORDS = JSON.parse(document.getElementById("words").textContent);

// The words of that name, with values in their gaps.
const say = (name, ...values) => values.reduce((text, value) => text.replace("{}", value), WORDS[name]);

// A number as it is read: decimals as asked for, a true minus sign, no minus zero.
const shown = (value, digits = 3) => {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
};

const button = (label, run) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", run);
  return made;
};

// One place that is read out when it changes.
const loud = document.createElement("p");
loud.className = "hidden";
loud.setAttribute("role", "status");
page.append(loud);
const announce = (text) => { loud.textContent = text; };
