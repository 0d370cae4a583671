/** Plotly's basic bundle, a script of its own on a page, a name of the module in JupyterLab. */
declare const Plotly: any;

/** Plotly and drawing.js by the id of the widget that holds them, in JupyterLab. */
declare var courseFigureScripts: Map<string, Promise<any>>;

/** The questions of a page that work already. */
declare var courseQuizReady: WeakSet<Element>;

/** The text of every section, on the search page (widgets/coursework/site/search.py). */
declare var courseText: { title: string; page: string; address: string; text: string }[];

/** Definitions by anchor, in a script fetched by peek.js. */
declare var courseTerms: Record<string, string> | undefined;

/** qrcode-generator, a script of its own, loaded by qr.js. */
declare function qrcode(size: number, correction: string): any;
