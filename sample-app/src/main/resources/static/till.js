// The one thing that a swap would lose: which exchanges a reader has opened, and where the focus was.
let open = [];
let focused = null;

document.addEventListener("htmx:beforeSwap", () => {
	open = [...document.querySelectorAll("#live details[open]")].map((details) => details.id);
	focused = document.querySelector("#live")?.contains(document.activeElement) ? document.activeElement.id : null;
});

document.addEventListener("htmx:afterSwap", () => {
	open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
	if (focused && document.activeElement?.id !== focused) {
		(document.getElementById(focused) ?? document.getElementById("state-title"))?.focus();
	}
});
