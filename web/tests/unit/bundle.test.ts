import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const DIST = 'dist';
const MOST = 200_000;

/** Returns the files that a browser loads before it shows the first page: those of index.html and what they import. */
function firstLoad(): string[] {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  const found = new Set(
    [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1] ?? ''),
  );
  for (const file of found) {
    if (!file.endsWith('.js')) continue;
    const text = readFileSync(join(DIST, file), 'utf8');
    for (const [, name] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) {
      found.add(`assets/${name}`);
    }
  }
  return ['index.html', ...found];
}

test('the first load is at most 200 kB compressed', () => {
  assert.ok(
    existsSync(join(DIST, 'index.html')),
    'web/dist: expected the built pages, got none: scripts/build_web',
  );
  const files = firstLoad();
  assert.ok(
    files.some((file) => file.endsWith('.js')) && files.some((file) => file.endsWith('.css')),
  );
  const bytes = files.reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length,
    0,
  );
  assert.ok(bytes <= MOST, `first load: expected at most ${MOST} bytes, got ${bytes}`);
});

test('nothing in the built pages names another host to load from', () => {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  assert.doesNotMatch(html, /https?:\/\//);
  assert.match(html, /default-src 'self'/);
});
