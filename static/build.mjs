// Builds static/dist from the hand-written modules: bundles with hashed names, an icon sprite,
// one catalogue a locale, the service worker, compressed twins, and manifest.json, which tells the
// server their names.
// Run by `npm run build`; every step throws when its input is wrong.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const SOURCE = dirname(fileURLToPath(import.meta.url));
const TARGET = join(SOURCE, "dist");
const ENTRIES = [
  "app/main.js",
  "office/main.js",
  "public/case.js",
  "public/print.js",
  "css/app.css",
  "css/office.css",
  "css/map.css",
  "css/print.css",
  "css/responsibility.css",
];
const FIRST_LOCALE = "zh-CN";
const KEEP_OLD_MS = 3_600_000; // a page loaded before the last build may still ask for its chunks

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(path, "utf-8"));

/** Writes a file under a name that carries the hash of its content; returns that name. */
function writeHashed(stem, extension, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
  const name = `${stem}-${hash}.${extension}`;
  mkdirSync(dirname(join(TARGET, name)), { recursive: true });
  writeFileSync(join(TARGET, name), content);
  return name;
}

/**
 * Bundles the entries, each on its own: nobody loads chunks cut for another page's sake.
 * Returns the names of their files, the chunks each needs at once and without a network, and the
 * sources of what each needs at once.
 */
async function bundle() {
  const files = {};
  const preload = {};
  const needed = {};
  const sources = {};
  for (const entry of ENTRIES) {
    const outputs = await bundleEntry(entry);
    const path = mainOutput(entry, outputs);
    const chunks = staticChunks(path, outputs);
    files[entry] = published(path);
    preload[entry] = chunks.map(published);
    sources[entry] = [path, ...chunks].flatMap((name) => Object.keys(outputs[name].inputs));
    needed[entry] = Object.keys(outputs).filter((name) => isForOffline(outputs[name])).map(published);
  }
  return { files, preload, needed, sources };
}

/** Whether a phone keeps a chunk before it is asked for: all but the map, which is of no use. */
const isForOffline = ({ inputs }) => !Object.keys(inputs).some((name) => name.includes("/leaflet/"));

/**
 * The service worker, with the addresses of what each app needs without a network. It keeps its
 * name, and the server sends it from the root, so that it is responsible for every page.
 */
async function bundleWorker(files, needed) {
  const urls = (names) => names.map((name) => `/static/${name}`);
  const parts = {
    resident: urls([...needed["app/main.js"], files["css/app.css"], files["icons.svg"]]),
    office: urls([...needed["office/main.js"], files["css/office.css"], files["office/icons.svg"]]),
  };
  const id = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 8);
  await build({
    absWorkingDir: SOURCE,
    entryPoints: ["worker/main.js"],
    outfile: join(TARGET, "worker.js"),
    bundle: true,
    format: "iife",
    target: "es2020",
    minify: true,
    define: { RELEASE: JSON.stringify({ id, parts }) },
    legalComments: "none",
    logLevel: "warning",
  });
}

/** The file of an entry, or the chunk when all that the file does is import that chunk. */
function mainOutput(entry, outputs) {
  const path = Object.keys(outputs).find((name) => outputs[name].entryPoint === entry);
  const { inputs, imports } = outputs[path];
  const own = Object.values(inputs).some(({ bytesInOutput }) => bytesInOutput > 0);
  return own || imports.length !== 1 ? path : imports[0].path;
}

/** The name of a built file below /static/. */
const published = (path) => relative(TARGET, join(SOURCE, path));

/**
 * esbuild cuts a chunk for every set of pages that share a module: sixteen requests before the
 * first page. With every lazy module importing the entry, all that the entry needs at once is
 * shared by all and becomes one chunk.
 */
const oneCoreChunk = (entry) => ({
  name: "one-core-chunk",
  setup(build) {
    const lazy = new Set();
    build.onResolve({ filter: /./ }, async ({ kind, path, resolveDir, pluginData }) => {
      if (kind !== "dynamic-import" || pluginData === "resolving") return undefined;
      const found = await build.resolve(path, { kind, resolveDir, pluginData: "resolving" });
      lazy.add(found.path);
      return found;
    });
    build.onLoad({ filter: /\.m?js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf-8");
      const own = path.includes("node_modules") ? text : withoutIndent(text);
      const core = lazy.has(path) ? `\nimport ${JSON.stringify(join(SOURCE, entry))};\n` : "";
      return { contents: own + core, loader: "js" };
    });
  },
});

