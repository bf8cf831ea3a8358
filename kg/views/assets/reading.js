"use strict";
// a sentence and what was read in it light up together
const light = (number, scroll) => {
  document.querySelectorAll(".on").forEach((n) => n.classList.remove("on"));
  document.querySelectorAll(`[data-sentence="${number}"]`).forEach((n) => n.classList.add("on"));
  const target = document.querySelector(scroll === "text" ? `#text [data-sentence="${number}"]` : `.group[data-sentence="${number}"]`);
  if (target) target.scrollIntoView({ block: "nearest" });
};
document.querySelectorAll("#text .found").forEach((n) => n.addEventListener("click", () => light(n.dataset.sentence, "group")));
document.querySelectorAll(".group[data-sentence]").forEach((n) => {
  n.addEventListener("click", () => light(n.dataset.sentence, "text"));
  n.addEventListener("keydown", (e) => { if (e.key === "Enter") light(n.dataset.sentence, "text"); });
});
