// The button of printed pages; without scripts the browser's own command does the same.
document.querySelector("[data-print]")?.addEventListener("click", () => print());