/** Markup in templates is not minified by esbuild; its indentation is a twentieth of a page. */
const withoutIndent = (text) => text.replace(/\n[ \t]+/g, "\n");

/** Leaflet's package.json names its CommonJS build, which would bring a helper chunk along. */
const leafletAsModule = {
  name: "leaflet-as-module",
  setup(build) {
    build.onResolve({ filter: /^leaflet$/ }, ({ resolveDir, kind }) =>
      build.resolve("leaflet/dist/leaflet-src.esm.js", { resolveDir, kind }),
    );
  },
};

async function bundleEntry(entry) {
  const result = await build({
    absWorkingDir: SOURCE,
    entryPoints: [entry],
    outdir: TARGET,
    outbase: SOURCE,
    entryNames: "[dir]/[name]-[hash]",
    chunkNames: "chunks/[name]-[hash]",
    assetNames: "assets/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2020",
    supported: { nesting: false },
    minify: true,
    metafile: true,
    legalComments: "none",
    loader: { ".png": "file", ".svg": "file" },
    plugins: [oneCoreChunk(entry), leafletAsModule],
    logLevel: "warning",
  });
  return result.metafile.outputs;
}

/** The chunks that a bundle imports before it runs, near and far. */
function staticChunks(path, outputs, seen = new Set()) {
  for (const { path: next, kind } of outputs[path].imports) {
    if (kind !== "import-statement" || seen.has(next) || !outputs[next]) continue;
    seen.add(next);
    staticChunks(next, outputs, seen);
  }
  return [...seen];
}

/** The icons of icons.json, drawn by Lucide: what residents load lacks those of the office. */
function sprites() {
  const { everybody, office } = readJson(join(SOURCE, "icons.json"));
  return { "icons.svg": sprite(everybody), "office/icons.svg": sprite([...everybody, ...office]) };
}

