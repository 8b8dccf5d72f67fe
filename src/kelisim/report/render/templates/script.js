// Nothing here is needed to read: without scripts every link, drawing and table works as it stands.
(() => {
  "use strict";
  const narrow = matchMedia("(max-width: 70rem)");
  const contents = document.querySelector(".contents details");
  if (contents && narrow.matches) contents.open = false;
  narrow.addEventListener("change", (change) => { if (contents) contents.open = !change.matches; });

  // Where the reader is, in the contents.
  const entries = new Map();
  document.querySelectorAll(".contents a").forEach((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) entries.set(heading, link);
  });
  let current = null;
  const follow = () => {
    let found = null;
    for (const [heading, link] of entries) {
      if (heading.getBoundingClientRect().top > 120) break;
      found = link;
    }
    if (found === current) return;
    if (current) current.removeAttribute("aria-current");
    if (found) found.setAttribute("aria-current", "location");
    current = found;
  };
  let asked = false;
  addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; follow(); });
  }, { passive: true });
  follow();

  // A look at the record behind a reference, without leaving the line.
  const peek = document.createElement("div");
  peek.className = "peek";
  peek.id = "report-peek";
  peek.setAttribute("role", "tooltip");
  peek.hidden = true;
  document.body.append(peek);
  let owner = null;
  let timer = 0;

  const fill = (record) => {
    const parts = [];
    for (const selector of ["h4", "blockquote"]) {
      const part = record.querySelector(selector);
      if (part) parts.push(part.cloneNode(true));
    }
    if (parts.length < 2) {
      const facts = [...record.querySelectorAll("dl > div:not(.uses)")].slice(0, 4);
      for (const fact of facts) {
        const line = document.createElement("p");
        line.textContent = [...fact.children].map((child) => child.textContent).join(": ");
        parts.push(line);
      }
    }
    peek.replaceChildren(...parts);
  };
  const show = (link) => {
    const record = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!record || !record.classList.contains("record")) return;
    hide();
    fill(record);
    peek.hidden = false;
    owner = link;
    link.setAttribute("aria-describedby", peek.id);
    const line = link.getClientRects()[0];
    if (!line) return;
    const width = document.documentElement.clientWidth;
    const left = Math.max(16, Math.min(line.left, width - peek.offsetWidth - 16));
    const below = line.bottom + 8 + peek.offsetHeight < innerHeight;
    peek.style.left = `${left + scrollX}px`;
    peek.style.top = `${scrollY + (below || line.top < peek.offsetHeight ? line.bottom + 8 : line.top - peek.offsetHeight - 8)}px`;
  };
  const hide = () => {
    clearTimeout(timer);
    peek.hidden = true;
    if (owner) owner.removeAttribute("aria-describedby");
    owner = null;
  };
  const linkOf = (event) => event.target instanceof Element ? event.target.closest("a.ref") : null;
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = linkOf(event);
    if (link && link !== owner) { clearTimeout(timer); timer = setTimeout(show, 250, link); }
    else if (event.target instanceof Element && event.target.closest(".peek")) clearTimeout(timer);
    else if (!link && owner) { clearTimeout(timer); timer = setTimeout(hide, 250); }
    else if (!link) clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link && link.matches(":focus-visible")) show(link); else if (owner) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("hashchange", hide);

  // Charts that answer to the pointer, in the place of their drawings.
  const specs = document.getElementById("report-charts");
  const code = document.getElementById("report-vega");
  if (!specs || !code || !("IntersectionObserver" in window)) return;
  const charts = JSON.parse(specs.textContent);
  const wake = () => {
    if (window.vegaEmbed) return;
    const script = document.createElement("script");
    script.type = "module";
    script.textContent = code.textContent;
    document.head.append(script);
  };
  const ready = () => new Promise((resolve) => {
    wake();
    const wait = () => (window.vegaEmbed ? resolve() : setTimeout(wait, 30));
    wait();
  });
  const replace = async (drawing) => {
    const still = drawing.querySelector("svg");
    const stage = document.createElement("div");
    await ready();
    stage.style.display = "none";
    drawing.append(stage);
    try {
      await window.vegaEmbed(stage, charts[drawing.dataset.chart], { actions: false, renderer: "svg", mode: "vega-lite" });
      const live = stage.querySelector("svg");
      live.setAttribute("role", "img");
      live.setAttribute("aria-label", still.getAttribute("aria-label"));
      still.remove();
      stage.style.display = "";
      drawing.dataset.live = "true";
    } catch (error) {
      stage.remove();
      console.warn("The chart stays as drawn:", error);
    }
  };
  const watcher = new IntersectionObserver((seen) => {
    for (const item of seen) {
      if (item.isIntersecting) { watcher.unobserve(item.target); replace(item.target); }
    }
  }, { rootMargin: "300px" });
  document.querySelectorAll(".drawing[data-chart]").forEach((drawing) => watcher.observe(drawing));
})();
