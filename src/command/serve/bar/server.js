// What the server says of the page, and how it is asked.

const own = document.querySelector('script[src="/-/bar.js"]');

/** What stands in the script's own element: the run, the edition, the day, the token. */
export const known = {};
learn(own);

/** Takes over what the script's element says in a newer page. */
export function learn(script) {
  Object.assign(known, script.dataset, { edition: Number(script.dataset.edition) });
}

/** Asks for something; with a form, as only the preview's own pages can. */
export async function ask(path, form) {
  const options = form && {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Candor-Token": known.token },
    body: JSON.stringify({ run: known.run, ...form }),
  };
  const response = await fetch(path, { cache: "no-store", ...options });
  const type = response.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/json")) return response.json();
  throw new Error(await response.text());
}
