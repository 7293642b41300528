import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Where the tests run: `npm run test:browser` starts them in web/. */
export const FOLDER = 'tests/browser';
const CHROMIUM = process.env.PORTOLAN_CHROMIUM ?? '/usr/bin/chromium';

// Pinned, so that the same page gives the same picture and the same outline everywhere.
const FLAGS = [
  '--no-sandbox', // Test machines run as root in a container; only our own server is opened.
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export interface Session {
  /** Opens an address of the pages and waits until nothing is asked any more. */
  open(address: string): Promise<Page>;
  /** Requests that left this machine, and what the browser complained about. */
  faults: string[];
  close(): Promise<void>;
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || !existsSync(value)) {
    throw new Error(`${name}: expected a path that is there, got "${value ?? ''}"`);
  }
  return value;
}

/** Copies the workspace, since the pages can change it; the files that it was imported from stay. */
function copiedWorkspace(): string {
  const from = setting('PORTOLAN_TEST_WORKSPACE');
  const to = mkdtempSync(join(tmpdir(), 'portolan-web-'));
  cpSync(from, to, { recursive: true, filter: (path) => basename(path) !== 'practice' });
  return to;
}

/** Starts the server on a free port and returns its address once it takes requests. */
function serve(workspace: string): Promise<{ server: ChildProcess; origin: string }> {
  const server = spawn(
    setting('PORTOLAN'),
    ['serve', '-w', workspace, '--bind', '127.0.0.1:0', '--quiet'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return new Promise((resolve, reject) => {
    server.stdout.on('data', (text: Buffer) => {
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(text.toString())?.[0];
      if (address !== undefined) resolve({ server, origin: address });
    });
    server.on('exit', (code) => {
      reject(new Error(`portolan serve: expected an address, got exit code ${code}`));
    });
  });
}

function watch(page: Page, faults: string[]): void {
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    const isOurs = hostname === '127.0.0.1' || protocol === 'data:' || protocol === 'blob:';
    if (!isOurs) faults.push(`a request left this machine: ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(`an error of the page: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error')
      faults.push(`on the console: ${message.text()} ${message.location().url}`);
  });
}

async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    deviceScaleFactor: 1,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(120_000);
  return context;
}

export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page
    .getByText(/^Asking for /)
    .first()
    .waitFor({ state: 'detached' });
}

let shared: Promise<Session> | undefined;

/** Returns the session of this run; the first call starts it. */
export function theSession(): Promise<Session> {
  return (shared ??= startSession(copiedWorkspace()));
}

export async function endSession(): Promise<void> {
  await (await shared)?.close();
}

/** Returns a file as an analyst would have downloaded it: the beginning of one of the practice world's. */
export function someFile(): { name: string; mimeType: string; buffer: Buffer } {
  const folder = join(setting('PORTOLAN_TEST_WORKSPACE'), 'practice', 'files');
  const name = readdirSync(folder).find((each) => each.startsWith('comtrade_20')) ?? '';
  const lines = readFileSync(join(folder, name), 'utf8').split('\n').slice(0, 400);
  return { name: 'made_up.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
}

/** Starts a server on a workspace that holds nothing. */
export function startEmptySession(): Promise<Session> {
  const workspace = mkdtempSync(join(tmpdir(), 'portolan-web-'));
  execFileSync(setting('PORTOLAN'), ['init', workspace, '--quiet'], { stdio: 'ignore' });
  return startSession(workspace);
}

/** Starts a server, and a browser that reaches nothing else. The workspace goes when the session ends. */
async function startSession(workspace: string): Promise<Session> {
  const { server, origin } = await serve(workspace);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const context = await newContext(browser);
  const faults: string[] = [];
  return {
    faults,
    async open(address) {
      const page = await context.newPage();
      watch(page, faults);
      await page.goto(origin + address);
      await settled(page);
      return page;
    },
    async close() {
      await browser.close();
      server.removeAllListeners('exit');
      server.kill('SIGTERM');
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}

/** Returns the worst of what axe finds on a page: what WCAG 2.2 A and AA forbid. */
export async function axeFaults(page: Page): Promise<string[]> {
  const source = readFileSync(
    createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
    'utf8',
  );
  await page.evaluate(source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const result = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)} })`,
  )) as {
    violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return result.violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .slice(0, 3)
        .map((node) => `${node.html.slice(0, 160)} ${node.failureSummary.split('\n')[1] ?? ''}`)
        .join(' | ')}`,
  );
}

interface Line {
  indent: number;
  role: string;
  text: string;
}

function lineOf(text: string): Line {
  const indent = text.search(/\S/);
  const role = /^\s*- ([\w/]+)/.exec(text)?.[1] ?? '';
  return { indent, role, text };
}

/** Ids, numbers, names of places and long sentences tell of the data, not of how a page is made. */
function withoutData(snapshot: string, places: string[]): string {
  const escaped = places.map((place) => place.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const names = new RegExp(`\\b(${escaped.join('|')})\\b`, 'g');
  return snapshot
    .replace(names, 'PLACE')
    .replace(/\b[0-9a-f]{10,64}\b/g, 'ID')
    .replace(/\d[\d,.]*/g, '#')
    .split('\n')
    .map((line) => (line.length > 100 ? `${line.slice(0, 60)} …` : line))
    .join('\n');
}

/** Returns the outline of a page as assistive technology sees it: of more than two siblings of one role the first two. */
export function outlineOf(snapshot: string, places: string[]): string {
  const kept: string[] = [];
  const runs = new Map<number, { role: string; count: number }>();
  let hidden = Infinity;
  for (const line of withoutData(snapshot, places).split('\n').map(lineOf)) {
    if (line.indent > hidden) continue;
    hidden = Infinity;
    for (const indent of runs.keys()) if (indent > line.indent) runs.delete(indent);
    const run = runs.get(line.indent);
    const count = run?.role === line.role ? run.count + 1 : 1;
    runs.set(line.indent, { role: line.role, count });
    if (count === 3) kept.push(`${' '.repeat(line.indent)}- …`);
    if (count >= 3) hidden = line.indent;
    else kept.push(line.text);
  }
  return `${kept.join('\n')}\n`;
}

/** Returns what was kept under a name; keeps `text` where nothing was, or if PORTOLAN_UPDATE is set. */
export function keptOutline(name: string, text: string): string {
  const file = join(FOLDER, 'snapshots', `${name}.txt`);
  if (process.env.PORTOLAN_UPDATE === '1') {
    mkdirSync(join(FOLDER, 'snapshots'), { recursive: true });
    writeFileSync(file, text);
  }
  return readFileSync(file, 'utf8');
}

/** Writes a picture of what the window shows to tests/browser/out. */
export async function picture(page: Page, name: string): Promise<Buffer> {
  mkdirSync(join(FOLDER, 'out'), { recursive: true });
  await page.screenshot({ path: join(FOLDER, 'out', `${name}-whole.png`), fullPage: true });
  return page.screenshot({ path: join(FOLDER, 'out', `${name}.png`) });
}