/** One SVG with a symbol for each icon. @param {string[]} names */
function sprite(names) {
  const icons = join(SOURCE, "..", "node_modules", "lucide-static", "icons");
  const symbols = names.map((name) => {
    const path = join(icons, `${name}.svg`);
    if (!existsSync(path)) throw new Error(`icons.json: Lucide has no icon named ${name}`);
    const shapes = readFileSync(path, "utf-8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
    const inner = shapes.replace(/\s*\n\s*/g, "").replaceAll(" />", "/>");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
      `stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
  return writeHashed("icons", "svg", svg);
}

/** The placeholders of a sentence, in a fixed order. */
const placeholders = (words) => (words.match(/\{\w+\}/g) ?? []).sort().join();

/** Merges the fragments of one locale; a key may stand in one fragment only. */
function mergeLocale(locale) {
  const words = {};
  const folder = join(SOURCE, "i18n", locale);
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".json")).sort()) {
    for (const [key, value] of Object.entries(readJson(join(folder, name)))) {
      if (key in words) throw new Error(`i18n/${locale}/${name}: ${key} is defined twice`);
      words[key] = { value, part: /^(office|later)|/.exec(name)[1] ?? "first" };
    }
  }
  return words;
}

/**
 * Four catalogues a locale. Residents first get what is in no fragment office*.json or later*.json,
 * and later*.json when they go where it is needed. The office first gets the words that its first
 * screen names, and all others at once behind it. Every locale must say the same things with the
 * same placeholders.
 *
 * @param {string[]} officeSources what the office's first screen is made of
 */
function catalogues(officeSources) {
  const locales = readdirSync(join(SOURCE, "i18n")).sort();
  const merged = Object.fromEntries(locales.map((locale) => [locale, mergeLocale(locale)]));
  const first = merged[FIRST_LOCALE];
  const faults = [];
  for (const locale of locales) {
    for (const key of new Set([...Object.keys(first), ...Object.keys(merged[locale])])) {
      const [ours, theirs] = [first[key], merged[locale][key]];
      if (theirs === undefined) faults.push(`${locale} lacks ${key}`);
      else if (ours === undefined) faults.push(`${FIRST_LOCALE} lacks ${key}, ${locale} has it`);
      else if (placeholders(ours.value) !== placeholders(theirs.value)) {
        faults.push(`${locale} ${key}: other placeholders than ${FIRST_LOCALE}`);
      }
    }
  }
  if (faults.length) throw new Error(`catalogues disagree:\n  ${faults.join("\n  ")}`);
  const wanted = officeSources.flatMap((source) => namedIn(source).map(({ pattern }) => pattern));
  const atOnce = new Set(Object.keys(first).filter((key) => wanted.some((pattern) => pattern.test(key))));
  const files = {};
  for (const [locale, words] of Object.entries(merged)) {
    const write = (folder, which) => {
      const chosen = Object.entries(words).filter(([key, { part }]) => which(part, key));
      files[`i18n/${folder}${locale}.json`] = writeCatalogue(`i18n/${folder}${locale}`, chosen);
    };
    write("", (part) => part === "first");
    write("later/", (part) => part === "later");
    write("office/", (_, key) => atOnce.has(key));
    write("office/later/", (_, key) => !atOnce.has(key));
  }
  return { files, later: Object.keys(first).filter((key) => first[key].part === "later") };
}

/** The words that a module names: as written, and what they may stand for; `${}` is anything. @param {string} source */
function namedIn(source) {
  if (!source.endsWith(".js")) return [];
  const text = readFileSync(join(SOURCE, source), "utf-8");
  const keys = /["'`]([a-z]\w*\.(?:[\w.-]|\$\{[^{}`]*\})+)["'`]/g;
  return [...text.matchAll(keys)].map(([quoted, key]) => ({
    isAskedFor: text.includes(`hasWords(${quoted})`),
    key,
    pattern: new RegExp(`^${key.replaceAll(".", "\\.").replace(/\$\{[^{}]*\}/g, "[\\w-]+")}$`),
  }));
}

/**
 * Stops the build when a module of the residents' first screens names a word of later*.json without
 * asking first whether it is there.
 */
function refuseLaterWords(sources, later) {
  for (const source of sources) {
    for (const { isAskedFor, key, pattern } of namedIn(source)) {
      const found = !isAskedFor && later.find((word) => pattern.test(word));
      if (found) throw new Error(`${source} needs ${found}, which comes later: move the word to app.json`);
    }
  }
}

function writeCatalogue(stem, entries) {
  const words = Object.fromEntries(entries.map(([key, { value }]) => [key, value]));
  return writeHashed(stem, "json", JSON.stringify(words));
}

/**
 * Removes what earlier builds left, but nothing of the last one, however old it is: its server may
 * still run, and pages that it served are open.
 *
 * @param {number} lastAt when the last build ended
 */
function prune(lastAt) {
  for (const name of readdirSync(TARGET, { recursive: true })) {
    const path = join(TARGET, name);
    const info = statSync(path);
    if (info.isFile() && info.mtimeMs < lastAt - KEEP_OLD_MS) rmSync(path);
  }
}

/** Writes .gz and .br beside every text file of this build that they make smaller. */
function compress(startedAt) {
  const paths = readdirSync(TARGET, { recursive: true })
    .map((name) => join(TARGET, name))
    .filter((path) => /-\w{8}\.(js|css|svg|json)$/.test(path))
    .filter((path) => statSync(path).mtimeMs >= startedAt - 1000);
  for (const path of paths) {
    const content = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    const twins = {
      gz: gzipSync(content, { level: 9 }),
      br: brotliCompressSync(content, { params }),
    };
    for (const [extension, twin] of Object.entries(twins)) {
      if (twin.length < content.length) writeFileSync(`${path}.${extension}`, twin);
    }
  }
}

/** The manifest comes last and at once: whoever reads it finds every file it names. */
function writeManifest(manifest) {
  const draft = join(TARGET, `.manifest-${process.pid}`);
  writeFileSync(draft, JSON.stringify(manifest, null, 2));
  renameSync(draft, join(TARGET, "manifest.json"));
}

try {
  const startedAt = Date.now();
  mkdirSync(TARGET, { recursive: true });
  const lastAt = statSync(join(TARGET, "manifest.json"), { throwIfNoEntry: false })?.mtimeMs ?? startedAt;
  const { files, preload, needed, sources } = await bundle();
  const words = catalogues(sources["office/main.js"]);
  refuseLaterWords(sources["app/main.js"], words.later);
  Object.assign(files, sprites(), words.files);
  await bundleWorker(files, needed);
  compress(startedAt);
  writeManifest({ files, preload });
  prune(lastAt);
} catch (error) {
  if (!error.errors) console.error(error.message); // esbuild has printed its own already
  process.exit(1);
}
