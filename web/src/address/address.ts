/** The pages by the first part of their path. */
const PAGES = {
  '': 'overview',
  leads: 'lead',
  corridors: 'corridor',
  whatif: 'whatif',
  data: 'data',
  cases: 'case',
  help: 'help',
} as const;

export type Page = (typeof PAGES)[keyof typeof PAGES] | 'unknown';

/** What a page shows: all of it stands in the address, so that every view can be linked. */
export interface View {
  page: Page;
  /** The lead, the corridor (CHN:KAZ:RUS), the import or the document that is shown, or empty. */
  id: string;
  /** The filter sentence. What is not given is the latest run's. */
  goods?: string;
  to?: string;
  via: string[];
  /** Months, YYYY-MM. */
  from?: string;
  until?: string;
  run?: string;
  /** How many checks the what-if page compares, and whose goods they are about. */
  checks?: number;
  origin?: string;
  /** Charts that are shown as tables. */
  tables: string[];
  /** The measure whose rows are open on a lead's page. */
  rows?: string;
  /** Which of several series of a corridor is shown: "M-6-countries". */
  series?: string;
  /** A heading of a document. */
  anchor: string;
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

function month(text: string | null): string | undefined {
  return text !== null && MONTH.test(text) ? text : undefined;
}

function count(text: string | null): number | undefined {
  return text !== null && /^\d$/.test(text) ? Number(text) : undefined;
}

/** Drops what is not given, as the type wants it. */
function given<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as T;
}

/** Reads an address. What it does not understand of the query it leaves out. */
export function parseAddress(url: URL): View {
  const [first = '', ...rest] = url.pathname.split('/').filter((part) => part !== '');
  const query = url.searchParams;
  const text = (name: string) => query.get(name) ?? undefined;
  const page: Page = Object.hasOwn(PAGES, first) ? PAGES[first as keyof typeof PAGES] : 'unknown';
  return {
    page,
    id: rest.map(decodeURIComponent).join('/'),
    via: query.getAll('via'),
    tables: query.getAll('table'),
    anchor: decodeURIComponent(url.hash.slice(1)),
    ...given<Partial<View>>({
      goods: text('goods'),
      to: text('to'),
      from: month(query.get('from')),
      until: month(query.get('until')),
      run: text('run'),
      checks: count(query.get('checks')),
      origin: text('origin'),
      rows: text('rows'),
      series: text('series'),
    }),
  };
}

/** Readable in an address: colons and commas stand for themselves in a path and a query. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%2F/g, '/');
}

/** Returns the address of a view; `parseAddress` gives the view back. */
export function addressOf(view: View): string {
  const first = Object.entries(PAGES).find(([, page]) => page === view.page)?.[0] ?? '';
  const path = [first, view.id]
    .filter((part) => part !== '')
    .map(encode)
    .join('/');
  const query: [string, string][] = [];
  const add = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== '') query.push([name, String(value)]);
  };
  add('goods', view.goods);
  add('to', view.to);
  for (const hub of view.via) add('via', hub);
  add('from', view.from);
  add('until', view.until);
  add('run', view.run);
  add('checks', view.checks);
  add('origin', view.origin);
  for (const table of view.tables) add('table', table);
  add('rows', view.rows);
  add('series', view.series);
  const search = query.map(([name, value]) => `${name}=${encode(value)}`).join('&');
  const hash = view.anchor === '' ? '' : `#${encode(view.anchor)}`;
  return `/${path}${search === '' ? '' : `?${search}`}${hash}`;
}

/** Returns the view of another page that keeps the filter sentence and nothing else. */
export function otherPage(view: View, page: Page, id = '', change: Partial<View> = {}): View {
  const { goods, to, via, from, until, run } = view;
  const filter = given<Partial<View>>({ goods, to, from, until, run });
  return { page, id, via, tables: [], anchor: '', ...filter, ...change };
}

/** Returns the view with some of it changed; `undefined` takes a word of the sentence back. */
export function changed(view: View, change: { [K in keyof View]?: View[K] | undefined }): View {
  return given<View>({ ...view, ...change });
}
