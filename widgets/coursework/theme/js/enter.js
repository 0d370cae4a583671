/* Goes on from index.html to the first page. That this script is there is proof that its neighbours are. */
const { target } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
document.documentElement.hidden = true; // what the page says is for where this script is missing
location.replace(target + location.hash);
