// Runs the tests of one kind, "unit" or "browser", in node's own test runner. They are TypeScript:
// esbuild, which Vite brings, makes one script of each first.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
// More words choose tests by the beginning of their names.
const [kind = 'unit', ...only] = process.argv.slice(2);
const folder = join(web, 'tests', kind);
const out = join(web, 'node_modules', '.cache', `tests-${kind}`);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const names = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
if (names.length === 0) throw new Error(`tests: expected files *.test.ts in ${folder}, got none`);
await build({
  entryPoints: names.map((name) => join(folder, name)),
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  external: ['playwright-core', 'axe-core', 'marked', 'vite'],
  loader: { '.json': 'json' },
  logLevel: 'error',
});
const flags = [
  '--test',
  '--test-concurrency=1',
  ...only.map((name) => `--test-name-pattern=^${name}`),
];
const files = names.map((name) => join(out, name.replace(/\.ts$/, '.mjs')));
const result = spawnSync(process.execPath, [...flags, ...files], {
  stdio: 'inherit',
  cwd: web,
});
process.exit(result.status ?? 1);
