// Fails on any built script that goes beyond ES2020: old phones read these.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "acorn";

const root = process.argv[2];
const faults = [];
for (const name of readdirSync(root, { recursive: true })) {
  if (!name.endsWith(".js")) continue;
  try {
    parse(readFileSync(join(root, name), "utf-8"), { ecmaVersion: 2020, sourceType: "module" });
  } catch (error) {
    faults.push(`${name}: ${error.message}`);
  }
}
console.error(faults.join("\n"));
process.exit(faults.length ? 1 : 0);
