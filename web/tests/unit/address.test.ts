import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressOf,
  changed,
  otherPage,
  parseAddress,
  type View,
} from '../../src/address/address.ts';

const parse = (address: string) => parseAddress(new URL(address, 'http://127.0.0.1:8765'));
const EMPTY: View = { page: 'overview', id: '', via: [], tables: [], anchor: '' };

test('the first page without a query is the overview of the latest run', () => {
  assert.deepEqual(parse('/'), EMPTY);
});

test('every word of the sentence is read from the query', () => {
  assert.deepEqual(
    parse('/?goods=chpl:1,8806&to=RUS&via=KAZ&via=KGZ&from=2021-01&until=2023-12&run=ab'),
    {
      ...EMPTY,
      goods: 'chpl:1,8806',
      to: 'RUS',
      via: ['KAZ', 'KGZ'],
      from: '2021-01',
      until: '2023-12',
      run: 'ab',
    },
  );
});

test('a month that is none is left out', () => {
  assert.deepEqual(parse('/?from=2021-13&until=2021'), EMPTY);
});

test('an address is written with the colons and commas that one can read', () => {
  const view: View = { ...EMPTY, page: 'corridor', id: 'USA+GBR:AZE:RUS', goods: 'chpl:1,8806' };
  assert.equal(addressOf(view), '/corridors/USA%2BGBR:AZE:RUS?goods=chpl:1,8806');
});

test('reading what was written gives the same view', () => {
  const views: View[] = [
    EMPTY,
    { ...EMPTY, page: 'lead', id: 'a7ba8a931756', rows: 'inflow_kg', tables: ['waterfall'] },
    {
      ...EMPTY,
      page: 'corridor',
      id: 'USA+GBR:AZE:RUS',
      goods: '847150',
      from: '2020-03',
      series: 'M-6-countries',
    },
    { ...EMPTY, page: 'help', id: 'methods/leads', anchor: 'when-it-misleads' },
    { ...EMPTY, page: 'whatif', checks: 0, origin: 'G7+', to: 'RUS', goods: 'Ünïcode & more = ?' },
  ];
  for (const view of views) assert.deepEqual(parse(addressOf(view)), view);
});

test('a path that is no page is said to be none', () => {
  assert.equal(parse('/nowhere').page, 'unknown');
  assert.equal(parse('/constructor').page, 'unknown');
});

test('another page keeps the sentence and drops what belongs to the page before', () => {
  const view = parse('/leads/ab12?goods=chpl&to=RUS&table=waterfall&rows=inflow_kg');
  assert.equal(addressOf(otherPage(view, 'whatif')), '/whatif?goods=chpl&to=RUS');
});

test('a word of the sentence is taken back by undefined', () => {
  assert.equal(addressOf(changed(parse('/?goods=chpl&to=RUS'), { goods: undefined })), '/?to=RUS');
});
